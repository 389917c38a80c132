import type { HostApi, SmokeOutcome, ViewApi } from '../src/protocol.js';
import { connect, type Port } from '../src/rpc.js';
import { DiagramPanel } from './panels/diagram-panel.js';
import { mountTraining } from './panels/training.js';
import { StateStore, type VsCodeApi } from './state.js';
import { make } from './widgets.js';

declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const port: Port = {
  post: message => vscode.postMessage(message),
  listen: receive => {
    const listener = (event: MessageEvent): void => receive(event.data);
    addEventListener('message', listener);
    return () => removeEventListener('message', listener);
  },
};

const view: ViewApi = {
  show: async model => panel.show(model),
  highlight: async nodes => panel.highlight(nodes),
  openExport: async () => panel.openExport(),
  runSmokeTest,
  cancelSmokeTest: async () => training.cancel(),
};
const host = connect<HostApi, ViewApi>(port, view).remote;

let running = false;
const panel = new DiagramPanel({
  host,
  store: new StateStore(vscode),
  layoutWorker: document.body.dataset.layoutWorker ?? '',
  smokeTest: () => void (running ? training.cancel() : runSmokeTest()),
});
const trainingSection = make('section', '');
trainingSection.id = 'training';
document.body.append(panel.toolbar.element, panel.section, trainingSection, panel.footer.element);
const training = mountTraining(trainingSection, {
  view: () => panel.view,
  mark: nodes => panel.complain(nodes),
  reveal: node => panel.showNode(node),
  progress: progress => void host.smokeTestProgress(progress).catch(() => {}),
  report: (version, report) => void host.smokeTestEnded(version, report).catch(() => {}),
});

async function runSmokeTest(): Promise<SmokeOutcome | undefined> {
  running = true;
  panel.toolbar.setRunning(true);
  try {
    return await training.run();
  } finally {
    running = false;
    panel.toolbar.setRunning(false);
  }
}

void host.ready().then(model => {
  if (model) panel.show(model);
  else panel.showNothing();
});

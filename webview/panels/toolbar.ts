import { networkName } from '../../src/core/program.js';
import type { ViewModel } from '../../src/protocol.js';
import { type Level, levels } from '../diagram/expansion.js';
import { button, dropdown, iconButton, make } from '../widgets.js';

export interface ToolbarEvents {
  setLevel(level: Level): void;
  nextProblem(): void;
  search(): void;
  export(): void;
  smokeTest(): void;
  /** Shows another network of the file. */
  choose(entry: string): void;
}

const levelNames: Readonly<Record<Level, string>> = {
  auto: 'Automatic',
  stages: 'Stages',
  blocks: 'Blocks',
  layers: 'Layers',
};

/** The line above the picture: what it shows, its problems, how much detail, and the smoke test. */
export class Toolbar {
  readonly element: HTMLElement;
  private readonly title = make('h1', 'title');
  private readonly networks = make('span', 'networks');
  private readonly problems = make('span', 'problems');
  private readonly level: ReturnType<typeof dropdown<Level>>;
  private readonly test: HTMLElement;

  constructor(
    level: Level,
    private readonly events: ToolbarEvents,
  ) {
    this.level = dropdown<Level>({
      label: 'How much detail is shown',
      choices: levels.map(name => [name, levelNames[name]]),
      value: level,
      change: events.setLevel,
    });
    this.level.classList.add('level');
    this.test = button('Smoke test', {
      icon: 'beaker',
      appearance: 'primary',
      title: 'Run a smoke test: train a few steps and check that the network learns',
      click: events.smokeTest,
    });
    const collapse = iconButton('collapse-all', 'Collapse all blocks', () => this.choose('stages', events));
    const expand = iconButton('expand-all', 'Expand all blocks', () => this.choose('layers', events));
    const search = iconButton('search', 'Find in the network (Ctrl+F)', events.search);
    const share = iconButton('export', 'Export the diagram', events.export);
    const actions = make(
      'div',
      'actions',
      this.problems,
      this.level,
      collapse,
      expand,
      search,
      share,
      this.test,
    );
    actions.setAttribute('role', 'toolbar');
    actions.setAttribute('aria-label', 'Diagram');
    this.element = make('header', 'toolbar', this.title, this.networks, actions);
  }

  show({ model, file, networks }: ViewModel): void {
    const name = networkName(model) || file;
    this.title.textContent = name;
    this.title.title = name === file ? file : `${name} — ${file}`;
    this.showNetworks(networks, model.program?.entry?.entry);
  }

  /** Where a file makes several networks, their list stands in the title's place. */
  private showNetworks(networks: ViewModel['networks'], shown: string | undefined): void {
    const isShort = networks.length < 2 || shown === undefined;
    this.title.classList.toggle('hidden', !isShort);
    const key = isShort ? '' : JSON.stringify([networks, shown]);
    if (this.networks.dataset.key === key) return;
    this.networks.dataset.key = key;
    if (isShort) this.networks.replaceChildren();
    else {
      const list = dropdown<string>({
        label: 'Which network of the file is shown',
        choices: networks.map(({ entry, name }) => [entry, name]),
        value: shown,
        change: entry => this.events.choose(entry),
      });
      this.networks.replaceChildren(list);
    }
  }

  showProblems(status: HTMLElement | undefined): void {
    this.problems.replaceChildren(...(status ? [status] : []));
  }

  setRunning(isRunning: boolean): void {
    this.test.querySelector('.button-text')!.textContent = isRunning ? 'Stop' : 'Smoke test';
    const icon = this.test.querySelector('.codicon')!;
    icon.classList.toggle('codicon-beaker', !isRunning);
    icon.classList.toggle('codicon-debug-stop', isRunning);
  }

  private choose(level: Level, events: ToolbarEvents): void {
    this.level.value = level;
    events.setLevel(level);
  }
}

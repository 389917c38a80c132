import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import type { Check, SmokeOutcome, SmokeReport, ViewModel } from '../../../src/protocol.js';
import { disk, textDocuments } from './fake/documents.js';
import { liveThings } from './fake/live.js';
import { CancellationToken, type TestController, type TestItem, type TestRun } from './fake/tests.js';
import { registered } from './fake/vscode.js';
import { diagnosticsOf, openText, pause, positionOf, retype, start, stop } from './harness.js';
import { PageEnd } from './page-end.js';
import { broken, clean, unfinished } from './samples.js';

beforeEach(start);
afterEach(stop);

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

const uriOf = (name: string): string => `file:///models/${name}`;
const write = (name: string, text: string): void => void disk.set(uriOf(name), text);

const controller = (): TestController => registered.testControllers[0]!;
const labelsOf = (items: Iterable<[string, TestItem]>): string[] => [...items].map(([, item]) => item.label);

/** The file's item, and the one of its first network. */
async function expanded(name: string): Promise<{ readonly file: TestItem; readonly network: TestItem }> {
  await controller().resolveHandler!(undefined);
  const file = controller().items.get(uriOf(name))!;
  await controller().resolveHandler!(file);
  return { file, network: [...file.children][0]![1] };
}

describe('the tree', () => {
  test('lists the files that may hold a network, and analyses none', async () => {
    write('a.resnet.yaml', clean);
    write('sub/b.keras.json', example('resnet.keras.json'));
    write('model.json', '{"a": 1}');
    write('config.json', '{"a": 1}');
    write('net.py', 'from torch import nn\nclass Net(nn.Module):\n    pass\n');
    write('train.py', 'import torch\nfrom net import Net\n');
    write('setup.py', 'import setuptools\n');
    write('node_modules/c.resnet.yaml', clean);
    write('.venv/lib/net.py', 'from torch import nn\nclass Net(nn.Module):\n    pass\n');
    await controller().resolveHandler!(undefined);
    expect(labelsOf(controller().items)).toEqual(['a.resnet.yaml', 'net.py', 'b.keras.json']);
    expect(controller().items.get(uriOf('sub/b.keras.json'))!.description).toBe('models/sub');
    expect([...controller().items].every(([, item]) => item.canResolveChildren)).toBe(true);
    expect(textDocuments).toEqual([]);
  });

  test.each<[name: string, text: string, networks: readonly (readonly [label: string, line: number])[]]>([
    ['a.resnet.yaml', clean, [['small', 0]]],
    ['b.keras.json', example('resnet.keras.json'), [['small_resnet', 3]]],
    [
      'source_resnet.py',
      example('source_resnet.py'),
      [
        ['model_v1', 56],
        ['model_v2', 57],
      ],
    ],
  ])('opens out %s', async (name, text, networks) => {
    write(name, text);
    const { file } = await expanded(name);
    const children = [...file.children].map(([, { label, range }]) => [label, range?.start.line]);
    expect(children).toEqual(networks);
    expect(file.busy).toBe(false);
    expect(file.error).toBeUndefined();
  });

  test('says why a file has no network, and lists no Python file without one', async () => {
    write('a.resnet.yaml', unfinished.replace('layers:', 'layers: ['));
    write('net.py', 'from torch import nn\nclass Net(nn.Module):\n    pass\n');
    await controller().resolveHandler!(undefined);
    for (const [, file] of [...controller().items]) await controller().resolveHandler!(file);
    const left = [...controller().items].map(([, { label, error, children }]) => [
      label,
      error,
      children.size,
    ]);
    expect(left).toEqual([['a.resnet.yaml', expect.stringMatching(/\w/), 0]]);
  });

  test('has an open file without being asked, and its results are of this text alone', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { children } = controller().items.get(uriOf('a.resnet.yaml'))!;
    expect(labelsOf(children)).toEqual(['small']);
    expect(controller().invalidated).toEqual([]);
    await retype(document, clean.replace('name: small', 'name: other'));
    expect(labelsOf(children)).toEqual(['other']);
    expect(controller().invalidated).toEqual(['a.resnet.yaml']);
    await retype(document, unfinished.replace('layers:', 'layers: ['));
    expect(labelsOf(children)).toEqual(['other']);
  });

  test('forgets a file that is gone when it is refreshed', async () => {
    write('a.resnet.yaml', clean);
    write('b.resnet.yaml', clean);
    await controller().resolveHandler!(undefined);
    disk.delete(uriOf('a.resnet.yaml'));
    await controller().refreshHandler!();
    expect(labelsOf(controller().items)).toEqual(['b.resnet.yaml']);
  });
});

const check = (id: string, verdict: Check['verdict'], more: Partial<Check> = {}): Check => ({
  id,
  title: `Title of ${id}`,
  verdict,
  message: `message of ${id}`,
  ...more,
});

const report = (verdict: SmokeReport['verdict'], ...checks: readonly Check[]): SmokeReport => ({
  backend: 'wasm',
  steps: 3,
  batch: 8,
  seed: 1,
  verdict,
  summary: 'summary of it',
  checks,
  notes: ['A note.'],
  losses: [3, 2, Number.NaN],
  msPerStep: 12.3,
  uninformedLoss: 2.3,
});

const entryOf = ({ model }: ViewModel): string => model.program?.entry?.entry ?? '';
const outcome =
  (what: Pick<SmokeOutcome, 'report' | 'reason'>) =>
  async (shown: ViewModel): Promise<SmokeOutcome> => ({
    version: shown.version,
    entry: entryOf(shown),
    ...what,
  });

/** The page of the panel that is opened next, with what its next smoke tests come to. */
async function pageOf(index: number, smokeTest: PageEnd['smokeTest']): Promise<PageEnd> {
  await vi.waitUntil(() => registered.panels.length > index, { interval: 5 });
  const page = new PageEnd(registered.panels[index]!);
  page.smokeTest = smokeTest;
  const view = await page.host.ready();
  if (view) page.views.push(view);
  return page;
}

interface Running {
  readonly ended: Promise<void>;
  readonly token: CancellationToken;
  run(): TestRun;
}

function startRun(...include: readonly TestItem[]): Running {
  const token = new CancellationToken();
  const ended = controller()
    .run({ include }, token)
    .finally(() => token.dispose());
  return { ended, token, run: () => controller().runs.at(-1)! };
}

describe('a run', () => {
  test('passes, with the report as its output', async () => {
    write('a.resnet.yaml', clean);
    const { network } = await expanded('a.resnet.yaml');
    const { ended, run } = startRun(network);
    await pageOf(0, outcome({ report: report('pass', check('first-loss', 'pass')) }));
    await ended;
    expect(run().states).toEqual([
      ['enqueued', 'small'],
      ['started', 'small'],
      ['passed', 'small'],
    ]);
    expect(run().isEnded).toBe(true);
    expect(run().output).toContain('small: learns\r\n');
    expect(run().output).toContain('first-loss  pass     message of first-loss\r\n');
    expect(run().output).toContain('loss 3 █▁× NaN in 3 steps (guessing: 2.3)\r\nA note.\r\n');
    expect(run().output).toMatch(/no benchmark: wasm, 12 ms per step of 8 examples, seed 1\.\r\n/);
    expect(registered.panels).toHaveLength(1);
  });

  test('fails at the guilty line, and at the network’s name where none is to blame', async () => {
    write('a.resnet.yaml', clean);
    const { network } = await expanded('a.resnet.yaml');
    const { ended, run } = startRun(network);
    const guilty = check('gradient-arrives', 'fail', { node: 'stem' });
    const checks = [guilty, check('one-batch', 'fail'), check('first-loss', 'pass')];
    await pageOf(0, outcome({ report: report('fail', ...checks) }));
    await ended;
    expect(run().states.at(-1)).toEqual(['failed', 'small']);
    const document = textDocuments[0]!;
    const found = run().messages.map(({ message, location }) => [message, location!.range.start.line]);
    expect(found).toEqual([
      ['Title of gradient-arrives: message of gradient-arrives', positionOf(document, 'id: stem').line],
      ['Title of one-batch: message of one-batch', 0],
    ]);
    expect(run().output).toMatch(/^gradient-arrives {2}FAIL {5}models\/a\.resnet\.yaml:14:5\r$/m);
  });

  test('of a file is one of each of its networks, which are shown one after the other', async () => {
    write('source_resnet.py', example('source_resnet.py'));
    const { file } = await expanded('source_resnet.py');
    const { ended, run } = startRun(file);
    const shown: string[] = [];
    await pageOf(0, async view => {
      shown.push(entryOf(view));
      return outcome({ report: report('pass') })(view);
    });
    await ended;
    expect(shown).toEqual(['model_v1', 'model_v2']);
    expect(run().states.filter(([state]) => state === 'passed')).toHaveLength(2);
  });

  test('of everything finds the files, and closes the panels of those that pass', async () => {
    write('a.resnet.yaml', clean);
    write('b.resnet.yaml', clean.replace('name: small', 'name: second'));
    const token = new CancellationToken();
    const ended = controller().run({}, token);
    await pageOf(0, outcome({ report: report('pass') }));
    await pageOf(1, outcome({ report: report('fail', check('one-batch', 'fail')) }));
    await ended;
    token.dispose();
    expect(controller().runs[0]!.states.slice(-4)).toEqual([
      ['started', 'small'],
      ['passed', 'small'],
      ['started', 'second'],
      ['failed', 'second'],
    ]);
    const fails = registered.panels[1]!;
    await vscode.commands.executeCommand(
      'resnetDesigner.openDiagram',
      vscode.Uri.parse(uriOf('b.resnet.yaml')),
    );
    expect(registered.panels.at(-1)).toBe(fails);
    await vscode.commands.executeCommand(
      'resnetDesigner.openDiagram',
      vscode.Uri.parse(uriOf('a.resnet.yaml')),
    );
    expect(registered.panels).toHaveLength(3);
  });

  test('leaves out what is excluded', async () => {
    write('source_resnet.py', example('source_resnet.py'));
    const { file, network } = await expanded('source_resnet.py');
    const token = new CancellationToken();
    const ended = controller().run({ include: [file], exclude: [network] }, token);
    await pageOf(0, outcome({ report: report('pass') }));
    await ended;
    token.dispose();
    expect(controller().runs[0]!.states.at(-1)).toEqual(['passed', 'model_v2']);
    expect(controller().runs[0]!.states).toHaveLength(3);
  });
});

describe('a test without a verdict', () => {
  test('has errors, at their places, and opens no panel', async () => {
    write('a.resnet.yaml', broken);
    const { network } = await expanded('a.resnet.yaml');
    const { ended, run } = startRun(network);
    await ended;
    expect(run().states.at(-1)).toEqual(['errored', 'small']);
    const [{ message, location }] = run().messages as [vscode.TestMessage];
    expect(message).toMatch(/^To mend first: the shapes do not match/);
    expect(location!.range.start.line).toBe(diagnosticsOf(textDocuments[0]!)[0]!.range.start.line);
    expect(registered.panels).toHaveLength(0);
  });

  test.each<[what: string, PageEnd['smokeTest'], state: string, message: RegExp | undefined]>([
    ['too large', outcome({ reason: 'Too large: 3 h.' }), 'errored', /^Too large: 3 h\.$/],
    ['too slow', outcome({ report: report('too-large') }), 'errored', /^Summary of it\. The diagram offers/],
    [
      'not trainable',
      outcome({ report: report('not-trainable', check('trainable', 'skipped', { node: 'stem' })) }),
      'errored',
      /^Title of trainable: message/,
    ],
    ['cancelled in the panel', outcome({ report: report('cancelled') }), 'skipped', undefined],
    [
      'of another version',
      async view => ({ ...(await outcome({ report: report('pass') })(view)), version: -1 }),
      'errored',
      /shown something else meanwhile/,
    ],
    ['without an outcome', async () => undefined, 'errored', /shown something else meanwhile/],
    [
      'broken off',
      async () => {
        throw new Error('out of order');
      },
      'errored',
      /out of order/,
    ],
  ])('is %s', async (_, smokeTest, state, message) => {
    write('a.resnet.yaml', clean);
    const { network } = await expanded('a.resnet.yaml');
    const { ended, run } = startRun(network);
    await pageOf(0, smokeTest);
    await ended;
    expect(run().states.at(-1)).toEqual([state, 'small']);
    if (message) expect(run().messages.at(-1)!.message).toMatch(message);
    else expect(run().messages).toEqual([]);
    expect(run().isEnded).toBe(true);
  });

  test.each([true, false])('lost its panel (page up: %s)', async isUp => {
    write('a.resnet.yaml', clean);
    const { network } = await expanded('a.resnet.yaml');
    const { ended, run } = startRun(network);
    if (isUp) {
      const page = await pageOf(0, () => new Promise(() => {}));
      await vi.waitUntil(() => page.smokeTests === 1, { interval: 5 });
    } else await vi.waitUntil(() => registered.panels.length > 0, { interval: 5 });
    registered.panels[0]!.dispose();
    await ended;
    expect(run().states.at(-1)).toEqual(['errored', 'small']);
    expect(run().messages[0]!.message).toBe('The diagram was closed or hidden meanwhile.');
  });

  test('is cancelled with the run, and so are those that follow', async () => {
    write('a.resnet.yaml', clean);
    write('b.resnet.yaml', clean.replace('name: small', 'name: second'));
    await controller().resolveHandler!(undefined);
    const { ended, token, run } = startRun(...[...controller().items].map(([, item]) => item));
    const page = await pageOf(0, () => new Promise(() => {}));
    await vi.waitUntil(() => page.smokeTests === 1, { interval: 5 });
    token.cancel();
    await ended;
    await pause();
    expect(page.cancelled).toBe(1);
    expect(run().states.slice(-2)).toEqual([
      ['skipped', 'small'],
      ['skipped', 'second'],
    ]);
    expect(registered.panels).toHaveLength(1);
    expect(registered.logged).toEqual([]);
  });
});

test('runs follow one another', async () => {
  write('a.resnet.yaml', clean);
  const { network } = await expanded('a.resnet.yaml');
  const [first, second] = [startRun(network), startRun(network)];
  let finish = (): void => {};
  const page = await pageOf(0, async view => {
    await new Promise<void>(resolve => (finish = resolve));
    return outcome({ report: report('pass') })(view);
  });
  await vi.waitUntil(() => page.smokeTests === 1, { interval: 5 });
  await pause();
  expect(controller().runs).toHaveLength(1);
  finish();
  await first.ended;
  await vi.waitUntil(() => page.smokeTests === 2, { interval: 5 });
  finish();
  await second.ended;
  expect(controller().runs.map(({ isEnded }) => isEnded)).toEqual([true, true]);
});

test('the status bar tells how far a test is, and leads to its diagram', async () => {
  const document = await openText('a.resnet.yaml', clean);
  const uri = document.uri as unknown as vscode.Uri;
  await vscode.commands.executeCommand('resnetDesigner.openDiagram', uri);
  const page = new PageEnd(registered.panels[0]!);
  await page.host.ready();
  const shown = (): string[] => [...registered.statusItems].map(({ text }) => text);
  await page.host.smokeTestProgress({ phase: 'training', step: 3, steps: 60 });
  expect(shown()).toEqual(['$(beaker) Smoke test of small: training, step 3 of 60']);
  expect([...registered.statusItems][0]!.command).toMatchObject({
    command: 'resnetDesigner.openDiagram',
    arguments: [uri],
  });
  await page.host.smokeTestProgress(undefined);
  expect(shown()).toEqual([]);
  await page.host.smokeTestProgress({ phase: 'training', step: 4, steps: 60 });
  registered.panels[0]!.dispose();
  expect(shown()).toEqual([]);
});

test('nothing is left behind', async () => {
  stop();
  const before = liveThings();
  start();
  await pause(50);
  write('a.resnet.yaml', clean);
  const { network } = await expanded('a.resnet.yaml');
  const { ended } = startRun(network);
  await pageOf(0, outcome({ report: report('pass') }));
  await ended;
  stop();
  expect(liveThings()).toEqual(before);
});

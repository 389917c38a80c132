import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { nativeFormats } from '../../../src/host/formats.js';
import { close, disk, edit, type TextDocument } from './fake/documents.js';
import { changeSetting, happened, registered } from './fake/vscode.js';
import { WebviewPanel } from './fake/webview.js';
import {
  asDocument,
  codesOf,
  diagnosticsOf,
  openText,
  pause,
  positionOf,
  provider,
  retype,
  start,
  stop,
  token,
} from './harness.js';
import { PageEnd } from './page-end.js';

beforeEach(start);
afterEach(() => {
  stop();
  (vscode.workspace as { workspaceFolders: unknown }).workspaceFolders = undefined;
});

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
const keras = example('source_resnet.py');
const torch = example('resnet_cifar.py');

/** All networks of a file have been read. */
const read = (): Promise<void> => pause(600);

async function open(text: string, name = 'net.py'): Promise<TextDocument> {
  const document = await openText(name, text);
  await read();
  return document;
}

async function hintsOf(document: TextDocument): Promise<Map<number, unknown>> {
  const all = new vscode.Range(0, 0, 9999, 0);
  const hints = await provider<vscode.InlayHintsProvider>('hints').provideInlayHints(
    asDocument(document),
    all,
    token,
  );
  return new Map(hints!.map(({ position, label }) => [position.line, label]));
}

async function lensesOf(document: TextDocument): Promise<[number, string][]> {
  const lenses = await provider<vscode.CodeLensProvider>('lenses').provideCodeLenses(
    asDocument(document),
    token,
  );
  return lenses!.map(({ range, command }) => [
    range.start.line,
    command!.title.replace(/^\$\([\w-]+\)\s/, ''),
  ]);
}

const lineOf = (text: string, piece: string): number => text.split('\n').findIndex(l => l.includes(piece));

describe('hints', () => {
  test('join the shapes of all networks that run a line', async () => {
    const hints = await hintsOf(await open(keras));
    const at = (piece: string): unknown => hints.get(lineOf(keras, piece));
    expect(at('x = keras.layers.add([identity, res_x])')).toBe('→ 32×32×16, 32×32×32');
    expect(at('y = Flatten()(x)')).toBe('→ 32768');
    expect(at('identity = x')).toBeUndefined();
    expect(at('inputs = Input')).toBeUndefined();
  });

  test('are channels first in PyTorch, and a call of a block shows what comes out of it', async () => {
    const hints = await hintsOf(await open(torch));
    const at = (piece: string): unknown => hints.get(lineOf(torch, piece));
    expect(at('x = self.stage2(x)')).toBe('→ 32×16×16');
    expect(at('out = out + self.shortcut(x)')).toBe('→ 16×32×32, 32×16×16, 64×8×8');
  });

  test('of a Sequential are its output’s alone at its call, and its layers’ where they are made', async () => {
    const text = [
      'from torch import nn',
      'class Net(nn.Module):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.net = nn.Sequential(',
      '            nn.Conv2d(3, 8, 3, stride=2),',
      '            nn.ReLU(),',
      '            nn.Conv2d(8, 4, 3),',
      '        )',
      '    def forward(self, x):',
      '        return self.net(',
      '            x,',
      '        )',
      '# resnet: entry=Net() input=(1, 3, 33, 33)',
    ].join('\n');
    const hints = await hintsOf(await open(text));
    expect([...hints]).toEqual([
      [5, '→ 8×16×16'],
      [6, '→ 8×16×16'],
      [7, '→ 4×14×14'],
      [12, '→ 4×14×14'],
    ]);
  });

  test.each([
    [
      'keras.applications',
      `from keras import layers, Model
from keras.applications import ResNet50

base = ResNet50(include_top=False, input_shape=(224, 224, 3))
x = layers.GlobalAveragePooling2D()(base.output)
model = Model(base.input, layers.Dense(10)(x))
`,
      [
        [3, '→ 7×7×2048'],
        [4, '→ 2048'],
        [5, '→ 10'],
      ],
    ],
    [
      'torchvision.models',
      `import torchvision
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = torchvision.models.resnet18(weights=None)
        self.backbone.fc = nn.Identity()
    def forward(self, x):
        return self.backbone(x)
model = torchvision.models.resnet34()
`,
      [
        [5, '→ 512×1×1'],
        [6, '→ 512'],
        [8, '→ 512'],
        [9, '→ 1000'],
      ],
    ],
  ])('of a network of %s are what comes out of it, at the line that makes it', async (_, text, hints) => {
    expect([...(await hintsOf(await open(text)))]).toEqual(hints);
  });
});

describe('lenses', () => {
  test('stand above every network of a file that takes long to read', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `net${i}`);
    const text = `import torch.nn as nn\n${names.map((name, i) => `${name} = nn.Sequential(nn.Conv2d(3, ${i + 1}, 3))\n`).join('')}`;
    // After the first look at the clock it is far too late.
    let looks = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (looks++ === 0 ? 0 : 10_000 + looks));
    try {
      const lenses = await lensesOf(await open(text));
      const lines = lenses.filter(([, title]) => title.includes('Diagram')).map(([line]) => line);
      expect(lines.sort((a, b) => a - b)).toEqual(names.map(name => lineOf(text, `${name} =`)));
    } finally {
      clock.mockRestore();
    }
  });

  test('stand above every network', async () => {
    const lenses = await lensesOf(await open(keras));
    for (const name of ['model_v1 =', 'model_v2 =']) {
      const here = lenses.filter(([line]) => line === lineOf(keras, name)).map(([, title]) => title);
      expect(here).toEqual(['Diagram', 'Smoke test', '348 k parameters', 'input 32×32×3']);
    }
  });

  test('say which call a comment means, and what is a guess', async () => {
    const lenses = await lensesOf(await open(torch.replace(/ input=.*/, '')));
    const above = (piece: string): string[] =>
      lenses.filter(([line]) => line === lineOf(torch, piece)).map(([, title]) => title);
    expect(above('class ResNet')).toEqual([
      'ResNet(depth=20)',
      'Diagram',
      'Smoke test',
      '272 k parameters',
      'input 3×224×224 (guess)',
      'Set input…',
    ]);
    expect(above('def resnet56')).toEqual([
      'Diagram',
      'Smoke test',
      '856 k parameters',
      'input 3×224×224 (guess)',
      'Set input…',
    ]);
  });
});

describe('the comment', () => {
  test('is written above what makes the network, with a shape that is picked', async () => {
    const text = torch.replace(/^# .*\n/gm, '');
    const document = await open(text);
    registered.picks.push('(1, 3, 64, 64)');
    await vscode.commands.executeCommand('resnetDesigner.setInput', document.uri, 'resnet56()');
    const comment = '# resnet: entry=resnet56() input=(1, 3, 64, 64)\n';
    expect(document.getText()).toBe(text.replace('def resnet56', `${comment}def resnet56`));
    await read();
    expect((await lensesOf(document)).map(([, title]) => title)).toContain('input 3×64×64');
  });

  test('is changed where it is there', async () => {
    const document = await open(torch);
    registered.picks.push('(1, 3, 64, 64)');
    await vscode.commands.executeCommand('resnetDesigner.setInput', document.uri, 'ResNet(depth=20)');
    expect(document.getText()).toBe(torch.replace('(1, 3, 32, 32)', '(1, 3, 64, 64)'));
  });
});

describe('diagnostics', () => {
  const broken = keras.replace('res_block_v1(x, 16, 32)', 'res_block_v1(x, 32, 32)');

  test('stand at the addition, with the calls that led there', async () => {
    const document = await open(broken);
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
    const [found] = diagnosticsOf(document);
    expect(found!.range.start.line).toBe(lineOf(broken, 'x = keras.layers.add'));
    const related = found!.relatedInformation!.map(({ message, location }) => [
      message,
      location.range.start.line,
    ]);
    expect(related).toContainEqual([
      'called here: `res_block_v1(x, 32, 32)`',
      lineOf(broken, 'x = res_block_v1(x, 32, 32)'),
    ]);
    expect(related).toContainEqual(['called here: `resnet_v1(inputs)`', lineOf(broken, 'model_v1 =')]);
  });

  test('are said once, however many networks share the line', async () => {
    const text = `${broken}model_v3 = keras.Model(inputs, resnet_v1(inputs))\n`;
    expect(codesOf(await open(text))).toEqual(['shortcut-mismatch']);
  });

  test('and everything else wait while a call is half written, and come back', async () => {
    const document = await open(keras);
    await retype(document, keras.replace('res_block_v1(x, 16, 32)', 'res_block_v1(x, '));
    await read();
    expect(codesOf(document)).toEqual([]);
    await retype(document, keras);
    await read();
    expect((await hintsOf(document)).get(lineOf(keras, 'x = res_block_v1(x, 16, 32)'))).toBe('→ 32×32×32');
  });

  test('can be switched off, and are back at once', async () => {
    const document = await open(broken);
    changeSetting('resnetDesigner.diagnostics.enabled', false);
    expect(codesOf(document)).toEqual([]);
    changeSetting('resnetDesigner.diagnostics.enabled', true);
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });
});

describe('imports', () => {
  const block = (out: number): string =>
    [
      'from torch import nn',
      'class Block(nn.Module):',
      '    def __init__(self, channels):',
      '        super().__init__()',
      `        self.conv = nn.Conv2d(channels, ${out}, 3, padding=1)`,
      '    def forward(self, x):',
      '        return x + self.conv(x)',
    ].join('\n');
  const net = (line: string): string =>
    [
      '# resnet: entry=Net() input=(1, 8, 16, 16)',
      'from torch import nn',
      line,
      'class Net(nn.Module):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.block = Block(8)',
      '    def forward(self, x):',
      '        return self.block(x)',
    ].join('\n');
  const workspace = (folder: string): void => {
    (vscode.workspace as { workspaceFolders: unknown }).workspaceFolders = [
      { uri: vscode.Uri.parse(folder) },
    ];
  };

  test.each([
    ['beside it', 'from blocks import Block', 'models/blocks.py'],
    ['relative', 'from .parts.blocks import Block', 'models/parts/blocks.py'],
    ['from the workspace’s folder', 'from lib.blocks import Block', 'lib/blocks.py'],
    ['of a package', 'from lib import Block', 'lib/__init__.py'],
  ])('%s', async (_, line, file) => {
    workspace('file:///work');
    disk.set(`file:///work/${file}`, block(16));
    const uri = vscode.Uri.parse('file:///work/models/net.py');
    disk.set(uri.toString(), net(line));
    const document = (await vscode.workspace.openTextDocument(uri)) as unknown as TextDocument;
    await read();
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
    const [found] = diagnosticsOf(document);
    expect(found!.range.start.line).toBe(8);
    const files = found!.relatedInformation!.map(({ location }) => location.uri.toString());
    expect(files).toContain(`file:///work/${file}`);
  });

  test('are followed while the other file is edited, saved or not', async () => {
    disk.set('file:///models/blocks.py', block(8));
    const document = await open(net('from blocks import Block'));
    expect(codesOf(document)).toEqual([]);
    const other = await openText('blocks.py', block(8));
    await read();
    expect(codesOf(document)).toEqual([]);
    edit(other, block(16));
    await read();
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
    close(other);
    await read();
    expect(codesOf(document)).toEqual([]);
  });

  test('are followed on the disk', async () => {
    workspace('file:///models');
    const document = await open(net('from blocks import Block'));
    expect(codesOf(document)).toEqual(['unknown-layer']);
    disk.set('file:///models/blocks.py', block(16));
    registered.watchers.get('**/*.py')!.fire(vscode.Uri.parse('file:///models/blocks.py') as never);
    await read();
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });

  test('outside the workspace are not read, unless the setting says so', async () => {
    workspace('file:///models');
    disk.set('file:///site/lib/blocks.py', block(16));
    disk.set('file:///blocks.py', block(16));
    const document = await open(net('from blocks import Block'));
    expect(diagnosticsOf(document).map(({ message }) => message)).toEqual([
      'shape unknown from here: `blocks.Block()` is not modelled',
    ]);
    edit(document, net('from lib.blocks import Block'));
    await read();
    expect(codesOf(document)).toEqual(['unknown-layer']);
    changeSetting('resnetDesigner.python.sitePackages', '/site');
    await read();
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });
});

describe('other Python files', () => {
  test.each([
    ['without a framework', 'print(1)\n', 'net.py'],
    ['without a network', 'import torch\nprint(torch.__version__)\n', 'net.py'],
    [
      'with an activation of their own',
      'import torch\nclass Swish(torch.nn.Module):\n    def forward(self, x):\n        return x * torch.sigmoid(x)\n',
      'net.py',
    ],
    ['that train one', 'import torch\nfrom torch import nn, optim\nloss = nn.CrossEntropyLoss()\n', 'net.py'],
  ])('%s show nothing', async (_, text, name) => {
    const document = await open(text, name);
    expect(await hintsOf(document)).toEqual(new Map());
    expect(await lensesOf(document)).toEqual([]);
    expect(diagnosticsOf(document)).toEqual([]);
    const answer = await vscode.commands.executeCommand('resnetDesigner.openDiagram', document.uri);
    expect([answer, registered.panels]).toEqual([undefined, []]);
  });

  test('in a comparison with the past are left alone', async () => {
    const uri = vscode.Uri.parse('git:/models/net.py');
    disk.set(uri.toString(), keras);
    const document = (await vscode.workspace.openTextDocument(uri)) as unknown as TextDocument;
    await read();
    expect(await lensesOf(document)).toEqual([]);
  });

  test('and all of them once Python is switched off', async () => {
    const document = await open(keras);
    expect(await lensesOf(document)).not.toEqual([]);
    changeSetting('resnetDesigner.python.enabled', false);
    await read();
    expect([await lensesOf(document), await hintsOf(document)]).toEqual([[], new Map()]);
    changeSetting('resnetDesigner.python.enabled', true);
    await read();
    expect(await lensesOf(document)).not.toEqual([]);
  });
});

test('names are left to Python’s own extension', () => {
  expect(JSON.stringify(nativeFormats)).not.toContain('.py');
});

test('a hover can be switched off', async () => {
  const document = await open(torch);
  const hover = (): unknown =>
    provider<vscode.HoverProvider>('hover').provideHover(
      asDocument(document),
      positionOf(document, 'self.stage2(x)', 1),
      token,
    );
  expect(JSON.stringify(await hover())).toContain('stage2');
  const made = provider<vscode.HoverProvider>('hover').provideHover(
    asDocument(document),
    positionOf(document, 'nn.Linear(64', 4),
    token,
  );
  expect(JSON.stringify(await made)).toContain('64&nbsp;→&nbsp;10');
  changeSetting('resnetDesigner.hover.enabled', false);
  expect(await hover()).toBeUndefined();
});

describe('the panel', () => {
  test('shows the network that is picked from the list', async () => {
    const document = await open(keras);
    (vscode.window as { activeTextEditor: unknown }).activeTextEditor = { document };
    registered.picks.push('model_v1');
    await vscode.commands.executeCommand('resnetDesigner.openDiagram');
    expect(registered.panels.map(({ title }) => title)).toEqual(['Diagram: net.py']);
    (vscode.window as { activeTextEditor: unknown }).activeTextEditor = undefined;
    const shown = await new PageEnd(registered.panels[0]!).host.ready();
    expect([shown!.model.graph.name, shown!.networks.map(({ name }) => name)]).toEqual([
      'model_v1',
      ['model_v1', 'model_v2'],
    ]);
  });

  test('shows the network whose lens was clicked, and another one when it is asked to', async () => {
    const document = await open(keras);
    await vscode.commands.executeCommand('resnetDesigner.openDiagram', document.uri, 'model_v1');
    const page = new PageEnd(registered.panels[0]!);
    expect((await page.host.ready())?.model.graph.name).toBe('model_v1');
    await pause();
    await page.host.choose('model_v2');
    await pause();
    expect(page.views.at(-1)?.model.graph.name).toBe('model_v2');
    // It stays when the text changes.
    edit(document, keras.replaceAll('Dense(10', 'Dense(5'));
    await read();
    const { graph } = page.views.at(-1)!.model;
    expect([graph.name, graph.nodes.at(-1)!.output]).toEqual(['model_v2', [5]]);
  });

  test('shows the likeliest network again when the chosen one is gone', async () => {
    const document = await open(keras);
    await vscode.commands.executeCommand('resnetDesigner.openDiagram', document.uri, 'model_v1');
    const page = new PageEnd(registered.panels[0]!);
    await page.host.ready();
    await pause();
    edit(document, keras.replace('model_v1 =', 'model_v3 ='));
    await read();
    expect(page.views.at(-1)?.networks.map(({ name }) => name)).toEqual(['model_v3', 'model_v2']);
    expect(['model_v2', 'model_v3']).toContain(page.views.at(-1)?.model.graph.name);
  });

  test('comes back with its network after a restart', async () => {
    const document = await open(keras);
    const panel = new WebviewPanel('resnetDesigner.diagram');
    const state = { document: document.uri.toString(), entry: 'model_v1' };
    await registered.serializers.get('resnetDesigner.diagram')!.deserializeWebviewPanel(panel, state);
    expect((await new PageEnd(panel).host.ready())?.model.graph.name).toBe('model_v1');
    panel.dispose();
  });

  test('marks the layers of the network that it shows at the cursor', async () => {
    const document = await open(keras);
    await vscode.commands.executeCommand('resnetDesigner.openDiagram', document.uri, 'model_v1');
    const page = new PageEnd(registered.panels[0]!);
    await page.host.ready();
    await pause();
    const at = positionOf(document, 'identity, res_x');
    happened.selection.fire({
      textEditor: { document },
      selections: [new vscode.Selection(at, at) as never],
    });
    await pause(100);
    expect(page.highlights.at(-1)).toEqual(['res_block_v1.add', 'res_block_v1_2.add']);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { close, disk, type TextDocument } from './fake/documents.js';
import { changeSetting, registered } from './fake/vscode.js';
import {
  asDocument,
  codesOf,
  openText,
  pause,
  positionOf,
  provider,
  retype,
  start,
  stop,
  token,
} from './harness.js';
import { broken, clean, unfinished } from './samples.js';

beforeEach(start);
afterEach(stop);

const everywhere = new vscode.Range(0, 0, 10_000, 0);

/** Hints by the number of their line, counted from 1. */
async function hintsOf(document: TextDocument): Promise<Record<string, string>> {
  const hints = await provider<vscode.InlayHintsProvider>('hints').provideInlayHints(
    asDocument(document),
    everywhere,
    token,
  );
  return Object.fromEntries(
    (hints ?? []).map(({ position, label }) => [lineText(document, position.line), String(label)]),
  );
}

const lineText = (document: TextDocument, line: number): string => document.lineAt(line).text.trim();

async function hoverAt(document: TextDocument, piece: string, shift = 0): Promise<string> {
  const at = positionOf(document, piece, shift);
  const hover = await provider<vscode.HoverProvider>('hover').provideHover(asDocument(document), at, token);
  return (hover?.contents as unknown as vscode.MarkdownString | undefined)?.value ?? '';
}

describe('hints', () => {
  test('tell the shape after each line, and what a shortcut has become', async () => {
    expect(await hintsOf(await openText('a.resnet.yaml', clean))).toEqual({
      '- conv: {filters: $filters, kernel: 3, stride: $stride}': '→ 32×32×16, 16×16×32',
      '- batchNorm': '→ 32×32×16, 16×16×32',
      'shortcut: projection': 'identity ×3, projection ×1',
      'after: [relu]': '→ 32×32×16, 16×16×32',
      '- conv: {filters: 16, kernel: 3, id: stem}': '→ 32×32×16',
      '- stage: {block: basic, repeat: 2, filters: 16}': '→ 32×32×16',
      '- stage: {block: basic, repeat: 2, filters: 32, stride: 2}': '→ 16×16×32',
      '- globalAveragePool': '→ 32',
      '- dense: {units: 10, activation: softmax}': '→ 10',
    });
  });

  test('show four shapes at most', async () => {
    const stages = [8, 12, 20, 24, 28].map(f => `  - stage: {block: basic, filters: ${f}}\n`).join('');
    const document = await openText('a.resnet.yaml', clean.replace('  - global', `${stages}  - global`));
    expect((await hintsOf(document))['after: [relu]']).toBe('→ 32×32×16, 16×16×32, 16×16×8, 16×16×12, …');
  });

  test('say what is not known, and stand at the end of the line, behind a comment', async () => {
    const text = 'input: [null, 8, 3]\nlayers:\n  - conv: {filters: 4, kernel: 3} # first\n';
    const document = await openText('a.resnet.yaml', text);
    const hints = await provider<vscode.InlayHintsProvider>('hints').provideInlayHints(
      asDocument(document),
      everywhere,
      token,
    );
    expect(hints).toMatchObject([{ label: '→ ?×8×4', position: { line: 2, character: 41 } }]);
  });

  test('stay on their lines while the text is broken', async () => {
    const document = await openText('a.resnet.yaml', clean);
    await retype(document, unfinished.replace('layers:\n  - conv', 'layers:\n  # new\n  - conv'));
    const hints = await hintsOf(document);
    expect(hints['- dense: {units: 10, activation: softmax}']).toBe('→ 10');
    expect(hints['- batchNorm']).toBe('→ 32×32×16, 16×16×32');
  });

  test('can be switched off', async () => {
    const document = await openText('a.resnet.yaml', clean);
    changeSetting('resnetDesigner.inlayHints.enabled', false);
    expect(await hintsOf(document)).toEqual({});
  });
});

describe('hover', () => {
  test('on a layer', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const text = await hoverAt(document, 'conv: {filters: 16');
    expect(text).toContain('**Convolution**');
    expect(text).toContain('32×32×3 → 32×32×16');
    expect(text).toContain('448');
    expect(text).toContain('3×3');
  });

  test('on a layer that is run many times: one row for each that differs', async () => {
    const text = await hoverAt(await openText('a.resnet.yaml', clean), 'conv: {filters: $filters');
    expect(text).toContain('run 4 times');
    expect(text.split('\n').filter(line => line.includes('stage'))).toHaveLength(4);
  });

  test('on a layer: how far it sees, at most and at least, and how far neighbours lie apart', async () => {
    const text = await hoverAt(await openText('a.resnet.yaml', clean), 'relu]');
    const rows = text
      .replaceAll('&nbsp;', ' ')
      .split('\n')
      .filter(line => line.includes('stage2.'));
    expect(rows.map(row => /\d+×\d+, at least .*, jump \d+/.exec(row)?.[0])).toEqual([
      '9×9, at least 3×3, jump 2',
      '13×13, at least 3×3, jump 2',
    ]);
  });

  test('on a parameter and its value', async () => {
    const document = await openText('a.resnet.yaml', clean);
    expect(await hoverAt(document, 'kernel: 3, id')).toContain('`kernel` (whole number or [height, width]');
    expect(await hoverAt(document, 'softmax')).toContain('`activation`');
  });

  test('on a name: its values and where it has which', async () => {
    const text = await hoverAt(await openText('a.resnet.yaml', clean), '$filters', 3);
    expect(text).toContain('parameter of `basic`');
    expect(text).toContain('`32` in stage2.0, stage2.1');
  });

  test('on a stage: totals and shortcuts', async () => {
    const text = await hoverAt(
      await openText('a.resnet.yaml', clean),
      'stage: {block: basic, repeat: 2, filters: 32',
    );
    expect(text).toContain('**stage2** — 2 × basic');
    expect(text).toContain('- projection ×1: stage2.0 (32×32×16 → 16×16×32)');
  });

  test('on a block: its uses', async () => {
    const text = await hoverAt(await openText('a.resnet.yaml', clean), 'basic:');
    expect(text).toContain('used 4 times in 2 places');
  });

  test('on a shortcut: what it means and what it has become', async () => {
    const text = await hoverAt(await openText('a.resnet.yaml', clean), 'shortcut:');
    expect(text).toContain('**shortcut: projection** — identity where the shapes agree');
    expect(text).toContain('- identity ×3');
  });

  test('on a word of the format', async () => {
    expect(await hoverAt(await openText('a.resnet.yaml', clean), 'residual:')).toContain('F(x)');
  });
});

describe('lenses', () => {
  const titles = async (document: TextDocument): Promise<string[]> => {
    const lenses = await provider<vscode.CodeLensProvider>('lenses').provideCodeLenses(
      asDocument(document),
      token,
    );
    return (lenses ?? []).map(
      ({ range, command }) => `${range.start.line} ${command!.title.replace(/^\S*\u00a0/, '')}`,
    );
  };

  test('stand above the network and each block', async () => {
    expect(await titles(await openText('a.resnet.yaml', clean))).toEqual([
      '0 Open Diagram',
      '0 Run Smoke Test',
      '0 20.3 k parameters',
      '0 8.8 M MACs',
      '4 used 4 times',
      '4 19.6 k parameters',
      '4 32×32×16 → 32×32×16, 32×32×16 → 16×16×32, 16×16×32 → 16×16×32',
    ]);
  });

  test('can be switched off', async () => {
    const document = await openText('a.resnet.yaml', clean);
    changeSetting('resnetDesigner.codeLens.enabled', false);
    expect(await titles(document)).toEqual([]);
  });
});

describe('quick fixes', () => {
  const actionsAt = async (document: TextDocument, piece: string): Promise<vscode.CodeAction[]> => {
    const at = positionOf(document, piece);
    const context = {
      diagnostics: [],
      only: undefined,
      triggerKind: 1,
    } as unknown as vscode.CodeActionContext;
    const range = new vscode.Range(at, at);
    const actions = await provider<vscode.CodeActionProvider>('actions').provideCodeActions(
      asDocument(document),
      range,
      context,
      token,
    );
    return actions as vscode.CodeAction[];
  };

  test('each leaves a clean file', async () => {
    const count = (await actionsAt(await openText('a.resnet.yaml', broken), 'identity')).length;
    expect(count).toBeGreaterThan(2);
    for (let i = 0; i < count; i++) {
      const document = await openText(`${i}.resnet.yaml`, broken);
      const action = (await actionsAt(document, 'identity'))[i]!;
      expect(action.isPreferred).toBe(i === 0);
      await vscode.workspace.applyEdit(action.edit!);
      await pause(100);
      expect(codesOf(document)).toEqual([]);
    }
  });

  test('are offered only at the place', async () => {
    expect(await actionsAt(await openText('a.resnet.yaml', broken), 'globalAveragePool')).toEqual([]);
  });
});

describe('outline', () => {
  test('has blocks with their parameters, and layers', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const symbols = await provider<vscode.DocumentSymbolProvider>('symbols').provideDocumentSymbols(
      asDocument(document),
      token,
    );
    const [network] = symbols as vscode.DocumentSymbol[];
    expect(network!.name).toBe('small');
    expect(network!.children.map(({ name, detail }) => `${name} ${detail}`.trim())).toEqual([
      'basic',
      'input',
      'stem conv 16',
      'stage 2 × basic',
      'stage 2 × basic',
      'globalAveragePool',
      'dense 10',
    ]);
    expect(network!.children[0]!.children.map(({ name }) => name)).toEqual(['filters', 'stride']);
  });
});

describe('names', () => {
  const renamed = async (document: TextDocument, piece: string, name: string): Promise<string> => {
    const edit = await provider<vscode.RenameProvider>('rename').provideRenameEdits(
      asDocument(document),
      positionOf(document, piece),
      name,
      token,
    );
    await vscode.workspace.applyEdit(edit!);
    await pause(100);
    return document.getText();
  };

  test('a block is renamed with its uses', async () => {
    const document = await openText('a.resnet.yaml', clean);
    expect(await renamed(document, 'basic, repeat', 'unit')).toBe(clean.replaceAll('basic', 'unit'));
  });

  test('an id is renamed with its uses', async () => {
    const text = clean.replace('  - global', '  - relu: {from: stem}\n  - global');
    const document = await openText('a.resnet.yaml', text);
    expect(await renamed(document, 'stem', 'start')).toBe(text.replaceAll('stem', 'start'));
  });

  test('a parameter is renamed where uses of its block set it', async () => {
    const text = clean.replace('  - global', '  - basic: {filters: 32}\n  - global');
    const document = await openText('a.resnet.yaml', text);
    const expected = text
      .replace('{filters: 16, stride: 1}', '{width: 16, stride: 1}')
      .replace('$filters', '$width')
      .replaceAll('repeat: 2, filters', 'repeat: 2, width')
      .replace('basic: {filters', 'basic: {width');
    expect(await renamed(document, '$filters', '$width')).toBe(expected);
  });

  test('a parameter of an included block is renamed in every open file', async () => {
    const library = await openText(
      'blocks.resnet.yaml',
      'blocks:\n  unit:\n    parameters: {filters: 8}\n    layers: [{conv: {filters: $filters, kernel: 3}}]\n',
    );
    const document = await openText(
      'a.resnet.yaml',
      'include: blocks.resnet.yaml\ninput: [8, 8, 3]\nlayers:\n  - unit: {filters: 4}\n',
    );
    await renamed(document, 'filters', 'width');
    expect(document.getText()).toContain('unit: {width: 4}');
    expect(library.getText()).toContain('parameters: {width: 8}');
    expect(library.getText()).toContain('filters: $width');
    expect(codesOf(document)).toEqual([]);
    close(library);
  });

  test('names keep their quotes', async () => {
    const text =
      '{"input": [8, 8, 3], "blocks": {"unit": {"parameters": {"n": 8}, "layers": [{"conv": {"filters": "$n", "kernel": 3}}]}},' +
      ' "layers": [{"unit": {"n": 4}}, {"stage": {"block": "unit", "n": 2}}, "unit"]}';
    const document = await openText('a.resnet.json', text);
    expect(await renamed(document, 'n": 8', 'width')).toBe(
      text.replaceAll('"n"', '"width"').replace('$n', '$width'),
    );
    expect(await renamed(document, 'unit": {"p', 'block')).toBe(
      text.replaceAll('"n"', '"width"').replace('$n', '$width').replaceAll('"unit"', '"block"'),
    );
  });

  test('a stride that a stage gives to its first block keeps its name', async () => {
    const document = await openText('a.resnet.yaml', clean);
    await expect(renamed(document, '$stride', '$step')).rejects.toThrow('first block only');
    expect(document.getText()).toBe(clean);
  });

  test('a parameter that is nowhere set is renamed with its uses', async () => {
    const text = clean.replace('filters: 32, stride: 2', 'filters: 32');
    const document = await openText('a.resnet.yaml', text);
    expect(await renamed(document, '$stride', '$step')).toBe(
      text.replace('stride: 1', 'step: 1').replace('$stride', '$step'),
    );
  });

  test.each([
    ['conv', 'a word of the format'],
    ['two words', 'is no name'],
    ['9', 'is no name'],
  ])('a block cannot be called %s', async (name, reason) => {
    const document = await openText('a.resnet.yaml', clean);
    await expect(renamed(document, 'basic', name)).rejects.toThrow(reason);
  });

  test('a name that is taken is refused', async () => {
    const document = await openText('a.resnet.yaml', clean);
    await expect(renamed(document, '$stride', 'filters')).rejects.toThrow('another parameter');
  });

  test('an included block is renamed in every open file', async () => {
    const blocks = clean.slice(clean.indexOf('blocks:'), clean.indexOf('\nlayers:'));
    const library = await openText('blocks.resnet.yaml', blocks);
    const document = await openText(
      'a.resnet.yaml',
      `include: blocks.resnet.yaml\n${clean.replace(blocks, '')}`,
    );
    await renamed(document, 'basic', 'unit');
    expect(library.getText()).toContain('  unit:');
    expect(codesOf(document)).toEqual([]);
    close(library);
  });

  test('definitions are found in an included file', async () => {
    disk.set('file:///models/blocks.yaml', 'blocks:\n  unit: {layers: [relu]}\n');
    const document = await openText(
      'a.resnet.yaml',
      'input: [8, 8, 3]\ninclude: blocks.yaml\nlayers:\n  - unit\n',
    );
    const place = await provider<vscode.DefinitionProvider>('definition').provideDefinition(
      asDocument(document),
      positionOf(document, 'unit'),
      token,
    );
    expect(place).toMatchObject({ range: { start: { line: 1, character: 2 } } });
    expect((place as vscode.Location).uri.toString()).toBe('file:///models/blocks.yaml');
  });
});

describe('completion', () => {
  const offered = async (marked: string, triggerCharacter?: string): Promise<string[]> => {
    const offset = marked.indexOf('|');
    const document = await openText('a.resnet.yaml', marked.replace('|', ''));
    const items = await provider<vscode.CompletionItemProvider>('completion').provideCompletionItems(
      asDocument(document),
      document.positionAt(offset) as never,
      token,
      { triggerKind: 1, triggerCharacter },
    );
    close(document);
    return (items as vscode.CompletionItem[]).map(({ label }) => String(label));
  };

  test('offers blocks and layers for an item', async () => {
    const labels = await offered(clean.replace('  - global', '  - |\n  - global'), ' ');
    expect(labels).toEqual(expect.arrayContaining(['basic', 'stage', 'conv']));
  });

  test('offers the words of a choice', async () => {
    expect(await offered(clean.replace('shortcut: projection', 'shortcut: |'), ' ')).toContain('pad');
  });

  test('offers the parameters of the block', async () => {
    expect(await offered(clean.replace('kernel: 3, stride: $stride', 'kernel: $|'), '$')).toEqual([
      '$filters',
      '$stride',
    ]);
  });

  test('is silent in comments and behind a space that begins nothing', async () => {
    expect(await offered(clean.replace('blocks:', '# a |\nblocks:'), ' ')).toEqual([]);
    expect(await offered(clean.replace('name: small', 'name: small |'), ' ')).toEqual([]);
  });
});

test('every command that a lens or link names is registered', () => {
  expect([...registered.commands.keys()]).toEqual(
    expect.arrayContaining([
      'resnetDesigner.openDiagram',
      'resnetDesigner.runSmokeTest',
      'resnetDesigner.openManual',
    ]),
  );
});

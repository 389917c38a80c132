import * as vscode from 'vscode';
import type { Definition } from '../core/frontends/frontend.js';
import { formatShape, nodeName } from '../core/graph.js';
import type { Place } from '../core/source.js';
import { modelFormats, pythonFormat } from './formats.js';
import type { Models } from './models.js';
import type { Locator } from './positions.js';
import { onDidChangeSetting, setting } from './settings.js';
import type { Analysis } from './tracked.js';

const kinds: Readonly<Record<Definition['kind'], vscode.SymbolKind>> = {
  network: vscode.SymbolKind.Module,
  input: vscode.SymbolKind.Interface,
  block: vscode.SymbolKind.Class,
  parameter: vscode.SymbolKind.Variable,
  layer: vscode.SymbolKind.Function,
  stage: vscode.SymbolKind.Array,
};

/** The outline; while the text is broken, that of the last good one. */
export function registerSymbols(models: Models): vscode.Disposable {
  let python: vscode.Disposable | undefined;
  // A Python file has an outline already, and a second one only where it is wanted.
  const update = (): void => {
    python?.dispose();
    python = setting('python.outline') ? registerOutline(pythonFormat, models, networkSymbols) : undefined;
  };
  update();
  return vscode.Disposable.from(
    registerOutline(modelFormats, models, (analysis, locator) =>
      symbolsOf(analysis.model.definitions, locator),
    ),
    onDidChangeSetting('python.outline', update),
    { dispose: () => python?.dispose() },
  );
}

type Outline = (analysis: Analysis, locator: Locator) => vscode.DocumentSymbol[];

const registerOutline = (
  formats: vscode.DocumentSelector,
  models: Models,
  outline: Outline,
): vscode.Disposable =>
  vscode.languages.registerDocumentSymbolProvider(
    formats,
    {
      async provideDocumentSymbols(document) {
        const analysis = (await models.settled(document))?.drawable;
        return analysis ? outline(analysis, models.locator(document.uri, analysis)) : [];
      },
    },
    { label: 'ResNet Designer' },
  );

/** A program's network: its blocks, and the layers in them with their shapes. */
function networkSymbols({ model }: Analysis, locator: Locator): vscode.DocumentSymbol[] {
  const { blocks, nodes } = model.graph;
  const symbol = (
    name: string,
    detail: string,
    kind: vscode.SymbolKind,
    at: Place,
  ): vscode.DocumentSymbol => {
    const range = locator.range(at.file === undefined ? at : { start: 0, end: 0 });
    return new vscode.DocumentSymbol(name || '?', detail, kind, range, range);
  };
  const byId = new Map(
    blocks.map(block => {
      const { id, parent, name, type, at } = block;
      const kind = parent === null ? vscode.SymbolKind.Module : vscode.SymbolKind.Class;
      return [id, symbol(name, type ?? '', kind, at)];
    }),
  );
  for (const { id, parent } of blocks) if (parent !== null) byId.get(parent)?.children.push(byId.get(id)!);
  for (const node of nodes) {
    const layer = symbol(nodeName(node), formatShape(node.output), vscode.SymbolKind.Function, node.at);
    byId.get(node.block)?.children.push(layer);
  }
  return blocks.filter(({ parent }) => parent === null).map(({ id }) => byId.get(id)!);
}

function symbolsOf(definitions: readonly Definition[], locator: Locator): vscode.DocumentSymbol[] {
  const roots: vscode.DocumentSymbol[] = [];
  const symbols = definitions.map(definition => symbolOf(definition, locator));
  definitions.forEach(({ parent, at }, i) => {
    if (at.file !== undefined) return;
    const around = parent === undefined ? undefined : symbols[parent];
    (around?.children ?? roots).push(symbols[i]!);
  });
  return roots;
}

function symbolOf({ kind, name, detail, at, nameAt }: Definition, locator: Locator): vscode.DocumentSymbol {
  const nameRange = locator.range(nameAt);
  // VS Code insists that the name lies within the whole.
  const range = locator.range(at).union(nameRange);
  return new vscode.DocumentSymbol(name || '?', detail ?? '', kinds[kind], range, nameRange);
}

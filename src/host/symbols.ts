import * as vscode from 'vscode';
import type { Definition } from '../core/frontends/frontend.js';
import { allFormats } from './formats.js';
import type { Models } from './models.js';
import type { Locator } from './positions.js';

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
  return vscode.languages.registerDocumentSymbolProvider(
    allFormats,
    {
      async provideDocumentSymbols(document) {
        const analysis = (await models.settled(document))?.drawable;
        return analysis ? symbolsOf(analysis.model.definitions, models.locator(document.uri, analysis)) : [];
      },
    },
    { label: 'ResNet Designer' },
  );
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

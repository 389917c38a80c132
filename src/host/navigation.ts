import * as vscode from 'vscode';
import { nativeFormats } from './formats.js';
import type { Models } from './models.js';
import { type Name, nameAt, placesOf } from './names.js';

/** Go to definition, references and highlights of blocks, ids and `$parameters`. */
export function registerNavigation(models: Models): vscode.Disposable {
  const find = async (
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<Name | undefined> => {
    const newest = (await models.settled(document))?.newest;
    return newest && nameAt(newest, newest.lines.offset(position));
  };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(nativeFormats, {
      async provideDefinition(document, position) {
        const name = await find(document, position);
        const newest = models.get(document.uri)?.newest;
        return name && newest && models.locator(document.uri, newest).location(name.definition.nameAt);
      },
    }),
    vscode.languages.registerReferenceProvider(nativeFormats, {
      async provideReferences(document, position, { includeDeclaration }) {
        const name = await find(document, position);
        if (!name) return [];
        const [definition, ...references] = placesOf(document.uri, name, models);
        return includeDeclaration && definition ? [definition, ...references] : references;
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(nativeFormats, {
      async provideDocumentHighlights(document, position) {
        const name = await find(document, position);
        return (name ? placesOf(document.uri, name, models) : [])
          .filter(({ uri }) => uri.toString() === document.uri.toString())
          .map(({ range }, i) => new vscode.DocumentHighlight(range, highlightKind(i)));
      },
    }),
  );
}

/** The definition comes first. */
const highlightKind = (index: number): vscode.DocumentHighlightKind =>
  index === 0 ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read;

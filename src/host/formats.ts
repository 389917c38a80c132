import * as vscode from 'vscode';
import type { Frontend } from '../core/frontends/frontend.js';
import { globs } from '../core/frontends/globs.js';
import { nameInArchive } from '../core/frontends/keras-json/archive.js';
import { pythonFile } from '../core/frontends/python/claims.js';

/** The language of native YAML files. */
export const language = 'resnet';

/** Texts that stand in archives. */
export const archiveScheme = 'resnet-designer-archive';

const globsOf = (...formats: readonly Frontend['format'][]): { pattern: string }[] =>
  formats.flatMap(format => globs[format].map(pattern => ({ pattern })));

/** Every document that may be one of ours; its front end's `claims` has the last word. */
export const allFormats: vscode.DocumentSelector = [{ language }, ...globsOf('native', 'keras', 'python')];

/** Whether a document is worth loading all of us for: every other Python file is about something else. */
export function concerns(document: vscode.TextDocument): boolean {
  if (vscode.languages.match(allFormats, document) === 0) return false;
  if (vscode.languages.match(pythonFormat, document) === 0) return true;
  return pythonFile.claims({ uri: document.uri.toString(), text: document.getText() });
}

/**
 * Under which name a document is read: one that says it is a native file is one, whatever it is called; what stands in an
 * archive has the archive's name and its own.
 */
export function sourceUri({ uri, languageId }: vscode.TextDocument): string {
  if (uri.scheme === archiveScheme)
    return nameInArchive(uri.with({ path: uri.path.replace(/\.json$/, ''), query: '' }).toString());
  return languageId === language && !/\.resnet\.ya?ml$/i.test(uri.path)
    ? `${uri}.resnet.yaml`
    : uri.toString();
}

/** Every document but Python files, whose outline is another extension's. */
export const modelFormats: vscode.DocumentSelector = [{ language }, ...globsOf('native', 'keras')];

export const pythonFormat: vscode.DocumentSelector = globsOf('python');

/** The documents that are written by hand and are ours alone: with completion and renaming. */
export const nativeFormats: vscode.DocumentSelector = [{ language }, ...globsOf('native')];

/** The documents that are written by hand, with shapes at their lines. */
export const writtenFormats: vscode.DocumentSelector = [{ language }, ...globsOf('native', 'python')];

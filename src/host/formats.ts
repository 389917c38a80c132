import type * as vscode from 'vscode';
import { globs } from '../core/frontends/globs.js';

/** The language of native YAML files. */
export const language = 'resnet';

/** Every document that may be one of ours; its front end's `claims` has the last word. */
export const allFormats: vscode.DocumentSelector = [
  { language },
  ...[...globs.native, ...globs.keras].map(pattern => ({ pattern })),
];

/** Under which name a document is read: one that says it is a native file is one, whatever it is called. */
export const sourceUri = ({ uri, languageId }: vscode.TextDocument): string =>
  languageId === language && !/\.resnet\.ya?ml$/i.test(uri.path) ? `${uri}.resnet.yaml` : uri.toString();

/** The documents that are written by hand: with hints, completion and renaming. */
export const nativeFormats: vscode.DocumentSelector = [
  { language },
  ...globs.native.map(pattern => ({ pattern })),
];

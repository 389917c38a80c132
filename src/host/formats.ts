import type * as vscode from 'vscode';
import { frontends } from '../core/frontends/index.js';

/** The language of native YAML files. */
export const language = 'resnet';

/** Every document that may be one of ours; its front end's `claims` has the last word. */
export const allFormats: vscode.DocumentSelector = [
  { language },
  ...frontends.flatMap(({ globs }) => globs.map(pattern => ({ pattern }))),
];

const native = frontends.filter(({ format }) => format === 'native');

/** The documents that are written by hand: with hints, completion and renaming. */
export const nativeFormats: vscode.DocumentSelector = [
  { language },
  ...native.flatMap(({ globs }) => globs.map(pattern => ({ pattern }))),
];

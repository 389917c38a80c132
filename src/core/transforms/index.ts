import { insertShortcuts } from './insert-shortcuts.js';
import { removeShortcuts } from './remove-shortcuts.js';
import type { Transform } from './transform.js';

export { removeShortcuts };

/** The ways to make a plain network residual. */
export const insertions: readonly Transform[] = [
  insertShortcuts(2, 'v1'),
  insertShortcuts(3, 'v1'),
  insertShortcuts(2, 'v2'),
  insertShortcuts(3, 'v2'),
];

import { concatMismatch } from './concat-mismatch.js';
import { kerasJsonRules } from './keras-json.js';
import { readingRules } from './reading.js';
import type { Rule } from './rule.js';
import { shortcutMismatch } from './shortcut-mismatch.js';
import { unusedLayer } from './unused-layer.js';

/** Every code that a finding can have, with its check where it is one of the graph. */
export const rules: readonly Rule[] = [
  shortcutMismatch,
  concatMismatch,
  unusedLayer,
  ...readingRules,
  ...kerasJsonRules,
];

import { ownBlocks, shortcutEdit, shortcutOf } from './shortcuts-of.js';
import type { Transform } from './transform.js';

/** A residual network becomes its plain twin, which shows what the shortcuts are good for. */
export const removeShortcuts: Transform = {
  title: 'Remove shortcuts',
  detail: 'the plain twin: the same layers, without the additions',
  nothing: 'no block of this file has a shortcut that is added',
  edits: (source, reading) =>
    ownBlocks(reading).flatMap(block => {
      const merge = block.merge?.value;
      // Without its shortcut a concatenation would have other channels.
      const isAdded = merge === undefined || (merge.kind === 'scalar' && merge.value === 'add');
      return isAdded && shortcutOf(block) !== 'none' ? shortcutEdit(source, block, 'none') : [];
    }),
};

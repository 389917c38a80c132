import type { BlockDefinition } from '../frontends/native/definitions.js';
import type { NativeReading } from '../frontends/native/index.js';
import { Writer } from '../frontends/native/writer.js';
import type { Edit, Source } from '../source.js';

/** The blocks of this very file that have a residual branch. */
export const ownBlocks = (reading: NativeReading): BlockDefinition[] =>
  [...reading.blockDefinitions.values()].filter(
    ({ residual, at }) => residual !== undefined && at.file === undefined,
  );

/** The policy of a block's shortcut; `identity` where it is not said, undefined where it is spelled out. */
export function shortcutOf({ shortcut }: BlockDefinition): string | undefined {
  if (!shortcut) return 'identity';
  return shortcut.value.kind === 'scalar' ? String(shortcut.value.value ?? 'identity') : undefined;
}

/** Writes another policy, whatever stands there. */
export function shortcutEdit(
  source: Source,
  { item, nameAt, shortcut }: BlockDefinition,
  policy: string,
): readonly Edit[] {
  const writer = new Writer(source);
  const text = writer.value(policy);
  return shortcut
    ? [writer.replace(shortcut.value, shortcut.keyAt, text)]
    : (writer.addEntry(item, nameAt, 'shortcut', text, 'residual') ?? []);
}

import type { Change } from '../../finding.js';
import type { Edit, Place, Source } from '../../source.js';
import type { NativeReading } from './index.js';
import { insertion } from './inserting.js';
import { extentOf, removal } from './removing.js';
import { entryOf, type Item, parse } from './syntax.js';
import { Writer } from './writer.js';

type Of<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/** Where an item of a list stands: a layer, a stage, a repeat, branches side by side, or a use of a block. */
function itemAt({ nodes, blocks, sources }: NativeReading, id: string): Place | undefined {
  const node = nodes.find(n => n.id === id);
  if (node) {
    const written = sources.get(id);
    // What merges the sides of a block is no item; neither is what a shortcut's word stands for.
    return written && !(written.sides && !written.value) && node.at.file === undefined ? node.at : undefined;
  }
  const block = blocks.find(b => b.id === id);
  const around = blocks.find(b => b.id === block?.parent);
  const isCopy = around?.at.start === block?.at.start;
  const isItem = block && block.parent !== null && block.kind !== 'branch' && !isCopy;
  return isItem && block.at.file === undefined ? block.at : undefined;
}

export function removeItem(
  { text }: Source,
  reading: NativeReading,
  { item }: Of<'remove-item'>,
): Edit[] | undefined {
  const place = itemAt(reading, item);
  return place && [removal(text, place)];
}

export function duplicate(
  { text }: Source,
  reading: NativeReading,
  { item }: Of<'duplicate'>,
): Edit[] | undefined {
  const place = itemAt(reading, item);
  if (!place) return undefined;
  const { start, end } = extentOf(text, place);
  return [insertion(text, place, text.slice(start, end))];
}

export function insertAfter(
  source: Source,
  reading: NativeReading,
  { item, layer, parameters }: Of<'insert-after'>,
): Edit[] | undefined {
  const place = itemAt(reading, item);
  if (!place) return undefined;
  const { text } = source;
  const { start } = extentOf(text, place);
  const isInLine = /^\s*(-\s+)+$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
  return [insertion(text, place, new Writer(source).layer(layer, parameters, !isInLine))];
}

const countWords = { stage: 'repeat', repeat: 'times' } as const;

/** How often a stage or a repeat has its blocks. */
export function setRepeat(
  source: Source,
  { blocks }: NativeReading,
  { block: id, value }: Of<'set-repeat'>,
): readonly Edit[] | undefined {
  const block = blocks.find(b => b.id === id);
  if (!block || (block.kind !== 'stage' && block.kind !== 'repeat') || block.at.file !== undefined)
    return undefined;
  const map = valueAt(parse(source.text).root, block.at);
  if (map?.kind !== 'map') return undefined;
  const writer = new Writer(source);
  const entry = entryOf(map, countWords[block.kind]);
  return entry
    ? [writer.replace(entry.value, entry.keyAt, String(value))]
    : writer.addEntry(map, block.at, countWords[block.kind], String(value));
}

/** The value of the entry that stands at a place. */
function valueAt(item: Item | undefined, place: Place): Item | undefined {
  if (item?.kind === 'list') return first(item.items, inner => valueAt(inner, place));
  if (item?.kind !== 'map') return undefined;
  return first(item.entries, ({ at, keyAt, value }) =>
    keyAt.start === place.start || at.start === place.start ? value : valueAt(value, place),
  );
}

function first<T>(all: readonly T[], find: (one: T) => Item | undefined): Item | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}

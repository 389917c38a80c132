import type { Place } from '../../source.js';
import type { Definition } from '../frontend.js';
import type { Builder } from './builder.js';
import type { BlockDefinition } from './definitions.js';
import type { Usage } from './expand.js';
import { namesIn } from './expressions.js';
import { type Entry, entryOf, type Item, type MapItem } from './syntax.js';

/** The named things of a file, for outline, go to definition and rename. Blocks of other files are in it, without a place in the outline. */
export function outline(
  root: MapItem,
  name: string,
  definitions: ReadonlyMap<string, BlockDefinition>,
  usages: readonly Usage[],
  builder: Builder,
): Definition[] {
  const list: Definition[] = [];
  const nameEntry = entryOf(root, 'name');
  list.push({
    kind: 'network',
    name,
    at: root.at,
    nameAt: nameEntry?.value.at ?? { ...root.at, end: root.at.start },
    references: [],
  });
  for (const definition of definitions.values()) addBlock(list, definition, usages);
  const input = entryOf(root, 'input');
  if (input)
    list.push({ kind: 'input', name: 'input', at: input.at, nameAt: input.keyAt, parent: 0, references: [] });
  addLayers(list, entryOf(root, 'layers')?.value, 0, builder, 0);
  return list.map(definition => ({
    ...definition,
    nameAt: bare(definition.nameAt, definition.name),
    references: definition.references.map(place => bare(place, definition.name)),
  }));
}

/** The place of a name without its quotes. */
const bare = (place: Place, name: string): Place =>
  place.end - place.start === name.length + 2
    ? { ...place, start: place.start + 1, end: place.end - 1 }
    : place;

function addBlock(list: Definition[], definition: BlockDefinition, usages: readonly Usage[]): void {
  const index = list.length;
  const uses = usages.filter(usage => usage.name === definition.name);
  list.push({
    kind: 'block',
    name: definition.name,
    at: definition.at,
    nameAt: definition.nameAt,
    parent: 0,
    references: unique(uses.map(use => use.at)),
  });
  for (const entry of definition.parameters.values()) {
    const set = uses.flatMap(use => use.keys.filter(({ key }) => key === entry.key).map(key => key.keyAt));
    list.push({
      kind: 'parameter',
      name: entry.key,
      at: entry.at,
      nameAt: entry.keyAt,
      parent: index,
      references: unique([...parameterUses(definition.item, entry.key), ...set]),
    });
  }
}

/** Places of a parameter's name inside `$name` and `${…name…}`. */
function parameterUses(item: Item, name: string): Place[] {
  if (item.kind === 'map') return item.entries.flatMap(entry => parameterUses(entry.value, name));
  if (item.kind === 'list') return item.items.flatMap(child => parameterUses(child, name));
  if (typeof item.value !== 'string') return [];
  // A quoted scalar starts one character later.
  const quote = item.at.end - item.at.start > item.value.length ? 1 : 0;
  return namesIn(item.value)
    .filter(use => use.name === name)
    .map(use => {
      const start = item.at.start + quote + use.offset;
      return { ...item.at, start, end: start + name.length };
    });
}

const deepestOutline = 8;

function addLayers(
  list: Definition[],
  item: Item | undefined,
  parent: number,
  builder: Builder,
  depth: number,
): void {
  if (item?.kind !== 'list' || depth > deepestOutline) return;
  for (const child of item.items) {
    if (child.kind === 'scalar' && typeof child.value === 'string') {
      list.push({ kind: 'layer', name: child.value, at: child.at, nameAt: child.at, parent, references: [] });
    } else if (child.kind === 'map' && child.entries.length > 0)
      addStep(list, child.entries[0]!, parent, builder, depth);
  }
}

function addStep(list: Definition[], step: Entry, parent: number, builder: Builder, depth: number): void {
  const id = entryOf(step.value, 'id')?.value;
  const given = id?.kind === 'scalar' && typeof id.value === 'string' ? id : undefined;
  const index = list.length;
  const name = given ? String(given.value) : step.key;
  const nested = entryOf(step.value, 'layers')?.value ?? entryOf(step.value, 'branches')?.value;
  list.push({
    kind: step.key === 'stage' ? 'stage' : 'layer',
    name,
    detail: detailOf(step, given !== undefined),
    at: step.at,
    nameAt: given?.at ?? step.keyAt,
    parent,
    references: given ? unique(builder.references.filter(use => use.name === name).map(use => use.at)) : [],
  });
  if (nested?.kind !== 'list') return;
  if (step.key === 'parallel')
    for (const branch of nested.items) addLayers(list, branch, index, builder, depth + 1);
  else addLayers(list, nested, index, builder, depth + 1);
}

/** `conv 3, 64` after a name; `3 × bottleneck` for a stage. */
function detailOf(step: Entry, named: boolean): string | undefined {
  const text = (key: string): string | undefined => {
    const value = entryOf(step.value, key)?.value;
    return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
  };
  if (step.key === 'stage') return `${text('repeat') ?? 1} × ${text('block') ?? '?'}`;
  if (step.key === 'repeat') return `${text('times') ?? '?'} ×`;
  const facts = [named ? step.key : undefined, text('filters') ?? text('units')].filter(
    fact => fact !== undefined,
  );
  return facts.length > 0 ? facts.join(' ') : undefined;
}

function unique(places: readonly Place[]): Place[] {
  const seen = new Map(places.map(place => [`${place.file ?? ''} ${place.start}`, place]));
  return [...seen.values()];
}

import type { LayerName } from '../../layers/index.js';
import type { Place } from '../../source.js';
import { Names, type Side } from './builder.js';
import { unknownWord } from './definitions.js';
import type { Expander } from './expand.js';
import type { LayerReading } from './layer-item.js';
import { type Context, entryIn, givenName, type Step } from './step.js';
import { type Entry, entryOf, type Item } from './syntax.js';
import { evaluateItem } from './values.js';

/** Layers that take several tensors. */
export const mergeWords = [
  'add',
  'subtract',
  'multiply',
  'average',
  'maximum',
  'minimum',
  'concat',
] as const satisfies readonly LayerName[];

export const isMerge = (word: string): word is (typeof mergeWords)[number] =>
  mergeWords.some(merge => merge === word);

/** `add: {with: early}` merges with the layer before; `add: {from: [a, b]}` takes just those. */
export function addMerge(
  expander: Expander,
  step: Step,
  layer: LayerName,
  reading: LayerReading,
  before: string,
  context: Context,
): string {
  const { builder } = expander;
  const from = entryIn(step, 'from');
  const others = entryIn(step, 'with');
  if (!from && !others) {
    const message = `\`${step.word}\` needs \`with:\`, the id of the layer to merge with`;
    expander.error('missing-parameter', message, step.wordAt);
  }
  const id = expander.name(step, layer, context);
  const inputs = from ? [] : [before];
  const sides: (Side | undefined)[] = from ? [] : [undefined];
  const references: { readonly input: number; readonly name: string; readonly at: Place }[] = [];
  for (const item of [...itemsOf(from), ...itemsOf(others)]) {
    const source = readSide(expander, item, before, context);
    if (!source) continue;
    if ('name' in source) references.push({ ...source, input: inputs.length });
    inputs.push('node' in source ? source.node : (context.names.find(source.name) ?? ''));
    sides.push({ kind: item.kind === 'map' ? 'list' : 'reference', item });
  }
  const { parameters, places, origins } = reading;
  const node = {
    id,
    layer,
    name: givenName(step),
    parameters,
    inputs,
    block: context.block,
    at: step.at,
    places,
  };
  builder.addNode(node, { value: step.value, origins, sides, scope: context.scope });
  for (const { input, name, at } of references) builder.refer(id, input, name, at, context.names);
  return id;
}

const itemsOf = (entry: Entry | undefined): readonly Item[] =>
  entry === undefined ? [] : entry.value.kind === 'list' ? entry.value.items : [entry.value];

/** One of the things to merge with: an id, or `{from: id, layers: […]}`, a shortcut spelled out. */
function readSide(
  expander: Expander,
  item: Item,
  before: string,
  context: Context,
): { readonly name: string; readonly at: Place } | { readonly node: string } | undefined {
  if (item.kind === 'scalar' && typeof item.value === 'string') return { name: item.value, at: item.at };
  if (item.kind !== 'map') {
    expander.error('wrong-value', '`with` must be an id, a list of ids, or {from: id, layers: […]}', item.at);
    return undefined;
  }
  const known = ['from', 'layers'];
  for (const { key, keyAt } of item.entries) {
    if (!known.includes(key))
      expander.builder.report(unknownWord('unknown-parameter', 'a word of `with`', key, keyAt, known));
  }
  const from = entryOf(item, 'from');
  const start = from ? expander.namedStart(from, before, context) : before;
  const inner = { ...context, names: new Names(context.names) };
  return { node: expander.list(entryOf(item, 'layers')?.value, start, inner, 'layers') };
}

/** The layer that `merge:` names. */
export function readMerge(
  expander: Expander,
  entry: Entry | undefined,
  fallback: LayerName,
  context: Context,
): LayerName {
  if (!entry) return fallback;
  const word = evaluateItem(entry.value, context.scope, expander.builder)?.value;
  if (typeof word === 'string' && isMerge(word)) return word;
  expander.builder.report(
    unknownWord('wrong-value', 'a way to merge', String(word), entry.value.at, mergeWords),
  );
  return fallback;
}

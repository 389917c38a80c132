import { finding } from '../../finding.js';
import type { Shape } from '../../graph.js';
import { type LayerName, layers } from '../../layers/index.js';
import { readValue, type Value } from '../../layers/parameters.js';
import type { Place } from '../../source.js';
import { type Builder, layerDefaults } from './builder.js';
import { unknownWord } from './definitions.js';
import type { Scope } from './expressions.js';
import type { Entry } from './syntax.js';
import { evaluateItem } from './values.js';
import { nearest } from './words.js';

/** A layer's parameters as read: complete, or `incomplete` where one that it cannot do without is missing or wrong. */
export interface LayerReading {
  readonly parameters: Record<string, Value>;
  readonly places: Record<string, Place>;
  readonly origins: Record<string, Place>;
  readonly incomplete: boolean;
}

/** The words that a native file can use for a layer. */
export const parameterNames = (layer: LayerName): string[] =>
  Object.entries(layers[layer].parameters).flatMap(([name, parameter]) => (parameter.internal ? [] : [name]));

/** Checks the entries of a layer's map; `reserved` are words that do not belong to the layer, such as `id`. */
export function readLayer(
  layer: LayerName,
  nameAt: Place,
  entries: readonly Entry[],
  reserved: readonly string[],
  scope: Scope,
  builder: Builder,
): LayerReading {
  const schema = layers[layer].parameters;
  const parameters: Record<string, Value> = { ...layerDefaults(layer) };
  const places: Record<string, Place> = {};
  const origins: Record<string, Place> = {};
  const known = parameterNames(layer);
  const correct = (entry: Entry): string | undefined => {
    if (known.includes(entry.key)) return entry.key;
    const note = known.length === 0 ? `; \`${layer}\` takes no parameters` : '';
    builder.report(
      unknownWord(
        'unknown-parameter',
        `a parameter of \`${layer}\``,
        entry.key,
        entry.keyAt,
        [...known, ...reserved],
        note,
      ),
    );
    return meant(entry.key, known, entries);
  };
  for (const entry of entries) {
    const key = reserved.includes(entry.key) ? undefined : correct(entry);
    if (key === undefined) continue;
    const parameter = schema[key]!;
    const item = entry.value;
    const evaluated = evaluateItem(item, scope, builder);
    if (!evaluated) continue;
    const read = readValue(parameter, evaluated.value);
    if ('value' in read) {
      parameters[key] = read.value;
      places[key] = item.at;
      origins[key] = evaluated.origin;
    } else {
      const message = `\`${key}\` must be ${read.expected}, not ${JSON.stringify(evaluated.value)}`;
      builder.report(finding('wrong-value', 'error', message, evaluated.origin));
    }
  }
  const missing = Object.keys(schema).filter(
    name => schema[name]!.required && !Object.hasOwn(parameters, name),
  );
  const unsaid = missing.filter(
    name => !entries.some(entry => entry.key === name || nearest(entry.key, known) === name),
  );
  if (unsaid.length > 0) {
    const message = `\`${layer}\` needs ${unsaid.map(name => `\`${name}\``).join(' and ')}`;
    builder.report(finding('missing-parameter', 'error', message, nameAt));
  }
  return { parameters, places, origins, incomplete: missing.length > 0 };
}

/** The known word that a misspelt key must have meant, unless that one is there too. */
export function meant(key: string, known: readonly string[], entries: readonly Entry[]): string | undefined {
  const near = nearest(key, known);
  return near !== undefined && !entries.some(entry => entry.key === near) ? near : undefined;
}

/** A shape as `input:` writes it: whole numbers, `null` for sizes that are not known. */
export function readShape(entry: Entry, builder: Builder): Shape {
  const { value: item } = entry;
  const sizes =
    item.kind === 'list' ? item.items.map(child => (child.kind === 'scalar' ? child.value : undefined)) : [];
  const fine =
    sizes.length > 0 &&
    sizes.every(s => s === null || (typeof s === 'number' && Number.isSafeInteger(s) && s >= 1));
  if (!fine) {
    const message = `\`${entry.key}\` must be a shape without the batch, such as [224, 224, 3]`;
    builder.report(
      finding('wrong-value', 'error', message, item.at.end > item.at.start ? item.at : entry.keyAt),
    );
    return null;
  }
  return sizes.map(s => (typeof s === 'number' ? s : null));
}

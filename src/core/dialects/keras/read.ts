import type { LayerName } from '../../layers/index.js';
import { type ActivationLayer, keepsShape, readActivation } from './activations.js';
import { type Choice, choices } from './choices.js';
import type { Around, Config, DataFormat } from './codecs.js';
import type { Field, Spelling } from './spelling.js';
import { table } from './table.js';
import { insideOf, wrappers } from './wrappers.js';

/** A value as Keras has it in our terms, not yet checked, and the key under which it stands. */
export interface FieldReading {
  readonly value: unknown;
  readonly key?: string;
}

/** A layer of Keras in our terms. */
export interface LayerReading {
  readonly layer: LayerName;
  /** By our parameter's name; those that are left out have our defaults. */
  readonly fields: Readonly<Record<string, FieldReading>>;
  /** An activation that is built into Keras's layer, but is a layer of its own here. */
  readonly activation?: ActivationLayer;
  /** An activation that we do not know; it keeps the shape. */
  readonly unknownActivation?: string;
}

interface Class {
  readonly layer: LayerName;
  /** Spatial axes: 2 for Conv2D; 0 where the class has none. */
  readonly axes: number;
}

const spellings: Readonly<Record<LayerName, Spelling>> = table;

const classes = new Map<string, Class>(
  (Object.entries(spellings) as [LayerName, Spelling][]).flatMap(
    ([layer, { classes: names, older = {} }]) => [
      ...names.map((name, i) => [name, { layer, axes: names.length > 1 ? i + 1 : 0 }] as const),
      ...Object.entries(older).map(([name, axes]) => [name, { layer, axes }] as const),
    ],
  ),
);

/** Every class that is a layer of ours. */
export const classNames: readonly string[] = [...classes.keys(), ...Object.keys(choices)];

/**
 * Reads a layer's class and config; undefined where we have nothing like it. `format` holds for layers that do not say
 * theirs.
 */
export function readLayer(className: string, config: Config, format: DataFormat): LayerReading | undefined {
  if (Object.hasOwn(wrappers, className)) return readWrapped(className, config, format);
  const choose = Object.hasOwn(choices, className) ? choices[className] : undefined;
  const chosen: Choice | undefined = choose ? choose(config) : classes.get(className);
  if (!chosen) return undefined;
  const { layer, parameters = {}, unknownActivation } = chosen;
  const fields = readFields(layer, { axes: classes.get(className)?.axes ?? 0, config }, format);
  for (const [name, value] of Object.entries(parameters)) fields[name] = { value };
  if (unknownActivation !== undefined) return { layer, fields, unknownActivation };
  return withActivation({ layer, fields }, config);
}

/** The layer inside, with what the wrapper says of it. The values' keys are not the wrapper's. */
function readWrapped(className: string, config: Config, format: DataFormat): LayerReading | undefined {
  const { fits, parameter } = wrappers[className]!;
  const inside = insideOf(config);
  const read = inside && readLayer(inside.className, inside.config, format);
  if (!read || !fits(read.layer, config)) return undefined;
  const fields: Record<string, FieldReading> = {};
  for (const [name, { value }] of Object.entries(read.fields)) fields[name] = { value };
  if (parameter) fields[parameter[0]] = { value: config[parameter[1]], key: parameter[1] };
  return { ...read, fields };
}

function readFields(layer: LayerName, around: Around, format: DataFormat): Record<string, FieldReading> {
  const fields: Record<string, FieldReading> = {};
  for (const [name, field] of Object.entries(spellings[layer].fields)) {
    const read = readField(field, around);
    if (read) fields[name] = read;
    else if (name === 'dataFormat') fields[name] = { value: format };
  }
  return fields;
}

function readField(
  { keys, codec, parts = [], default: usual }: Field,
  around: Around,
): FieldReading | undefined {
  const { config } = around;
  for (const key of keys) {
    const value = Object.hasOwn(config, key) ? codec.read(config[key], around) : undefined;
    if (value !== undefined) return { value, key };
  }
  const part = parts.find(names => names.every(name => Object.hasOwn(config, name)));
  if (part) return { value: part.map(name => config[name]) };
  return usual === undefined ? undefined : { value: codec.read(usual, around) };
}

/** Splits off an activation that is built in there, but not here. */
function withActivation(read: LayerReading, config: Config): LayerReading | undefined {
  if (!Object.hasOwn(spellings[read.layer].fields, 'activation')) return read;
  const activation = readActivation(config.activation);
  if (!activation || 'builtIn' in activation) return read;
  if ('layer' in activation) return { ...read, activation };
  return keepsShape(activation.unknown) ? { ...read, unknownActivation: activation.unknown } : undefined;
}

const configKeys: ReadonlySet<string> = new Set(
  Object.values(spellings).flatMap(({ fields }) =>
    Object.values(fields).flatMap(({ keys, parts = [] }) => [...keys, ...parts.flat()]),
  ),
);

/** Whether some layer's config has this key in a version of Keras, with a meaning to us. */
export const isConfigKey = (word: string): boolean => configKeys.has(word);

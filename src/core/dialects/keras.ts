import type { LayerName } from '../layers/index.js';
import type { Value } from '../layers/parameters.js';
import { type ActivationLayer, keepsShape, readActivation } from './keras/activations.js';
import { type Choice, choices } from './keras/choices.js';
import { type Around, activation, type Config, type DataFormat } from './keras/codecs.js';
import type { Field, Spelling } from './keras/spelling.js';
import { table } from './keras/table.js';

export { type Config, type DataFormat, readDataFormat } from './keras/codecs.js';

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
  readonly unknownActivation?: string;
}

interface Class extends Pick<Choice, 'layer'> {
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

/**
 * Reads a layer's class and config; undefined where we have nothing like it. `format` holds for layers that do not say
 * theirs.
 */
export function readLayer(className: string, config: Config, format: DataFormat): LayerReading | undefined {
  const choose = Object.hasOwn(choices, className) ? choices[className] : undefined;
  const chosen: Choice | undefined = choose ? choose(config) : classes.get(className);
  if (!chosen) return undefined;
  const own = Object.entries(chosen.parameters ?? {}).map(([name, value]) => [name, { value }]);
  const fields = {
    ...readFields(chosen.layer, classes.get(className)?.axes ?? 0, config, format),
    ...Object.fromEntries(own),
  };
  if (chosen.unknownActivation !== undefined) return { ...chosen, fields };
  const builtIn =
    'activation' in spellings[chosen.layer].fields ? readActivation(config['activation']) : undefined;
  if (!builtIn || 'builtIn' in builtIn) return { layer: chosen.layer, fields };
  if ('layer' in builtIn) return { layer: chosen.layer, fields, activation: builtIn };
  return keepsShape(builtIn.unknown)
    ? { layer: chosen.layer, fields, unknownActivation: builtIn.unknown }
    : undefined;
}

function readFields(
  layer: LayerName,
  axes: number,
  config: Config,
  format: DataFormat,
): Record<string, FieldReading> {
  const fields: Record<string, FieldReading> = {};
  for (const [name, field] of Object.entries(spellings[layer].fields)) {
    const read = readField(field, { axes, config });
    if (read) fields[name] = read;
    else if (name === 'dataFormat') fields[name] = { value: format };
  }
  return fields;
}

function readField(
  { keys, codec, parts = [], default: usual }: Field,
  around: Around,
): FieldReading | undefined {
  for (const key of keys) {
    if (!Object.hasOwn(around.config, key)) continue;
    const value = codec.read(around.config[key], around);
    if (value !== undefined) return { value, key };
  }
  const part = parts.find(names => names.every(name => Object.hasOwn(around.config, name)));
  if (part) return { value: part.map(name => around.config[name]) };
  return usual === undefined ? undefined : { value: codec.read(usual, around) };
}

/** The class and config for a layer of ours; undefined where Keras has none. `axes` is the number of spatial axes. */
export function writeLayer(
  layer: LayerName,
  parameters: Readonly<Record<string, Value>>,
  axes: number,
): { readonly className: string; readonly config: Record<string, unknown> } | undefined {
  const { classes: names, fields } = spellings[layer];
  const className = names.length > 1 ? names[axes - 1] : names[0];
  if (className === undefined) return undefined;
  const config: Record<string, unknown> = {};
  if (className === 'Activation') config['activation'] = activation.write(layer);
  for (const [name, field] of Object.entries(fields)) writeField(field, parameters[name], config);
  return { className, config };
}

function writeField(
  { keys, parts = [], codec }: Field,
  value: Value | undefined,
  config: Record<string, unknown>,
): void {
  if (value === undefined) return;
  if (keys[0] !== undefined) config[keys[0]] = codec.write(value);
  else
    parts[0]?.forEach((key, i) => {
      config[key] = Array.isArray(value) ? value[i] : value;
    });
}

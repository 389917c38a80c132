import type { LayerName } from '../../layers/index.js';
import type { Value } from '../../layers/parameters.js';
import { activation } from './codecs.js';
import type { Field, Spelling } from './spelling.js';
import { table } from './table.js';

/** A layer in Keras's terms. */
export interface Written {
  readonly className: string;
  readonly config: Record<string, unknown>;
}

type Parameters = Readonly<Record<string, Value>>;

/** The class and config for a layer of ours; undefined where Keras has none. `axes` is the number of its spatial axes. */
export function writeLayer(layer: LayerName, parameters: Parameters, axes: number): Written | undefined {
  const { classes, fields }: Spelling = table[layer];
  const className = classes.length > 1 ? classes[axes - 1] : classes[0];
  if (className === undefined) return undefined;
  const config: Record<string, unknown> = {};
  if (className === 'Activation') config.activation = activation.write(layer);
  for (const [name, field] of Object.entries(fields)) writeField(field, parameters[name], config);
  const merge = parameters.bidirectional;
  return merge === undefined ? { className, config } : bidirectional({ className, config }, merge);
}

function writeField(
  { keys, parts = [], codec }: Field,
  value: Value | undefined,
  config: Record<string, unknown>,
): void {
  if (value === undefined) return;
  if (keys[0] !== undefined) {
    config[keys[0]] = codec.write(value);
    return;
  }
  parts[0]?.forEach((key, i) => {
    config[key] = Array.isArray(value) ? value[i] : value;
  });
}

const bidirectional = ({ className, config }: Written, merge: Value): Written => ({
  className: 'Bidirectional',
  config: { layer: { class_name: className, config }, merge_mode: merge },
});

/** One value of ours as it stands under a key of Keras's config; undefined where that key does not hold it. */
export function writeValue(layer: LayerName, parameter: string, value: Value): unknown {
  const { fields }: Spelling = table[layer];
  return fields[parameter]?.codec.write(value);
}

import { type LayerName, layers } from '../../layers/index.js';
import type { Config } from './codecs.js';

/** A layer class whose config holds another layer. */
interface Wrapper {
  /** Whether what comes out is a layer of ours, when the layer inside is. */
  fits(inside: LayerName, config: Config): boolean;
  /** The parameter that says so, and the config key of its value. */
  readonly parameter?: readonly [name: string, key: string];
}

const recurrent: ReadonlySet<LayerName> = new Set(['simpleRnn', 'lstm', 'gru']);

const positionwise: ReadonlySet<LayerName> = new Set(['dense', 'identity', 'dropout', 'rescale']);

/** Whether a layer treats every position alike, so that it does so for every step of a row, too. */
const isStepwise = (layer: LayerName): boolean =>
  positionwise.has(layer) || layers[layer].category === 'activation';

/** The same, of a layer with its values: a merge does so unless an axis is counted from the front. */
export const keepsSteps = (
  layer: LayerName,
  fields: Readonly<Record<string, { readonly value: unknown }>>,
): boolean =>
  (isStepwise(layer) || layers[layer].category === 'merge') && !(Number(fields.axis?.value ?? -1) > 0);

export const wrappers: Readonly<Record<string, Wrapper>> = {
  Bidirectional: {
    fits: (inside, config) => recurrent.has(inside) && typeof config.merge_mode === 'string',
    parameter: ['bidirectional', 'merge_mode'],
  },
  TimeDistributed: { fits: isStepwise },
};

/** A layer as Keras keeps it inside a config. */
export interface LayerClass {
  readonly className: string;
  readonly config: Config;
}

/** The class and config of a layer that stands in a config; undefined where it is none. */
export function layerIn(value: unknown): LayerClass | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { class_name: className, config } = value as Config;
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) return undefined;
  return { className, config: config as Config };
}

/** The class and config of the layer inside a wrapper. */
export const insideOf = (config: Config): LayerClass | undefined => layerIn(config.layer);

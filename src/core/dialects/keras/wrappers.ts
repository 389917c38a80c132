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

/** Layers that treat every position alike do so for every step, too. */
const stepwise: ReadonlySet<LayerName> = new Set(['dense', 'identity', 'dropout']);

export const wrappers: Readonly<Record<string, Wrapper>> = {
  Bidirectional: {
    fits: (inside, config) => recurrent.has(inside) && typeof config.merge_mode === 'string',
    parameter: ['bidirectional', 'merge_mode'],
  },
  TimeDistributed: { fits: inside => stepwise.has(inside) || layers[inside].category === 'activation' },
};

/** The class and config of the layer inside a wrapper. */
export function insideOf(
  config: Config,
): { readonly className: string; readonly config: Config } | undefined {
  const inside = config.layer;
  if (typeof inside !== 'object' || inside === null) return undefined;
  const { class_name: className, config: own } = inside as Config;
  if (typeof className !== 'string' || typeof own !== 'object' || own === null) return undefined;
  return { className, config: own as Config };
}

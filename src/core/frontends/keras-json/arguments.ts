import type { Config } from '../../dialects/keras.js';
import type { Json } from './json.js';

/**
 * The arguments of a layer's call by their names, positional ones as `args`: Keras 3 writes an object with `args` and
 * `kwargs`, Keras 2 an object behind the tensor.
 */
export function callArguments(layer: Json, index: number): Config {
  const call = layer.get('inbound_nodes')?.items[index];
  if (!call) return {};
  const [args, kwargs] = [call.get('args'), call.get('kwargs')];
  if (args || kwargs) return { ...plain(kwargs), args: args?.value };
  const first = call.items[0]?.isArray ? call.items : [call];
  return Object.assign({}, ...first.map(tensor => plain(tensor.items[3])));
}

const plain = (json: Json | undefined): Config => (json?.isObject ? (json.value as Config) : {});

import type { Shape } from '../../graph.js';
import type { Place } from '../../source.js';
import type { Json } from './json.js';

/** A tensor by name: output `tensor` of the `call`-th call of a layer. */
export interface Ref {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
  /** Where the layer's name is written; undefined where the order of the file says it. */
  readonly at?: Place;
  /** The shape that Keras has noted for it. */
  readonly shape?: Shape;
}

/** Arguments that are tensors, but no part of the computation's shape. */
const asides: ReadonlySet<string> = new Set(['mask', 'attention_mask', 'query_mask', 'training']);

/**
 * All tensors that a value names, in order. Keras 1, Keras 2 and TensorFlow.js write `["name", 0, 0, {…}]` with
 * further tensors among the keyword arguments, Keras 3 writes objects with a `keras_history`.
 */
export function collectRefs(json: Json | undefined): Ref[] {
  if (!json) return [];
  const history = json.get('config')?.get('keras_history');
  const ref = refOf(history ?? json);
  if (ref) {
    const shape = readShape(json.get('config')?.get('shape'));
    const further = collectRefs(json.items[3]);
    return ref.layer === constant ? further : [shape === undefined ? ref : { ...ref, shape }, ...further];
  }
  return [...json.items, ...argumentsIn(json)].flatMap(collectRefs);
}

/** The values of keyword arguments. Attention takes its value before its key, in whichever order they are named. */
function argumentsIn(json: Json): Json[] {
  const named = json.entries.filter(([key]) => !asides.has(key));
  const isLate = ([key]: readonly [string, Json]): boolean => key === 'key' || key === 'key_tensor';
  return [...named.filter(entry => !isLate(entry)), ...named.filter(isLate)].map(([, value]) => value);
}

/** Constants stand among the tensors of a call under this name. */
const constant = '_CONSTANT_VALUE';

/** `["name", 0, 0]`, or undefined for any other value. */
function refOf(json: Json): Ref | undefined {
  const [name, call, tensor] = json.items;
  if (name?.string === undefined || call?.number === undefined) return undefined;
  return { layer: name.string, call: call.number, tensor: tensor?.number ?? 0, at: name.textAt };
}

/** A shape with the batch first, as Keras writes it, without the batch; undefined where it is no shape. */
export function readShape(json: Json | undefined): Shape | undefined {
  const value = json?.isArray ? json.value : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (!value.every(size => size === null || typeof size === 'number')) return undefined;
  return value.slice(1).map(size => (Number.isSafeInteger(size) && size >= 1 ? size : null));
}

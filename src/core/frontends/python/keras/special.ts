import { type Bound, bind, signature } from '../core/signature.js';
import { Builtin, Class, Dict, Instance, isTensor, numberOf, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { tensorsIn } from './inputs.js';
import { layerClass, nameOf } from './layer.js';

type Run = (vm: Vm, me: Instance, input: Value, rest: readonly Value[], a: Bound) => Value;

function special(text: string, run: Run): [string, Class] {
  const sig = signature(text);
  const cls = new Class(sig.name, [layerClass]);
  cls.library = true;
  cls.members.set(
    '__init__',
    new Builtin(
      '__init__',
      (_, { pos: [me, ...pos], kw }) => {
        if (!(me instanceof Instance)) return null;
        for (const [key, value] of kw) me.attrs.set(key, value);
        for (const [key, value] of Object.entries(bind(sig, { pos, kw }).bound))
          if (key !== 'kwargs') me.attrs.set(key, value);
        return null;
      },
      true,
    ),
  );
  cls.members.set(
    'call',
    new Builtin(
      'call',
      (vm, { pos: [me, input = null, ...rest], kw }) =>
        me instanceof Instance
          ? run(vm, me, input, [...rest, ...kw.values()], Object.fromEntries(me.attrs))
          : vm.unknown(sig.name),
      true,
    ),
  );
  return [sig.name, cls];
}

/** The weights of Keras's attention: projections of query, key and value for all heads, and one back. */
const attention: Run = (vm, me, query, rest, a) => {
  const tensors = [query, ...rest].filter(isTensor);
  const shape = isTensor(query) ? query.shape : null;
  const [heads, key] = [numberOf(a.num_heads), numberOf(a.key_dim)];
  const value = numberOf(a.value_dim) ?? key;
  const [q, v] = [shape?.at(-1), (tensors[1] ?? tensors[0])?.shape?.at(-1)];
  if (heads === undefined || key === undefined || value === undefined || q == null || v == null)
    return vm.options.libraries.unknownCall(vm, me, { pos: tensors, kw: new Map() });
  const bias = a.use_bias === false ? 0 : 1;
  const projections = (q + bias) * key + (v + bias) * key + (v + bias) * value + value * q;
  const parameters = {
    function: 'attention',
    output: shape?.slice(1),
    weights: projections * heads + bias * q,
  };
  return vm.recorder.emit(vm, 'operation', parameters, tensors, 'keras', {
    shape,
    name: nameOf(me),
    owner: me,
  });
};

/** A function as a layer. */
const lambda: Run = (vm, me, input) => {
  const given = me.attrs.get('arguments');
  const kw = new Map<string, Value>();
  if (given instanceof Dict) for (const e of given.map.values()) kw.set(String(e.key), e.value);
  return vm.callWith(me.attrs.get('function') ?? null, { pos: [input], kw });
};

/** Mean, variance and a count of the data are kept, not trained; those that are given are no weights. */
const normalization: Run = (vm, me, input) => {
  const [x] = tensorsIn(input);
  const channels = x?.shape?.at(-1);
  if (!x || channels == null)
    return vm.options.libraries.unknownCall(vm, me, { pos: x ? [x] : [], kw: new Map() });
  const isGiven = me.attrs.get('mean') != null;
  const kept = isGiven ? 0 : 2 * channels + 1;
  const parameters = { function: 'normalization', output: x.shape?.slice(1), kept };
  return vm.recorder.emit(vm, 'operation', parameters, [x], 'keras', {
    shape: x.shape,
    name: nameOf(me),
    owner: me,
  });
};

/** Layers of Keras that are more than one layer of ours. */
export const specialClasses: ReadonlyMap<string, Class> = new Map([
  special(
    'MultiHeadAttention(num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, **kwargs)',
    attention,
  ),
  special('Lambda(function, output_shape=None, mask=None, arguments=None, **kwargs)', lambda),
  special('Normalization(axis=-1, mean=None, variance=None, **kwargs)', normalization),
]);

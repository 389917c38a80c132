import { fn } from '../core/signature.js';
import { Builtin } from '../core/values.js';
import { applyClass } from './classes.js';

const merges: Readonly<Record<string, string>> = {
  add: 'Add',
  subtract: 'Subtract',
  multiply: 'Multiply',
  average: 'Average',
  maximum: 'Maximum',
  minimum: 'Minimum',
  concatenate: 'Concatenate',
};
const older: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
};

/** Functions of `keras.layers`: `add([a, b])` and those like it. */
export const layerFunctions: readonly Builtin[] = [
  ...Object.entries(merges).map(
    ([name, cls]) =>
      new Builtin(name, (vm, { pos: [inputs = null, axis], kw }) => {
        const config = new Map([...kw].filter(([key]) => key !== 'inputs'));
        if (axis !== undefined && cls === 'Concatenate') config.set('axis', axis);
        return applyClass(vm, cls, config, kw.get('inputs') ?? inputs);
      }),
  ),
  fn("merge(inputs, mode='sum', concat_axis=-1, name=None)", (vm, a) => {
    const cls = older[String(a.mode)];
    if (!cls) return vm.unknown('merge()');
    const config = new Map(cls === 'Concatenate' ? [['axis', a.concat_axis ?? -1] as const] : []);
    return applyClass(vm, cls, config, a.inputs ?? null);
  }),
];

import type { TypedNode } from '../../../graph.js';
import { layerParameters, setArgument } from './arguments.js';
import type { Context } from './context.js';
import { quote } from './style.js';
import { type Option, titleOf } from './values.js';

const isSame = (list: readonly unknown[]): boolean => list.every(item => item === list[0]);

/** Whether a window has this padding at each side already. */
const isPadded = (padding: unknown, sizes: readonly number[]): boolean =>
  JSON.stringify(padding) === JSON.stringify(sizes.map(size => [size, size]));

/** Paddings with which a window keeps its size, or rounds it the other way. */
export function windowOptions(context: Context, node: TypedNode): Option[] {
  const { kernel, dilation, stride, padding } = node.parameters;
  const level = context.levels(node)[0];
  const parameters = level && layerParameters(level.call);
  if (!level || !parameters || !Array.isArray(kernel)) return [];
  const set = (name: string, value: string): Option[] => {
    const edit = parameters.includes(name)
      ? setArgument(context.text, level.call, parameters, name, value)
      : undefined;
    return edit ? [{ title: titleOf(context, level, edit), edits: [edit] }] : [];
  };
  if (
    !parameters.includes('ceil_mode') &&
    parameters.includes('kernel_size') &&
    parameters.includes('in_channels')
  ) {
    const sizes = kernel.map((k, i) => ((Number(k) - 1) * Number((dilation as number[])?.[i] ?? 1)) / 2);
    const [size] = sizes;
    const text = isSame(sizes) ? String(size) : `(${sizes.join(', ')})`;
    const whole = sizes.every(Number.isInteger);
    const isTransposed = parameters.includes('output_padding');
    const steps = Array.isArray(stride) ? stride : [1];
    return [
      ...(whole && !isTransposed && !isPadded(padding, sizes) ? set('padding', text) : []),
      ...(isTransposed && steps.some(s => s !== 1) ? set('output_padding', '1') : []),
    ];
  }
  if (parameters.includes('ceil_mode')) return set('ceil_mode', 'True');
  const mark = quote(context.text, context.module);
  return padding === 'valid' ? set('padding', `${mark}same${mark}`) : [];
}

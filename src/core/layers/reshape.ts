import { formatShape, product, type Shape, type Size } from '../graph.js';
import { axisIndex, checkAxis } from './axes.js';
import { defineLayer, type Report } from './layer.js';

export const flatten = defineLayer({
  title: 'Flatten',
  category: 'shape',
  doc: 'Lays all values in one row: height × width × channels become one axis.',
  parameters: {
    start: {
      kind: 'integer',
      min: -8,
      max: 8,
      default: 1,
      doc: 'First axis that is flattened.',
      internal: true,
    },
    end: {
      kind: 'integer',
      min: -8,
      max: 8,
      default: -1,
      doc: 'Last axis that is flattened.',
      internal: true,
    },
  },
  arity: 1,
  output([input], p, report) {
    if (!input) return p.start === 1 && p.end === -1 ? [null] : null;
    if (input.length === 0) return [1];
    checkAxis('start', p.start, input, report);
    checkAxis('end', p.end, input, report);
    const start = axisIndex(p.start, input.length) ?? 0;
    const end = axisIndex(p.end, input.length) ?? input.length - 1;
    return start > end
      ? input
      : [...input.slice(0, start), product(input.slice(start, end + 1)), ...input.slice(end + 1)];
  },
  label: () => ({ text: 'Flatten' }),
});

/** The size that a -1 stands for; null where it cannot be told. */
function rest(input: Shape, target: readonly Size[], report: Report): Size {
  const all = product(input ?? [null]);
  const known = product(target.map(size => size ?? 1))!;
  if (all === null) return null;
  if (all % known === 0) return all / known;
  misfit(input, target, report);
  return null;
}

function misfit(input: Shape, target: readonly Size[], report: Report): void {
  const message = `the ${product(input ?? [null])} values of ${formatShape(input)} do not fit ${formatShape(target)}`;
  report({ code: 'wrong-value', parameter: 'shape', message });
}

export const reshape = defineLayer({
  title: 'Reshape',
  category: 'shape',
  doc: 'Gives the same values another shape, which must hold as many of them.',
  parameters: {
    shape: {
      kind: 'shape',
      required: true,
      doc: 'The new shape without the batch; one -1 follows from the rest.',
    },
  },
  arity: 1,
  output([input = null], p, report) {
    const target = p.shape.map(size => (size < 0 ? null : size));
    if (target.includes(null)) {
      const size = rest(input, target, report);
      return target.map(known => known ?? size);
    }
    const [before, after] = [product(input ?? [null]), product(target)];
    if (before !== null && before !== after) misfit(input, target, report);
    return target;
  },
  label: p => ({ text: `Reshape ${p.shape.map(size => (size < 0 ? '?' : size)).join('×')}` }),
});

/** Why axes are no order of 1 … n; undefined where they are. */
function orderProblem(order: readonly number[], input: Shape): string | undefined {
  const wanted = order.map((_, i) => i + 1);
  if (!wanted.every(axis => order.includes(axis)))
    return `the order must name each of the axes 1 to ${order.length} once`;
  if (input !== null && input.length !== order.length)
    return `the order is for ${order.length} axes, not for ${formatShape(input)}`;
  return undefined;
}

export const permute = defineLayer({
  title: 'Permute',
  category: 'shape',
  doc: 'Changes the order of the axes: axis i of the output is axis `order[i]` of the input.',
  parameters: {
    order: {
      kind: 'axes',
      required: true,
      doc: 'The axes in their new order, counted from 1: `[3, 1, 2]` puts channels first.',
    },
  },
  arity: 1,
  output([input = null], p, report) {
    const message = orderProblem(p.order, input);
    if (message !== undefined) report({ code: 'wrong-value', parameter: 'order', message });
    return p.order.map(axis => (message === undefined ? (input?.[axis - 1] ?? null) : null));
  },
  label: p => ({ text: `Permute ${p.order.join(', ')}` }),
});

export const repeatVector = defineLayer({
  title: 'Repeat vector',
  category: 'shape',
  doc: 'Repeats a vector `times` times: features become times × features.',
  parameters: { times: { kind: 'integer', required: true, doc: 'How often the vector is repeated.' } },
  arity: 1,
  output([input], p, report) {
    if (!input) return [p.times, null];
    if (input.length !== 1)
      report({ code: 'wrong-rank', message: `needs a vector, but gets ${formatShape(input)}` });
    return [p.times, input.length === 1 ? input[0]! : null];
  },
  label: p => ({ text: `Repeat ×${p.times}` }),
});

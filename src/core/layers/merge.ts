import { type Shape, type Size, sum } from '../graph.js';
import { axisIndex, axisParameter, checkAxis } from './axes.js';
import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';

/** Why tensors cannot be merged: their ranks differ, or their sizes along some axes (indices into the shapes). */
export type MergeConflict =
  | { readonly kind: 'rank' }
  | { readonly kind: 'axes'; readonly axes: readonly number[] };

type Known = readonly Size[];

const mergeLayers: ReadonlySet<string> = new Set([
  'add',
  'subtract',
  'multiply',
  'average',
  'maximum',
  'minimum',
  'concat',
]);

const isKnown = (shape: Shape): shape is Known => shape !== null;

/** What the inputs say of one axis. */
const sizesAt = (shapes: readonly Known[], axis: number): number[] =>
  shapes.flatMap(shape => shape[axis] ?? []);

type Parameters = Readonly<Record<string, unknown>>;

/** A size of 1 is a gate in a product. In other merges it is one only where the file's framework stretches it. */
const stretches = (layer: string, { stretch }: Parameters): boolean =>
  layer === 'multiply' || stretch === true;

/** The sizes along an axis that must be the same. */
const strictSizesAt = (shapes: readonly Known[], axis: number, stretch: boolean): number[] =>
  sizesAt(shapes, axis).filter(size => !stretch || size !== 1);

/** What keeps the inputs of a merge from fitting; unknown sizes fit everything, and so does what is no merge. */
export function mergeConflict(
  layer: string,
  inputs: readonly Shape[],
  parameters: Parameters,
): MergeConflict | undefined {
  if (!mergeLayers.has(layer)) return undefined;
  const shapes = inputs.filter(isKnown);
  const rank = shapes[0]?.length ?? 0;
  if (shapes.some(shape => shape.length !== rank)) return { kind: 'rank' };
  const grows = layer === 'concat' ? axisIndex(Number(parameters.axis ?? -1), rank) : undefined;
  if (layer === 'concat' && grows === undefined) return undefined;
  const stretch = stretches(layer, parameters);
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter(
    axis => axis !== grows && new Set(strictSizesAt(shapes, axis, stretch)).size > 1,
  );
  return axes.length > 0 ? { kind: 'axes', axes } : undefined;
}

/** The first input's shape, with what it does not know from the others where they fit. */
function merged(layer: string, inputs: readonly Shape[], parameters: Parameters): Shape {
  const shapes = inputs.filter(isKnown);
  const first = inputs[0] ?? shapes[0];
  if (!first || mergeConflict(layer, inputs, parameters)) return inputs[0] ?? null;
  const stretch = stretches(layer, parameters);
  return first.map((size, axis) =>
    stretch ? stretched(shapes, inputs, axis) : (size ?? sizesAt(shapes, axis)[0] ?? null),
  );
}

/** Where sizes of 1 are stretched, one says nothing while another size is not known. */
function stretched(shapes: readonly Known[], inputs: readonly Shape[], axis: number): Size {
  const strict = strictSizesAt(shapes, axis, true)[0];
  if (strict !== undefined) return strict;
  return inputs.every(shape => shape?.[axis] === 1) ? 1 : null;
}

/** The shape to go on with at a mismatch, or behind one, where the front end knows it better. */
const after = {
  kind: 'tensorShape',
  doc: 'The shape that goes on after a mismatch; that of the first input unless told.',
  internal: true,
} as const satisfies Parameter;

/** Keras files say nothing of it: there it is always so. */
const stretch = {
  kind: 'boolean',
  doc: 'Whether a size of 1 is stretched to that of the other inputs.',
  internal: true,
} as const satisfies Parameter;

const elementwise = (layer: string, title: string, doc: string) =>
  defineLayer({
    title,
    category: 'merge',
    doc,
    parameters: { after, stretch },
    arity: 'many',
    output: (inputs, p) => (p.after !== undefined ? p.after : merged(layer, inputs, p)),
    label: () => ({ text: title }),
  });

const agree = 'All inputs must have the same shape, which stays.';

export const add = elementwise(
  'add',
  'Add',
  `Adds its inputs, as a residual unit does: h(x) + F(x). ${agree}`,
);
export const subtract = elementwise(
  'subtract',
  'Subtract',
  `Takes the second input from the first. ${agree}`,
);
export const average = elementwise('average', 'Average', `Takes the mean of its inputs. ${agree}`);
export const maximum = elementwise(
  'maximum',
  'Maximum',
  `Takes the greatest of its inputs’ values. ${agree}`,
);
export const minimum = elementwise('minimum', 'Minimum', `Takes the least of its inputs’ values. ${agree}`);
export const multiply = elementwise(
  'multiply',
  'Multiply',
  'Multiplies its inputs. The shapes must agree, but a size of 1 is a gate for a whole axis (squeeze-and-excitation).',
);

function concatenated(inputs: readonly Shape[], axis: number): Shape {
  const shapes = inputs.filter(isKnown);
  const first = inputs[0] ?? shapes[0];
  if (!first) return null;
  const conflict = mergeConflict('concat', inputs, { axis });
  const along = axisIndex(axis, first.length);
  if (conflict?.kind === 'rank' || along === undefined) return inputs[0] ?? null;
  return first.map((_, i) => {
    if (i === along) return sum(inputs.map(shape => shape?.[i] ?? null));
    const sizes = sizesAt(shapes, i);
    // The larger one: what a window or a rounding has taken is what should have been kept.
    return sizes.length === 0 ? null : Math.max(...sizes);
  });
}

export const concat = defineLayer({
  title: 'Concatenate',
  category: 'merge',
  doc: 'Lays its inputs side by side: sizes add up along `axis`, the channels unless told; all others must agree.',
  parameters: {
    axis: { ...axisParameter, doc: 'The axis that grows, as Keras counts: 0 is the batch, -1 the last one.' },
    after,
  },
  arity: 'many',
  output(inputs, p, report) {
    checkAxis('axis', p.axis, inputs.find(isKnown), report);
    return p.after !== undefined ? p.after : concatenated(inputs, p.axis);
  },
  label: () => ({ text: 'Concat' }),
});

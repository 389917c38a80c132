import { product, type Shape, type Size } from '../../../graph.js';
import { type Effect, isInteger, type ReadOperation } from './operation.js';

interface Equation {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** `ab,bc->ac`; three dots stand for any further axes. */
function parse(equation: unknown): Equation | undefined {
  if (typeof equation !== 'string' || equation.length > 200) return undefined;
  const match = /^([a-zA-Z.,]+)->([a-zA-Z.]*)$/.exec(equation.replaceAll(/\s/g, ''));
  return match ? { inputs: match[1]!.split(','), output: match[2]! } : undefined;
}

const dots = '...';

/** Gives each letter of a side the size that the shape has there; undefined where the ranks differ. `shape` has the batch. */
function assign(side: string, shape: readonly Size[], sizes: Map<string, Size>): readonly Size[] | undefined {
  const [before = '', after] = side.split(dots);
  const rest = shape.length - before.length - (after?.length ?? 0);
  if (after === undefined ? rest !== 0 : rest < 0) return undefined;
  const put = (letters: string, from: number): void => {
    for (const [i, letter] of [...letters].entries())
      sizes.set(letter, shape[from + i] ?? sizes.get(letter) ?? null);
  };
  put(before, 0);
  put(after ?? '', before.length + rest);
  return shape.slice(before.length, before.length + rest);
}

/** A side's shape with the batch. */
function shapeOf(side: string, sizes: ReadonlyMap<string, Size>, further: readonly Size[]): Size[] {
  const [before = '', after] = side.split(dots);
  const sized = (letters: string): Size[] => [...letters].map(letter => sizes.get(letter) ?? null);
  return [...sized(before), ...(after === undefined ? [] : further), ...sized(after ?? '')];
}

const batched = (shape: Shape | undefined): readonly Size[] | undefined =>
  shape ? [null, ...shape] : undefined;

/** The sizes that `output_shape` says, letter by letter from the end; the batch is not among them. */
function told(output: string, value: unknown, sizes: Map<string, Size>): void {
  const list = Array.isArray(value) ? value : [value];
  const letters = output.replace(dots, '');
  for (const [i, letter] of [...letters].reverse().entries()) {
    const size: unknown = list.at(-1 - i);
    if (isInteger(size) && size > 0 && sizes.get(letter) == null) sizes.set(letter, size);
  }
}

/** A dense layer along any axes: the letters of the kernel's side that the input lacks are those of the output. */
const einsumDense: ReadOperation = ({ config }) => {
  const equation = parse(config.equation);
  const [given, kernel] = equation?.inputs ?? [];
  if (!equation || given === undefined || kernel === undefined || equation.inputs.length !== 2)
    return undefined;
  return ([input]): Effect | undefined => {
    const sizes = new Map<string, Size>();
    const shape = batched(input);
    const further = shape && assign(given, shape, sizes);
    told(equation.output, config.output_shape, sizes);
    const axes = [...kernel].map(letter => sizes.get(letter) ?? null);
    const biasAxes = typeof config.bias_axes === 'string' ? [...config.bias_axes] : [];
    const weights = product(axes);
    const bias = biasAxes.length > 0 ? product(biasAxes.map(letter => sizes.get(letter) ?? null)) : 0;
    if (!further) return undefined;
    const output = shapeOf(equation.output, sizes, further).slice(1);
    const inner = [...kernel].filter(letter => !equation.output.includes(letter));
    return {
      output,
      weights: weights === null || bias === null ? null : weights + bias,
      macs: product([...output, ...inner.map(letter => sizes.get(letter) ?? null)]),
    };
  };
};

/** `keras.ops.einsum` of tensors. */
const einsum: ReadOperation = ({ config }) => {
  const equation = parse(config.subscripts);
  if (!equation) return undefined;
  return (inputs): Effect | undefined => {
    if (inputs.length !== equation.inputs.length) return undefined;
    const sizes = new Map<string, Size>();
    let further: readonly Size[] = [];
    for (const [i, side] of equation.inputs.entries()) {
      const shape = batched(inputs[i]);
      const rest = shape && assign(side, shape, sizes);
      if (!rest) return undefined;
      if (rest.length > 0) further = rest;
    }
    return { output: shapeOf(equation.output, sizes, further).slice(1) };
  };
};

export const einsums: Readonly<Record<string, ReadOperation>> = {
  EinsumDense: einsumDense,
  'ops.Einsum': einsum,
};

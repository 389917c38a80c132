import type { Node } from '../../src/core/graph.js';
import type { Initializer } from '../../src/core/layers/initializers.js';
import type { Random } from './random.js';

/** How many numbers one output of a layer takes in, and how many outputs one number goes to. */
export interface Fans {
  readonly in: number;
  readonly out: number;
}

/**
 * The fans of a kernel as the registry shapes it: [...window, in / groups, out] of a convolution or a dense layer.
 * A depthwise kernel [...window, channels, multiplier] sees one channel only; Keras counts all of them and starts far too
 * small there.
 */
export function fansOf(shape: readonly number[], depthwise: boolean): Fans {
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return { in: window * (depthwise ? 1 : (shape.at(-2) ?? 1)), out: window * shape.at(-1)! };
}

/** Standard deviation of a normal distribution cut off at two deviations, relative to the uncut one. */
const CUT_DEVIATION = 0.87962566103423978;

function truncatedNormal(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}

/** True deviations: what is cut off is made up for, which TensorFlow.js forgets. */
const normalWith = (deviation: number, random: Random): number =>
  (truncatedNormal(random) * deviation) / CUT_DEVIATION;
const uniformWith = (deviation: number, random: Random): number =>
  (2 * random.uniform() - 1) * Math.sqrt(3) * deviation;

const draws: Record<Exclude<Initializer, 'orthogonal'>, (fans: Fans, random: Random) => number> = {
  glorotUniform: (fans, random) => uniformWith(Math.sqrt(2 / (fans.in + fans.out)), random),
  glorotNormal: (fans, random) => normalWith(Math.sqrt(2 / (fans.in + fans.out)), random),
  heUniform: (fans, random) => uniformWith(Math.sqrt(2 / fans.in), random),
  heNormal: (fans, random) => normalWith(Math.sqrt(2 / fans.in), random),
  lecunUniform: (fans, random) => uniformWith(Math.sqrt(1 / fans.in), random),
  lecunNormal: (fans, random) => normalWith(Math.sqrt(1 / fans.in), random),
  randomNormal: (_, random) => 0.05 * random.normal(),
  randomUniform: (_, random) => 0.05 * (2 * random.uniform() - 1),
  truncatedNormal: (_, random) => 0.05 * truncatedNormal(random),
  zeros: () => 0,
  ones: () => 1,
};

/** Where the weights start that are no kernels, by the registry's names. PReLU's slopes start as in its paper. */
const constants: Readonly<Record<string, number>> = {
  bias: 0,
  gamma: 1,
  beta: 0,
  moving_mean: 0,
  moving_variance: 1,
  alpha: 0.25,
};

/** The first values of one of a node's weights. */
export function startingValues(
  node: Pick<Node, 'parameters'>,
  weight: string,
  shape: readonly number[],
  random: Random,
): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const startsAtZero = weight === 'gamma' && node.parameters.gammaInit === 'zeros';
  const constant = startsAtZero ? 0 : constants[weight];
  if (constant !== undefined) return values.fill(constant);
  const initializer = node.parameters.init as Initializer;
  if (initializer === 'orthogonal') return drawOrthogonal(shape, random);
  const fans = fansOf(shape, weight === 'depthwise_kernel');
  const draw = draws[initializer];
  for (let i = 0; i < values.length; i++) values[i] = draw(fans, random);
  return values;
}

/** Columns (or rows, where there are more columns) of length 1 at right angles (Saxe et al. 2014), by Gram and Schmidt. */
function drawOrthogonal(shape: readonly number[], random: Random): Float32Array {
  const columns = shape.at(-1)!;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors: Float32Array[] = [];
  for (let i = 0; i < count; i++) vectors.push(orthogonalTo(vectors, length, random));
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = rows >= columns ? vectors[column]![row]! : vectors[row]![column]!;
    }
  }
  return values;
}

function orthogonalTo(others: readonly Float32Array[], length: number, random: Random): Float32Array {
  const vector = Float32Array.from({ length }, () => random.normal());
  for (const other of others) {
    const along = dot(vector, other);
    for (let i = 0; i < length; i++) vector[i]! -= along * other[i]!;
  }
  const norm = Math.sqrt(dot(vector, vector));
  return vector.map(value => value / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

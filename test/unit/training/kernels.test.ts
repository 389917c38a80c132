import '@tensorflow/tfjs'; // the gradients of its operations, and its cpu backend
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  backend,
  dispose,
  grads,
  mean,
  memory,
  moments,
  type Rank,
  setBackend,
  type Tensor,
  tensor,
  tensor1d,
  tensor4d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  batchNormInference,
  batchNormTrain,
  conv2d,
  maxPool,
  useWasmBackend,
} from '../../../webview/training/backends/index.js';
import type { KernelCase } from './kernels-case.js';
import { convCases } from './kernels-conv-cases.js';
import { otherCases } from './kernels-other-cases.js';
import { poolCases } from './kernels-pool-cases.js';
import { type Reference, sizeOf } from './kernels-reference.js';
import { stockCases } from './kernels-stock-cases.js';
import { transposedCases } from './kernels-transposed-cases.js';
import { uniform } from './kernels-values.js';

const TOLERANCE = 1e-4;
const ownCases = [...convCases, ...transposedCases, ...poolCases, ...otherCases];
const cases = [...ownCases, ...stockCases];
const worst = { error: 0, name: 'none' };

beforeAll(async () => {
  const file = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
  const binary = readFileSync(createRequire(import.meta.url).resolve(file));
  await useWasmBackend({ 'tfjs-backend-wasm-simd.wasm': binary });
});

afterAll(() => {
  console.info(`${cases.length} cases, worst relative error ${worst.error.toExponential(1)}: ${worst.name}`);
});

test.each(cases.map(each => [each.name, each] as const))(
  '%s',
  async (name, { shapes, values, run, oracle }) => {
    const inputs = shapes.map((shape, i) => ({ shape, values: values(sizeOf(shape), i + 1) }));
    await setBackend('wasm');
    const before = [memory().numTensors, backend().numDataIds()];
    const found = evaluate(run, inputs);
    expect([memory().numTensors, backend().numDataIds()], 'tensors and data that live on').toEqual(before);

    const wanted =
      'reference' in oracle ? differences(oracle.reference, inputs) : await onCpu(oracle.cpu, inputs);
    expect(found.map(result => result.length)).toEqual(wanted.map(result => result.length));
    const error = Math.max(...found.map((result, i) => relativeError(result, wanted[i]!)));
    if (error > worst.error) Object.assign(worst, { error, name });
    expect(error).toBeLessThanOrEqual(TOLERANCE);
  },
);

test('operations leave nothing behind but their results, outside of tidy too', async () => {
  await setBackend('wasm');
  const leaks = ownCases.map(({ name, shapes, values, run }) => {
    const before = memory().numTensors;
    const tensors = shapes.map((shape, i) => tensor(values(sizeOf(shape), i + 1), [...shape]));
    const result = (run as (...inputs: Tensor[]) => Tensor)(...tensors);
    dispose([result, ...tensors]);
    return { name, leaked: memory().numTensors - before };
  });
  expect(leaks.filter(({ leaked }) => leaked !== 0)).toEqual([]);
});

test('batchNormInference repeats batchNormTrain with its statistics', async () => {
  await setBackend('wasm');
  const [x, gamma, beta] = [
    tensor4d(uniform(96, 1), [2, 4, 4, 3]),
    tensor1d([1, 2, 3]),
    tensor1d([0, 1, -1]),
  ];
  const { y, ...statistics } = batchNormTrain(x, gamma, beta, 1e-3);
  const { mean, variance } = moments(x, [0, 1, 2]);
  expect(relativeError(statistics.mean.dataSync(), mean.dataSync())).toBeLessThan(TOLERANCE);
  expect(relativeError(statistics.variance.dataSync(), variance.dataSync())).toBeLessThan(TOLERANCE);
  const again = batchNormInference(x, statistics, gamma, beta, 1e-3);
  expect(relativeError(again.dataSync(), y.dataSync())).toBeLessThan(TOLERANCE);
});

test('what does not fit is refused', () => {
  const x = zeros<Rank.R4>([1, 4, 4, 2]);
  expect(() => conv2d(x, zeros([3, 3, 3, 1]))).toThrow('conv2d: 2 channels, but the filter is for 3');
  expect(() => conv2d(x, zeros([5, 5, 2, 1]))).toThrow('does not fit into the padded image');
  expect(() =>
    maxPool(x, {
      size: [2, 2],
      padding: [
        [2, 0],
        [0, 0],
      ],
    }),
  ).toThrow('sees only padding');
});

test('a mean over more channels than fit on the stack of the module', async () => {
  await setBackend('wasm');
  const [rows, channels] = [3, 70_000];
  const x = tensor(
    Float32Array.from({ length: rows * channels }, (_, i) => i % channels),
    [rows, channels],
  );
  const means = tidy(() => mean(x, 0));
  const found = means.dataSync();
  dispose([x, means]);
  expect(found.findIndex((value, i) => value !== i)).toBe(-1);
});

interface Input {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The result of an operation, then the gradient for each input. */
type Results = readonly ArrayLike<number>[];

function evaluate(run: KernelCase['run'], inputs: readonly Input[]): Results {
  const operation = run as (...inputs: Tensor[]) => Tensor;
  return tidy(() => {
    const tensors = inputs.map(({ values, shape }) => tensor(values, [...shape]));
    const y = operation(...tensors);
    const dy = tensor(uniform(y.size, 0), y.shape);
    return [y, ...grads(operation)(tensors, dy)].map(result => result.dataSync());
  });
}

async function onCpu(run: KernelCase['run'], inputs: readonly Input[]): Promise<Results> {
  await setBackend('cpu');
  return evaluate(run, inputs);
}

/** Gradients by central differences, in double precision. */
function differences(reference: Reference, inputs: readonly Input[]): Results {
  const step = 1e-5;
  const run = reference(...inputs.map(input => input.shape));
  const points = inputs.map(input => Float64Array.from(input.values));
  const y = run(...points);
  const dy = uniform(y.length, 0);
  const loss = () => run(...points).reduce((sum, value, i) => sum + value * dy[i]!, 0);
  const gradients = points.map(point =>
    point.map((value, i) => {
      point[i] = value + step;
      const above = loss();
      point[i] = value - step;
      const below = loss();
      point[i] = value;
      return (above - below) / (2 * step);
    }),
  );
  return [y, ...gradients];
}

/** The largest difference, relative to the largest number that is right. NaN where anything is not a number. */
function relativeError(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const right = Array.from(wanted);
  const scale = Math.max(1e-2, ...right.map(Math.abs));
  return Math.max(...right.map((value, i) => Math.abs(value - found[i]!))) / scale;
}

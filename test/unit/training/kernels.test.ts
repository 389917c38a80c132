import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { backend, grads, memory, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useWasmBackend } from '../../../webview/training/backends/index.js';
import type { KernelCase } from './kernels-case.js';
import { convCases } from './kernels-conv-cases.js';
import { otherCases } from './kernels-other-cases.js';
import { type Reference, sizeOf } from './kernels-reference.js';
import { stockCases } from './kernels-stock-cases.js';
import { uniform } from './kernels-values.js';

const TOLERANCE = 1e-4;
const cases = [...convCases, ...otherCases, ...stockCases];
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

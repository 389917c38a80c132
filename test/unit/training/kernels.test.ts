import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { backend, env, grads, memory, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useWasmBackend } from '../../../webview/training/backends/index.js';
import { cases, type KernelCase } from './kernels-cases.js';
import { type Run, sizeOf } from './kernels-reference.js';
import { randomValues } from './kernels-values.js';

const TOLERANCE = 1e-4;
const worst = { error: 0, name: '' };

beforeAll(async () => {
  const binary = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  );
  await useWasmBackend({ 'tfjs-backend-wasm-simd.wasm': readFileSync(binary) });
  env().set('IS_TEST', true); // tfjs then looks for a leak after every kernel
});

afterAll(() => console.info(`worst relative error of ${cases.length} cases: ${worst.error.toExponential(1)}, ${worst.name}`));

test.each(cases.map(each => [each.name, each] as const))('%s', async (name, each) => {
  const inputs = each.shapes.map((shape, i) => ({ shape, values: each.values(sizeOf(shape), i + 1) }));
  await setBackend('wasm');
  const before = [memory().numTensors, backend().numDataIds()];
  const found = evaluate(each.run, inputs);
  expect([memory().numTensors, backend().numDataIds()], 'tensors and data').toEqual(before);

  const wanted = 'reference' in each ? differences(each, inputs) : await onCpu(each.stock, inputs);
  const error = Math.max(...wanted.map((values, i) => relativeError(found[i]!, values)));
  if (!(error <= worst.error)) Object.assign(worst, { error, name });
  expect(error).toBeLessThanOrEqual(TOLERANCE);
});

interface Input {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

type Numbers = ArrayLike<number>;

/** The result, then the gradient of each input for some gradient of the result. */
function evaluate(run: (...inputs: Tensor[]) => Tensor, inputs: readonly Input[]): Numbers[] {
  return tidy(() => {
    const tensors = inputs.map(({ values, shape }) => tensor(values, [...shape]));
    const y = run(...tensors);
    const dy = tensor(randomValues(y.size, 0), y.shape);
    return [y, ...grads(run)(tensors, dy)].map(result => result.dataSync());
  });
}

async function onCpu(run: (...inputs: Tensor[]) => Tensor, inputs: readonly Input[]): Promise<Numbers[]> {
  await setBackend('cpu');
  return evaluate(run, inputs);
}

/** The result of the reference, and the gradients by central differences. */
function differences({ reference }: KernelCase & { reference: ... }, inputs: readonly Input[]): Numbers[] {
}

import { formatShape, type Shape, type Size } from '../../../graph.js';
import type { Tensor } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { broadcast } from '../graph/sizes.js';

/** The shape of a matrix product; undefined where the inner sizes differ. */
function productShape(a: Shape, b: Shape): Shape | undefined {
  if (a === null || b === null) return null;
  if (a.length === 0 || b.length === 0) return undefined;
  const left: readonly Size[] = a.length === 1 ? [1, ...a] : a;
  const right: readonly Size[] = b.length === 1 ? [...b, 1] : b;
  const [x, y] = [left.at(-1)!, right.at(-2)!];
  if (x !== null && y !== null && x !== y) return undefined;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (batch === undefined || batch === null) return batch;
  return [...batch, ...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
}

export function matmul(vm: Vm, a: Tensor, b: Tensor): Tensor {
  const shape = productShape(a.shape, b.shape);
  const result = vm.recorder.operation(vm, 'matmul', [a, b], shape ?? null, a.framework);
  if (shape === undefined)
    vm.report(
      'wrong-value',
      'error',
      `the shapes cannot be multiplied: ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      undefined,
      { of: result, from: [a, b] },
    );
  return result;
}

/** `einsum('bhqd,bhkd->bhqk', a, b)`; null where it cannot be told. */
export function einsumShape(equation: string, inputs: readonly Shape[]): Shape {
  const [left = '', right] = equation.replace(/\s/g, '').split('->');
  if (right === undefined || equation.includes('...')) return null;
  const sizes = new Map<string, Size>();
  for (const [i, letters] of left.split(',').entries()) {
    const shape = inputs[i];
    if (!shape || shape.length !== letters.length) return null;
    for (const [j, letter] of [...letters].entries()) sizes.set(letter, sizes.get(letter) ?? shape[j]!);
  }
  return [...right].map(letter => sizes.get(letter) ?? null);
}

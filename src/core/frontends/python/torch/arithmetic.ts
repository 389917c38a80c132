import { formatShape, type Shape } from '../../../graph.js';
import type { LayerName } from '../../../layers/index.js';
import { Float, isTensor, isUnknown, numberOf, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { perExample } from '../graph/recorder.js';
import { broadcast } from '../graph/sizes.js';
import { matmul } from './matmul.js';

const merges: Readonly<Record<string, LayerName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  maximum: 'maximum',
  minimum: 'minimum',
};
const names: Readonly<Record<string, string>> = {
  '/': 'divide',
  '//': 'floor_divide',
  '%': 'mod',
  '**': 'pow',
};

const compute: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - Math.floor(a / b) * b,
  '**': (a, b) => a ** b,
};

/** A small tensor of known numbers. */
export function constant(
  data: readonly number[],
  shape: readonly number[],
  whole: boolean,
  framework: Tensor['framework'],
): Tensor {
  const tensor = new Tensor(shape, framework);
  if (data.length <= 4096) tensor.data = data;
  tensor.whole = whole;
  return tensor;
}

/** An operator with a tensor on at least one side. */
export function tensorBinary(vm: Vm, op: string, left: Value, right: Value): Value {
  const tensor = isTensor(left) ? left : (right as Tensor);
  const other = tensor === left ? right : left;
  if (!isTensor(other)) return withPlain(vm, op, tensor, other, tensor === left);
  const [a, b] = [left as Tensor, right as Tensor];
  if (op === '@') return matmul(vm, a, b);
  if (a.data && b.data) {
    const known = elementwise(op, a, b);
    if (known) return known;
  }
  return merge(vm, op, a, b);
}

function elementwise(op: string, a: Tensor, b: Tensor): Tensor | undefined {
  const f = compute[op];
  const [x, y] = [a.data!, b.data!];
  if (!f || (x.length !== y.length && x.length !== 1 && y.length !== 1)) return undefined;
  const longer = x.length >= y.length ? a : b;
  const data = longer.data!.map((_, i) => f(x[x.length === 1 ? 0 : i]!, y[y.length === 1 ? 0 : i]!));
  return constant(data, longer.shape as number[], a.whole && b.whole && op !== '/', a.framework);
}

function withPlain(vm: Vm, op: string, tensor: Tensor, other: Value, tensorLeft: boolean): Value {
  const number = numberOf(other);
  if (tensor.data && number !== undefined && compute[op]) {
    const data = tensor.data.map(x => (tensorLeft ? compute[op]!(x, number) : compute[op]!(number, x)));
    return constant(
      data,
      tensor.shape as number[],
      tensor.whole && !(other instanceof Float) && op !== '/',
      tensor.framework,
    );
  }
  if (isUnknown(other)) {
    // What is not known may be a tensor of any shape that fits, or more.
    const result = new Tensor(tensor.shape === null ? null : tensor.shape, tensor.framework);
    result.node = tensor.node;
    return tensor.node === undefined
      ? vm.unknown('a tensor')
      : vm.recorder.operation(vm, names[op] ?? merges[op] ?? op, [tensor], null, tensor.framework);
  }
  const scale =
    op === '*'
      ? number
      : op === '/' && tensorLeft && number !== undefined
        ? 1 / number
        : op === '-' && !tensorLeft
          ? -1
          : 1;
  const offset =
    op === '+' ? number : op === '-' && number !== undefined ? (tensorLeft ? -number : number) : 0;
  const isLinear = ['+', '-', '*'].includes(op) || (op === '/' && tensorLeft);
  if (isLinear && number !== undefined && tensor.shape !== null && tensor.node !== undefined)
    return vm.recorder.emit(vm, 'rescale', { scale, offset }, [tensor], tensor.framework, {
      shape: tensor.shape,
    });
  return vm.recorder.operation(vm, names[op] ?? merges[op] ?? op, [tensor], tensor.shape, tensor.framework);
}

const same = (a: Shape, b: Shape): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((size, i) => size === b[i]);

/** Two tensors, element by element. A merge of ours where both have the same shape; where they do not fit, the merge says so. */
export function merge(vm: Vm, op: string, a: Tensor, b: Tensor): Tensor {
  const { framework } = a;
  const doubtful = (a.doubtful || b.doubtful) && a.shape?.length === b.shape?.length;
  const shape = doubtful ? agreed(a.shape, b.shape) : broadcast(a.shape, b.shape);
  const layer = merges[op];
  const computed = (t: Tensor): boolean => t.node !== undefined || t.parameter !== undefined;
  if (!computed(a) || !computed(b))
    return vm.recorder.operation(vm, names[op] ?? layer ?? op, [a, b], shape ?? a.shape, framework);
  if (layer !== undefined && fits(layer, a, b)) {
    const after = shape === undefined ? agreed(a.shape, b.shape) : undefined;
    const result = shape ?? after ?? null;
    if (result === null) return vm.recorder.emit(vm, layer, {}, [a, b], framework);
    return vm.recorder.emit(vm, layer, { after: after && perExample(after) }, [a, b], framework, {
      shape: result,
    });
  }
  const name = names[op] ?? layer ?? op;
  const result = vm.recorder.operation(vm, name, [a, b], shape ?? a.shape, framework);
  if (shape === undefined)
    vm.report(
      'wrong-value',
      'error',
      `the shapes do not fit at \`${layer ?? name}\`: ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      undefined,
      { of: result, from: [a, b] },
    );
  return result;
}

/** The sizes that both have; after a mismatch the others are not known, so that it is not reported again further on. */
const agreed = (a: Shape, b: Shape): Shape =>
  a === null || b === null || a.length !== b.length
    ? null
    : a.map((size, i) => (size === b[i] ? size : null));

/** Whether a merge of ours says of two shapes what the framework says: that they are the same, or that they do not fit at all. */
function fits(layer: LayerName, a: Tensor, b: Tensor): boolean {
  if (a.shape === null || b.shape === null) return a.shape === b.shape || layer !== 'multiply';
  if (a.shape.length !== b.shape.length || a.shape.length < 2) return false;
  if (a.shape[0] !== null && b.shape[0] !== null && a.shape[0] !== b.shape[0]) return false;
  if (a.parameter || b.parameter) return false;
  if (same(a.shape, b.shape) || layer === 'multiply') return true;
  if (broadcast(a.shape, b.shape) === undefined) return true;
  return perExample(a.shape)!.every(
    (s, i) => s === b.shape![i + 1] || s === null || b.shape![i + 1] === null,
  );
}

export function tensorUnary(vm: Vm, op: string, operand: Tensor): Value {
  const f = (
    {
      '-': (x: number) => -x,
      '+': (x: number) => x,
      abs: Math.abs,
      sqrt: Math.sqrt,
      exp: Math.exp,
    } as Record<string, (x: number) => number>
  )[op];
  if (operand.data && f)
    return constant(operand.data.map(f), operand.shape as number[], operand.whole, operand.framework);
  if (op === '+') return operand;
  if (op === '-' && operand.node !== undefined && operand.shape !== null)
    return vm.recorder.emit(vm, 'rescale', { scale: -1 }, [operand], operand.framework, {
      shape: operand.shape,
    });
  return vm.recorder.operation(vm, op === '~' ? 'not' : op, [operand], operand.shape, operand.framework);
}

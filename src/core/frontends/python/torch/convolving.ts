import { type Arguments, convParameters, perAxis } from '../../../dialects/torch.js';
import type { Size } from '../../../graph.js';
import { fn } from '../core/signature.js';
import { isTensor, type Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { applyLayer } from './layers.js';
import { plain } from './plain.js';

export const args = (a: Readonly<Record<string, Value>>): Arguments =>
  Object.fromEntries(Object.entries(a).map(([name, value]) => [name, plain(value)]));

export const isWeightOfModule = (value: Value | undefined): value is Tensor =>
  isTensor(value) && value.parameter !== undefined;

function convolve(vm: Vm, a: Readonly<Record<string, Value>>, axes: number, transposed: boolean): Value {
  const kernel = a.weight;
  const input = a.input;
  if (!isTensor(kernel) || !isTensor(input))
    return vm.options.libraries.unknownCall(vm, vm.unknown('conv'), { pos: [input ?? null], kw: new Map() });
  const given = args(a);
  const groups = typeof given.groups === 'number' ? given.groups : 1;
  const times = (n: Size | undefined): Size | undefined => (n === null || n === undefined ? n : n * groups);
  const [first, second] = kernel.shape ?? [null, null];
  const parameters = {
    ...convParameters(
      {
        ...given,
        out_channels: transposed ? times(second) : first,
        in_channels: transposed ? first : times(second),
        kernel_size: kernel.shape?.slice(2),
        bias: a.bias !== null,
      },
      axes,
    ),
    ...(transposed ? { outputPadding: perAxis(given.output_padding, axes) } : {}),
  };
  const result = applyLayer(vm, 'conv', transposed ? 'transposedConv' : 'conv', parameters, input);
  return isWeightOfModule(kernel) ? shared(vm, result, kernel) : result;
}

/** The weights are the module's, which may use them again. */
export function shared(vm: Vm, result: Value, owner: Tensor): Value {
  if (isTensor(result) && result.node !== undefined) {
    const draft = vm.recorder.drafts[result.node];
    if (draft) vm.recorder.drafts[result.node] = { ...draft, owner };
  }
  return result;
}

export const convolutions = [1, 2, 3].flatMap(axes => [
  fn(`conv${axes}d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)`, (vm, a) =>
    convolve(vm, a, axes, false),
  ),
  fn(
    `conv_transpose${axes}d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)`,
    (vm, a) => convolve(vm, a, axes, true),
  ),
]);

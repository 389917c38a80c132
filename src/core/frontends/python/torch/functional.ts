import {
  type Arguments,
  convParameters,
  padBorders,
  perAxis,
  poolParameters,
} from '../../../dialects/torch.js';
import { activationFunctions } from '../../../dialects/torch-activations.js';
import type { Size } from '../../../graph.js';
import type { LayerName } from '../../../layers/index.js';
import { fn } from '../core/signature.js';
import { type Builtin, isTensor, itemsOf, numberOf, type Tensor, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { numbersOf, sizesOf } from '../graph/sizes.js';
import { applyLayer } from './layers.js';
import { plain } from './plain.js';
import { onTensor } from './reshaping.js';

const args = (a: Readonly<Record<string, Value>>): Arguments =>
  Object.fromEntries(Object.entries(a).map(([name, value]) => [name, plain(value)]));

const isWeightOfModule = (value: Value | undefined): value is Tensor =>
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
function shared(vm: Vm, result: Value, owner: Tensor): Value {
  if (isTensor(result) && result.node !== undefined) {
    const draft = vm.recorder.drafts[result.node];
    if (draft) vm.recorder.drafts[result.node] = { ...draft, owner };
  }
  return result;
}

const convolutions = [1, 2, 3].flatMap(axes => [
  fn(`conv${axes}d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)`, (vm, a) =>
    convolve(vm, a, axes, false),
  ),
  fn(
    `conv_transpose${axes}d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)`,
    (vm, a) => convolve(vm, a, axes, true),
  ),
]);

const pools = [1, 2, 3].flatMap(axes => [
  fn(
    `max_pool${axes}d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)`,
    (vm, a) =>
      applyLayer(
        vm,
        'max_pool',
        'maxPool',
        { ...poolParameters(args(a), axes), dilation: perAxis(plain(a.dilation), axes) },
        a.input,
      ),
  ),
  fn(
    `avg_pool${axes}d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True)`,
    (vm, a) =>
      applyLayer(
        vm,
        'avg_pool',
        'averagePool',
        { ...poolParameters(args(a), axes), countPadding: a.count_include_pad },
        a.input,
      ),
  ),
  fn(`adaptive_avg_pool${axes}d(input, output_size)`, (vm, a) =>
    applyLayer(
      vm,
      'adaptive_avg_pool',
      'adaptiveAveragePool',
      { size: perAxis(plain(a.output_size), axes), dataFormat: 'channelsFirst' },
      a.input,
    ),
  ),
  fn(`adaptive_max_pool${axes}d(input, output_size, return_indices=False)`, (vm, a) =>
    applyLayer(
      vm,
      'adaptive_max_pool',
      'adaptiveMaxPool',
      { size: perAxis(plain(a.output_size), axes), dataFormat: 'channelsFirst' },
      a.input,
    ),
  ),
]);

const activations = Object.entries(activationFunctions).map(([name, layer]) =>
  onTensor(`${name}(input, *args, **kwargs)`, (vm, x) =>
    x.node === undefined && !x.parameter ? x : applyLayer(vm, name, layer, {}, x),
  ),
);

const dropouts = Object.entries({
  dropout: 'dropout',
  alpha_dropout: 'alphaDropout',
  dropout2d: 'spatialDropout',
  dropout3d: 'spatialDropout',
}).map(([name, layer]) =>
  onTensor(`${name}(input, p=0.5, training=True, inplace=False)`, (vm, x, a) =>
    applyLayer(
      vm,
      name,
      layer as LayerName,
      { rate: plain(a.p), ...(layer === 'spatialDropout' ? { dataFormat: 'channelsFirst' } : {}) },
      x,
    ),
  ),
);

/** Enlarges or shrinks a map, by a factor or to a size. */
export function interpolate(
  vm: Vm,
  x: Tensor,
  size: Value | undefined,
  factor: Value | undefined,
  mode: Value | undefined,
): Value {
  const axes = (x.shape?.length ?? 4) - 2;
  const interpolation = mode === 'bilinear' || mode === 'bicubic' ? mode : 'nearest';
  const wanted = size === null || size === undefined ? undefined : numbersOf(size, axes);
  if (wanted)
    return applyLayer(
      vm,
      'interpolate',
      'resize',
      { size: wanted, interpolation, dataFormat: 'channelsFirst' },
      x,
    );
  const factors = itemsOf(factor)?.map(numberOf) ?? Array<number | undefined>(axes).fill(numberOf(factor));
  if (size === null && factors.every(f => f !== undefined && Number.isInteger(f) && f >= 1))
    return applyLayer(
      vm,
      'interpolate',
      'upsample',
      { factor: factors, interpolation, dataFormat: 'channelsFirst' },
      x,
    );
  const shape = x.shape && [
    ...x.shape.slice(0, 2),
    ...x.shape
      .slice(2)
      .map((s, i) =>
        s === null || factors[i] === undefined || size !== null ? null : Math.floor(s * factors[i]),
      ),
  ];
  return vm.recorder.operation(vm, 'interpolate', [x], shape, 'torch');
}

/** PyTorch's `pad` takes pairs from the last axis on. */
function pad(vm: Vm, x: Tensor, given: Value | undefined, mode: Value | undefined): Value {
  const pairs = itemsOf(given)?.map(v => numberOf(v));
  if (!pairs || x.shape === null || pairs.some(p => p === undefined))
    return vm.recorder.operation(vm, 'pad', [x], x.shape?.map(() => null) ?? null, 'torch');
  const axes = x.shape.length - 2;
  const spatial = padBorders(pairs.slice(0, 2 * axes), Math.min(axes, pairs.length / 2));
  const layer = mode === 'reflect' ? 'reflectPad' : mode === 'replicate' ? 'replicatePad' : 'zeroPad';
  if (
    spatial &&
    spatial.length === axes &&
    axes > 0 &&
    pairs.length === 2 * axes &&
    spatial.flat().every(n => n >= 0)
  )
    return applyLayer(vm, 'pad', layer, { padding: spatial, dataFormat: 'channelsFirst' }, x);
  if (pairs.length === 6 && x.shape.length === 4 && pairs.slice(0, 4).every(p => p === 0))
    return vm.recorder.emit(
      vm,
      'padChannels',
      { before: pairs[4], after: pairs[5], dataFormat: 'channelsFirst' },
      [x],
      'torch',
    );
  const shape = x.shape.map((s, i) => {
    const at = 2 * (x.shape!.length - 1 - i);
    return s === null ? null : s + (pairs[at] ?? 0) + (pairs[at + 1] ?? 0);
  });
  return vm.recorder.operation(vm, 'pad', [x], shape, 'torch');
}

export function pixelShuffle(vm: Vm, x: Tensor, r: number | undefined): Value {
  const [n, c, h, w] = x.shape ?? [];
  const times = (s: Size | undefined): Size => (s == null || r === undefined ? null : s * r);
  const shape =
    x.shape?.length === 4
      ? [n!, c == null || r === undefined ? null : c / (r * r), times(h), times(w)]
      : null;
  return vm.recorder.operation(vm, 'pixel_shuffle', [x], shape, 'torch');
}

const same = (text: string): Builtin =>
  onTensor(text, (vm, x) =>
    vm.recorder.operation(vm, text.slice(0, text.indexOf('(')), [x], x.shape, 'torch'),
  );

/** `torch.nn.functional`. */
export const functionals: readonly Builtin[] = [
  ...convolutions,
  ...pools,
  ...activations,
  ...dropouts,
  onTensor('linear(input, weight, bias=None)', (vm, x, a) => {
    const shape = isTensor(a.weight) ? a.weight.shape : null;
    const result = applyLayer(
      vm,
      'linear',
      'dense',
      { units: shape?.[0], expects: shape?.[1], bias: a.bias !== null },
      x,
    );
    return isWeightOfModule(a.weight) ? shared(vm, result, a.weight) : result;
  }),
  onTensor('batch_norm(input, *args, **kwargs)', (vm, x, a) => {
    const kw = args(a).kwargs as Record<string, unknown> | undefined;
    const [, , given] = itemsOf(a.args) ?? [];
    const weight = given ?? null;
    if (x.parameter || x.node === undefined)
      return vm.recorder.operation(vm, 'batch_norm', [x], x.shape, 'torch');
    const has = isTensor(weight) || (kw !== undefined && 'weight' in kw && kw.weight !== null);
    return applyLayer(vm, 'batch_norm', 'batchNorm', { axis: 1, counted: false, scale: has, center: has }, x);
  }),
  onTensor('layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5)', (vm, x, a) => {
    const axes = (sizesOf(a.normalized_shape) ?? [0]).map((_, i, all) => i - all.length);
    return applyLayer(
      vm,
      'layer_norm',
      'layerNorm',
      { axes, scale: isTensor(a.weight), center: isTensor(a.bias), epsilon: plain(a.eps) },
      x,
    );
  }),
  onTensor('group_norm(input, num_groups, weight=None, bias=None, eps=1e-5)', (vm, x, a) =>
    applyLayer(
      vm,
      'group_norm',
      'groupNorm',
      { groups: plain(a.num_groups), axis: 1, scale: isTensor(a.weight), center: isTensor(a.bias) },
      x,
    ),
  ),
  same('instance_norm(input, *args, **kwargs)'),
  same('normalize(input, p=2, dim=1, eps=1e-12)'),
  same('local_response_norm(input, *args, **kwargs)'),
  onTensor('softmax(input, dim=-1, dtype=None)', (vm, x, a) =>
    applyLayer(vm, 'softmax', 'softmax', { axis: plain(a.dim) ?? -1 }, x),
  ),
  onTensor('log_softmax(input, dim=-1, dtype=None)', (vm, x, a) =>
    applyLayer(vm, 'log_softmax', 'logSoftmax', { axis: plain(a.dim) ?? -1 }, x),
  ),
  same('glu_(input)'),
  onTensor(
    "interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None)",
    (vm, x, a) => interpolate(vm, x, a.size, a.scale_factor, a.mode),
  ),
  onTensor("upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None)", (vm, x, a) =>
    interpolate(vm, x, a.size, a.scale_factor, a.mode),
  ),
  onTensor("pad(input, pad, mode='constant', value=0)", (vm, x, a) => pad(vm, x, a.pad, a.mode)),
  onTensor('pixel_shuffle(input, upscale_factor)', (vm, x, a) =>
    pixelShuffle(vm, x, numberOf(a.upscale_factor)),
  ),
  onTensor('embedding(input, weight)', (vm, x, a) =>
    vm.recorder.operation(
      vm,
      'embedding',
      [x, a.weight ?? null],
      x.shape && isTensor(a.weight) && a.weight.shape ? [...x.shape, a.weight.shape[1]!] : null,
      'torch',
    ),
  ),
  onTensor('one_hot(input, num_classes=-1)', (vm, x, a) =>
    vm.recorder.operation(
      vm,
      'one_hot',
      [x],
      x.shape && [...x.shape, numberOf(a.num_classes) ?? null],
      'torch',
    ),
  ),
  onTensor(
    'scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False)',
    (vm, q, a) => {
      const last = isTensor(a.value) ? (a.value.shape?.at(-1) ?? null) : null;
      return vm.recorder.operation(
        vm,
        'attention',
        [q, a.key ?? null, a.value ?? null],
        q.shape && [...q.shape.slice(0, -1), last],
        'torch',
      );
    },
  ),
];

export const tupleOf = (...values: readonly Value[]): Tuple => new Tuple(values);

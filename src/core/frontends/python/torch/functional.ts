import { activationFunctions } from '../../../dialects/torch-activations.js';
import type { LayerName } from '../../../layers/index.js';
import { type Builtin, isTensor, itemsOf, numberOf } from '../core/values.js';
import { sizesOf } from '../graph/sizes.js';
import { args, convolutions, isWeightOfModule, shared } from './convolving.js';
import { applyLayer } from './layers.js';
import { plain } from './plain.js';
import { pools } from './pooling.js';
import { onTensor } from './reshaping.js';
import { interpolate, pad, pixelShuffle } from './resizing.js';

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
    "interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False)",
    (vm, x, a) => interpolate(vm, x, a.size, a.scale_factor, a.mode),
  ),
  onTensor(
    "upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False)",
    (vm, x, a) => interpolate(vm, x, a.size, a.scale_factor, a.mode),
  ),
  onTensor("pad(input, pad, mode='constant', value=0)", (vm, x, a) => pad(vm, x, a.pad, a.mode)),
  onTensor('pixel_shuffle(input, upscale_factor)', (vm, x, a) =>
    pixelShuffle(vm, x, numberOf(a.upscale_factor)),
  ),
  onTensor(
    'embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)',
    (vm, x, a) =>
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

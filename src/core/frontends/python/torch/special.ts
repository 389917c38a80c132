import type { Size } from '../../../graph.js';
import { type Class, type Instance, isTensor, numberOf, Tensor, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, numbersOf, sizeOf, sizesOf } from '../graph/sizes.js';
import { attentionWeights, encoderWeights } from './attention.js';
import { chunkOf } from './gates.js';
import { weight } from './layers.js';
import { recurrent } from './recurrent.js';
import { reshape, sizesIn } from './reshaping.js';
import { interpolate, pixelShuffle } from './resizing.js';
import { type Bound, special, times, weighted } from './weighted.js';

const none = (): void => {};

const shapeOf = (x: Value | undefined): readonly Size[] | null => (isTensor(x) ? x.shape : null);

const onInput =
  (run: (vm: Vm, x: Tensor, me: Instance) => Value) =>
  (vm: Vm, me: Instance, a: Bound): Value =>
    isTensor(a.input) ? run(vm, a.input, me) : vm.unknown(me.cls.name);

/** Puts each value back to where a pooling found it; the rest is zeros. */
function unpooled(vm: Vm, me: Instance, a: Bound, axes: number): Value {
  if (!isTensor(a.input)) return vm.unknown(me.cls.name);
  const kernel = numbersOf(me.attrs.get('kernel_size'), axes);
  const stride = me.attrs.get('stride') === null ? kernel : numbersOf(me.attrs.get('stride'), axes);
  const padding = numbersOf(me.attrs.get('padding'), axes);
  const { shape } = a.input;
  const enlarged = shape?.map((s, i): Size => {
    const axis = i - (shape.length - axes);
    if (axis < 0 || s === null) return s;
    return kernel && stride && padding ? (s - 1) * stride[axis]! - 2 * padding[axis]! + kernel[axis]! : null;
  });
  const given = sizesOf(a.output_size)?.slice(-axes);
  const result = enlarged && given?.length === axes ? [...enlarged.slice(0, -axes), ...given] : enlarged;
  return vm.recorder.operation(vm, 'max_unpool', [a.input], result ?? null, 'torch', { module: me });
}

/** Modules of `torch.nn` that are more than one layer of ours, or none. */
export const specialClasses: ReadonlyMap<string, Class> = new Map([
  special(
    'Unfold(kernel_size, dilation=1, padding=0, stride=1)',
    none,
    'input',
    onInput((vm, x, me) => {
      const [kernel, dilation, padding, stride] = ['kernel_size', 'dilation', 'padding', 'stride'].map(name =>
        numbersOf(me.attrs.get(name), 2),
      );
      const { shape } = x;
      if (shape?.length !== 4 || !kernel || !dilation || !padding || !stride)
        return vm.recorder.operation(vm, 'unfold', [x], null, 'torch');
      const steps = [0, 1].map((i): Size => {
        const size = shape[i + 2]!;
        return size === null
          ? null
          : Math.floor((size + 2 * padding[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1;
      });
      const windows = times(shape[1], kernel[0], kernel[1]);
      return vm.recorder.operation(vm, 'unfold', [x], [shape[0]!, windows, times(...steps)], 'torch');
    }),
  ),
  special(
    'Fold(output_size, kernel_size, dilation=1, padding=0, stride=1)',
    none,
    'input',
    onInput((vm, x, me) => {
      const [size, kernel] = ['output_size', 'kernel_size'].map(name => numbersOf(me.attrs.get(name), 2));
      const channels = x.shape?.[1];
      const shape =
        size && kernel && x.shape && channels != null
          ? [x.shape[0]!, channels / (kernel[0]! * kernel[1]!), ...size]
          : null;
      return vm.recorder.operation(vm, 'fold', [x], shape, 'torch');
    }),
  ),
  special(
    'MultiheadAttention(embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None)',
    (_, me, a) => attentionWeights(me, a),
    'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False',
    (vm, me, a) =>
      new Tuple([
        weighted(
          vm,
          me,
          'attention',
          [...new Set([a.query ?? null, a.key ?? null, a.value ?? null])],
          shapeOf(a.query),
        ),
        a.need_weights === false ? null : new Tensor(null, 'torch'),
      ]),
  ),
  special(
    'TransformerEncoderLayer(d_model, nhead, dim_feedforward=2048, dropout=0.1, activation=None, layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True)',
    encoderWeights,
    'src, src_mask=None, src_key_padding_mask=None, is_causal=False',
    (vm, me, a) => weighted(vm, me, 'transformer_encoder', [a.src ?? null], shapeOf(a.src)),
  ),
  recurrent('LSTM', 4),
  recurrent('GRU', 3),
  recurrent('RNN', 1),
  special(
    "Upsample(size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None)",
    none,
    'input',
    onInput((vm, x, me) =>
      interpolate(vm, x, me.attrs.get('size'), me.attrs.get('scale_factor'), me.attrs.get('mode')),
    ),
  ),
  special(
    'UpsamplingNearest2d(size=None, scale_factor=None)',
    none,
    'input',
    onInput((vm, x, me) => interpolate(vm, x, me.attrs.get('size'), me.attrs.get('scale_factor'), 'nearest')),
  ),
  special(
    'UpsamplingBilinear2d(size=None, scale_factor=None)',
    none,
    'input',
    onInput((vm, x, me) =>
      interpolate(vm, x, me.attrs.get('size'), me.attrs.get('scale_factor'), 'bilinear'),
    ),
  ),
  special(
    'PixelShuffle(upscale_factor)',
    none,
    'input',
    onInput((vm, x, me) => pixelShuffle(vm, x, numberOf(me.attrs.get('upscale_factor')))),
  ),
  special(
    'ChannelShuffle(groups)',
    none,
    'input',
    onInput((vm, x, me) =>
      vm.recorder.emit(
        vm,
        'channelShuffle',
        { groups: numberOf(me.attrs.get('groups')), dataFormat: 'channelsFirst' },
        [x],
        'torch',
        { module: me },
      ),
    ),
  ),
  ...[1, 2, 3].map(axes =>
    special(
      `MaxUnpool${axes}d(kernel_size, stride=None, padding=0)`,
      none,
      'input, indices, output_size=None',
      (vm, me, a) => unpooled(vm, me, a, axes),
    ),
  ),
  special(
    'GLU(dim=-1)',
    none,
    'input',
    onInput((vm, x, me) => chunkOf(vm, 'glu', x, me.attrs.get('dim'))),
  ),
  special(
    'Unflatten(dim, unflattened_size)',
    none,
    'input',
    onInput((vm, x, me) => {
      const axis = x.shape && axisOf(me.attrs.get('dim'), x.shape.length);
      const sizes = sizesIn([me.attrs.get('unflattened_size') ?? null]);
      return x.shape && axis !== undefined && axis !== null
        ? reshape(vm, x, [...x.shape.slice(0, axis), ...sizes, ...x.shape.slice(axis + 1)], 'unflatten')
        : new Tensor(null, 'torch');
    }),
  ),
  special(
    'Bilinear(in1_features, in2_features, out_features, bias=True)',
    (_, me, a) => {
      me.attrs.set(
        'weight',
        weight([sizeOf(a.out_features), sizeOf(a.in1_features), sizeOf(a.in2_features)]),
      );
      me.attrs.set('bias', a.bias === false ? null : weight([sizeOf(a.out_features)]));
    },
    'input1, input2',
    (vm, me, a) =>
      weighted(
        vm,
        me,
        'bilinear',
        [a.input1 ?? null, a.input2 ?? null],
        shapeOf(a.input1) && [...shapeOf(a.input1)!.slice(0, -1), sizeOf(me.attrs.get('out_features'))],
      ),
  ),
  ...['StochasticDepth', 'DropPath'].map(name =>
    special(
      `${name}(p=0.0, mode='row')`,
      none,
      'input',
      onInput((vm, x, me) =>
        vm.recorder.emit(vm, 'dropPath', { rate: numberOf(me.attrs.get('p')) ?? 0 }, [x], 'torch', {
          module: me,
          shape: x.shape,
        }),
      ),
    ),
  ),
]);

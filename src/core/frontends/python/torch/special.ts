import type { Size } from '../../../graph.js';
import { method } from '../core/signature.js';
import {
  Class,
  type Instance,
  isTensor,
  itemsOf,
  numberOf,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, numbersOf, sizeOf } from '../graph/sizes.js';
import { interpolate, pixelShuffle } from './functional.js';
import { chunkOf } from './gates.js';
import { weight } from './layers.js';
import { moduleClass, sequentialClass } from './module.js';
import { reshape, sizesIn } from './reshaping.js';

type Bound = Readonly<Record<string, Value>>;

function special(
  signature: string,
  init: (vm: Vm, me: Instance, a: Bound) => void,
  forward: string,
  run: (vm: Vm, me: Instance, a: Bound) => Value,
): [string, Class] {
  const name = signature.slice(0, signature.indexOf('('));
  const cls = new Class(name, [moduleClass]);
  cls.library = true;
  const inside = signature.slice(name.length + 1, -1);
  const initialize = method(`__init__(self${inside === '' ? '' : `, ${inside}`})`, (vm, a) => {
    for (const [field, value] of Object.entries(a))
      if (field !== 'self') (a.self as Instance).attrs.set(field, value);
    init(vm, a.self as Instance, a);
    return null;
  });
  cls.members.set('__init__', initialize);
  cls.members.set(
    'forward',
    method(`forward(self, ${forward})`, (vm, a) => run(vm, a.self as Instance, a)),
  );
  return [name, cls];
}

const times = (...sizes: readonly (Size | undefined)[]): Size =>
  sizes.reduce<Size>((a, b) => (a === null || b === null || b === undefined ? null : a * b), 1);

const weightsOf = (me: Instance): number =>
  [...me.attrs.values()].reduce<number>(
    (n, v) => n + (isTensor(v) && v.parameter ? (times(...(v.shape ?? [null])) ?? 0) : 0),
    0,
  );

/** A function with weights of its own: its output has the shape that is given. */
const weighted = (
  vm: Vm,
  me: Instance,
  name: string,
  inputs: readonly Value[],
  shape: readonly Size[] | null,
): Value => vm.recorder.operation(vm, name, inputs, shape, 'torch', { weights: weightsOf(me), module: me });

function attentionWeights(me: Instance, a: Bound): void {
  const embed = sizeOf(a.embed_dim);
  const [key, value] = [a.kdim === null ? embed : sizeOf(a.kdim), a.vdim === null ? embed : sizeOf(a.vdim)];
  if (a.kdim === null && a.vdim === null) me.attrs.set('in_proj_weight', weight([times(3, embed), embed]));
  else {
    me.attrs.set('q_proj_weight', weight([embed, embed]));
    me.attrs.set('k_proj_weight', weight([embed, key]));
    me.attrs.set('v_proj_weight', weight([embed, value]));
  }
  if (a.bias !== false) {
    me.attrs.set('in_proj_bias', weight([times(3, embed)]));
    me.attrs.set('out_proj_bias', weight([embed]));
  }
  me.attrs.set('out_proj_weight', weight([embed, embed]));
}

function recurrentWeights(gates: number) {
  return (_: Vm, me: Instance, a: Bound): void => {
    const [input, hidden, layers] = [
      sizeOf(a.input_size),
      sizeOf(a.hidden_size),
      numberOf(a.num_layers) ?? 1,
    ];
    const directions = a.bidirectional === true ? ['', '_reverse'] : [''];
    for (let i = 0; i < Math.min(layers, 64); i++) {
      for (const suffix of directions) {
        const from = i === 0 ? input : times(hidden, directions.length);
        me.attrs.set(`weight_ih_l${i}${suffix}`, weight([times(gates, hidden), from]));
        me.attrs.set(`weight_hh_l${i}${suffix}`, weight([times(gates, hidden), hidden]));
        if (a.bias === false) continue;
        me.attrs.set(`bias_ih_l${i}${suffix}`, weight([times(gates, hidden)]));
        me.attrs.set(`bias_hh_l${i}${suffix}`, weight([times(gates, hidden)]));
      }
    }
  };
}

const recurrent = (name: string, gates: number): [string, Class] =>
  special(
    `${name}(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False)`,
    recurrentWeights(gates),
    'input, hx=None',
    (vm, me, a) => {
      const x = a.input;
      const directions = me.attrs.get('bidirectional') === true ? 2 : 1;
      const shape =
        isTensor(x) && x.shape
          ? [...x.shape.slice(0, -1), times(sizeOf(me.attrs.get('hidden_size')), directions)]
          : null;
      const hidden = new Tensor(null, 'torch');
      return new Tuple([
        weighted(vm, me, name.toLowerCase(), [x ?? null], shape),
        name === 'LSTM' ? new Tuple([hidden, new Tensor(null, 'torch')]) : hidden,
      ]);
    },
  );

function encoderWeights(_: Vm, me: Instance, a: Bound): void {
  attentionWeights(me, { embed_dim: a.d_model ?? null, kdim: null, vdim: null, bias: true });
  const [d, f] = [sizeOf(a.d_model), sizeOf(a.dim_feedforward)];
  for (const [name, shape] of Object.entries({
    linear1: [f, d],
    linear1_bias: [f],
    linear2: [d, f],
    linear2_bias: [d],
    norm1: [d],
    norm1_bias: [d],
    norm2: [d],
    norm2_bias: [d],
  }))
    me.attrs.set(`${name}_weight`, weight(shape));
}

const none = (): void => {};
const shapeOf = (x: Value | undefined): readonly Size[] | null => (isTensor(x) ? x.shape : null);
const onInput =
  (run: (vm: Vm, x: Tensor, me: Instance) => Value) =>
  (vm: Vm, me: Instance, a: Bound): Value =>
    isTensor(a.input) ? run(vm, a.input, me) : vm.unknown(me.cls.name);

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
    "Upsample(size=None, scale_factor=None, mode='nearest', align_corners=None)",
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

export { itemsOf, sequentialClass };

import type { Node, Shape } from '../../../src/core/graph.js';
import type { LayerName } from '../../../src/core/layers/index.js';
import { outputOf } from '../../../src/core/shapes.js';
import { parametersOf } from '../layers/infer.js';
import type { Random } from './random.js';

const at = { start: 0, end: 0 };

/** Another unit may follow below this; the whole has at most 25. */
const enoughNodes = 18;

/** A small network drawn at random, with shortcuts of every kind. */
export class Network {
  readonly nodes: Node[] = [];
  readonly outputs: string[] = [];
  private readonly shapes = new Map<string, Shape>();
  private readonly format: 'channelsLast' | 'channelsFirst';

  constructor(private readonly random: Random) {
    this.format = random.chance(0.2) ? 'channelsFirst' : 'channelsLast';
    const sizes = [random.integer(7, 18), random.integer(7, 18)];
    const channels = random.integer(1, 5);
    const shape = this.format === 'channelsLast' ? [...sizes, channels] : [channels, ...sizes];
    let last = this.add('input', { shape }, []);
    while (this.nodes.length < enoughNodes && random.chance(0.93)) last = this.unit(last);
    this.head(last);
  }

  private add(
    layer: LayerName,
    written: Record<string, unknown>,
    inputs: readonly string[],
    more: Partial<Node> = {},
  ): string {
    const id = more.id ?? `${layer}_${this.nodes.length}${this.random.chance(0.1) ? '.x' : ''}`;
    const parameters = parametersOf(layer, written);
    this.nodes.push({ id, layer, name: id, parameters, inputs, block: '', at, ...more });
    this.shapes.set(
      id,
      outputOf(
        { layer, parameters },
        inputs.map(input => this.shapes.get(input) ?? null),
      ),
    );
    return id;
  }

  private get spatialFormat(): { dataFormat: string } {
    return { dataFormat: this.format };
  }

  private get channelAxis(): number {
    return this.format === 'channelsLast' ? -1 : 1;
  }

  private spatial(id: string): readonly number[] {
    const shape = this.shapes.get(id) as readonly number[];
    return this.format === 'channelsLast' ? shape.slice(0, -1) : shape.slice(1);
  }

  private channels(id: string): number {
    const shape = this.shapes.get(id) as readonly number[];
    return this.format === 'channelsLast' ? shape.at(-1)! : shape[0]!;
  }

  private unit(from: string): string {
    const units = [
      ...Array<typeof this.single>(8).fill(this.single),
      this.residual,
      this.residual,
      this.projected,
      this.projected,
      this.optionA,
      this.dense,
      this.inception,
      this.gate,
      this.shared,
    ];
    return this.random.pick(units).call(this, from);
  }

  /** A kernel that fits, at most 4 wide. */
  private kernel(from: string): number[] {
    return this.spatial(from).map(size => this.random.integer(1, Math.min(4, size)));
  }

  private padding(kernel: readonly number[]): unknown {
    const borders = kernel.map(() => [this.random.integer(0, 2), this.random.integer(0, 2)]);
    return this.random.pick<unknown>(['same', 'same', 'valid', borders]);
  }

  private weights(): Record<string, unknown> {
    const { random } = this;
    const activation = random.pick([undefined, undefined, 'relu', 'tanh', 'hardSigmoid', 'swish']);
    const init = random.pick(['glorotUniform', 'heNormal', 'lecunNormal', 'zeros', 'truncatedNormal']);
    return { bias: random.chance(0.5), init, ...(activation ? { activation } : {}) };
  }

  private conv(from: string, filters: number, written: Record<string, unknown> = {}): string {
    const kernel = this.kernel(from);
    const usual = { kernel, padding: this.padding(kernel), ...this.weights(), ...this.spatialFormat };
    return this.add(
      'conv',
      { filters, ...usual, ...written },
      [from],
      this.random.chance(0.1) ? { frozen: true } : {},
    );
  }

  private norm(from: string): string {
    const { random } = this;
    if (random.chance(0.2)) return this.add('layerNorm', { scale: random.chance(0.7) }, [from]);
    return this.add(
      'batchNorm',
      { axis: this.channelAxis, scale: random.chance(0.7), center: random.chance(0.7) },
      [from],
    );
  }

  private activation(from: string): string {
    const layer = this.random.pick([
      'relu',
      'relu6',
      'elu',
      'selu',
      'gelu',
      'sigmoid',
      'softplus',
      'swish',
      'mish',
      'leakyRelu',
      'prelu',
      'thresholdedRelu',
      'softmax',
      'identity',
    ] as const);
    return this.add(layer, layer === 'prelu' && this.random.chance(0.5) ? { sharedAxes: [1, 2] } : {}, [
      from,
    ]);
  }

  private pool(from: string): string {
    const { random } = this;
    const kernel = this.kernel(from);
    const stride = random.chance(0.7) ? { stride: random.integer(1, 3) } : {};
    const layer = random.pick(['maxPool', 'averagePool'] as const);
    return this.add(
      layer,
      { kernel, ...stride, padding: random.pick(['same', 'valid']), ...this.spatialFormat },
      [from],
    );
  }

  /** One layer of any kind. */
  private single(from: string): string {
    const { random } = this;
    const kernel = this.kernel(from);
    const window = { kernel, padding: this.padding(kernel), ...this.weights(), ...this.spatialFormat };
    const small = Math.max(...this.spatial(from)) < 12;
    const makers = [
      () =>
        this.conv(
          from,
          random.integer(1, 8),
          random.chance(0.3)
            ? { dilation: random.integer(1, 2), padding: 'same' }
            : { stride: random.integer(1, 3) },
        ),
      () =>
        this.add(
          'depthwiseConv',
          { ...window, multiplier: random.integer(1, 2), stride: random.integer(1, 2) },
          [from],
        ),
      () =>
        this.add(
          'separableConv',
          { ...window, filters: random.integer(1, 8), multiplier: random.integer(1, 2) },
          [from],
        ),
      () => (small ? this.transposed(from) : this.pool(from)),
      () => this.pool(from),
      () => this.norm(from),
      () => this.activation(from),
      () =>
        this.add(random.pick(['dropout', 'gaussianDropout', 'alphaDropout'] as const), { rate: 0.25 }, [
          from,
        ]),
      () => this.add('gaussianNoise', { deviation: 0.1 }, [from]),
      () => this.add('rescale', { scale: 0.5, offset: -1 }, [from]),
      () =>
        this.add(
          'zeroPad',
          {
            padding: [
              [random.integer(0, 2), 1],
              [0, random.integer(0, 2)],
            ],
            ...this.spatialFormat,
          },
          [from],
        ),
      () => this.border(from),
      () =>
        small
          ? this.add('upsample', { factor: [2, random.integer(1, 2)], ...this.spatialFormat }, [from])
          : this.pool(from),
      () => this.add('subsample', { stride: 2, ...this.spatialFormat }, [from]),
      () =>
        this.add('channelShuffle', { groups: this.divisor(this.channels(from)), ...this.spatialFormat }, [
          from,
        ]),
    ];
    return random.pick(makers)();
  }

  private divisor(size: number): number {
    return this.random.pick([1, 2, 3, 4].filter(d => size % d === 0));
  }

  private transposed(from: string): string {
    const { random } = this;
    const kernel = [random.integer(1, 4), random.integer(1, 4)];
    const stride = [random.integer(1, 3), random.integer(1, 3)];
    const inside = kernel.map(size => [random.integer(0, 1), size > 2 ? 1 : 0]);
    const padding = random.pick<unknown>(['same', 'valid', inside, inside]);
    const window = { kernel, stride, padding, filters: random.integer(1, 6) };
    return this.add('transposedConv', { ...window, ...this.weights(), ...this.spatialFormat }, [from]);
  }

  private border(from: string): string {
    if (Math.min(...this.spatial(from)) < 4) return from;
    const cropping = [
      [this.random.integer(0, 1), 1],
      [1, this.random.integer(0, 1)],
    ];
    return this.add('crop', { cropping, ...this.spatialFormat }, [from]);
  }

  private keeping = { padding: 'same', stride: 1 };

  private merge(inputs: readonly string[]): string {
    return this.add(this.random.pick(['add', 'add', 'average', 'maximum', 'minimum'] as const), {}, inputs);
  }

  /** x + F(x), before or after the norm. */
  private residual(from: string): string {
    const inside = this.conv(
      this.random.chance(0.5) ? this.norm(from) : from,
      this.channels(from),
      this.keeping,
    );
    return this.merge([from, this.random.chance(0.5) ? this.norm(inside) : inside]);
  }

  private projected(from: string): string {
    const filters = this.random.integer(1, 8);
    const stride = this.random.integer(1, 3);
    const inside = this.conv(from, filters, { padding: 'same', stride });
    const shortcut = this.conv(from, filters, {
      kernel: 1,
      padding: this.random.pick(['same', 'valid']),
      stride,
    });
    return this.merge([this.norm(inside), this.random.chance(0.5) ? this.norm(shortcut) : shortcut]);
  }

  private optionA(from: string): string {
    const more = this.random.integer(0, 3);
    const inside = this.conv(from, this.channels(from) + more, { padding: 'same', stride: 2 });
    const strided = this.add('subsample', { stride: 2, ...this.spatialFormat }, [from]);
    const before = this.random.integer(0, more);
    return this.merge([
      this.add('padChannels', { before, after: more - before, ...this.spatialFormat }, [strided]),
      inside,
    ]);
  }

  private dense(from: string): string {
    const inside = this.conv(this.activation(from), this.random.integer(1, 4), this.keeping);
    return this.add('concat', { axis: this.channelAxis }, [from, inside]);
  }

  private inception(from: string): string {
    const branches = Array.from({ length: this.random.integer(2, 3) }, () =>
      this.conv(from, this.random.integer(1, 4), this.keeping),
    );
    return this.add('concat', { axis: this.channelAxis }, branches);
  }

  /** Squeeze and excitation, or another merge with a map of one pixel, which Keras stretches. */
  private gate(from: string): string {
    const squeezed = this.add('globalAveragePool', { keepDims: true, ...this.spatialFormat }, [from]);
    const gate = this.add(
      'conv',
      { filters: this.channels(from), kernel: 1, activation: 'sigmoid', ...this.spatialFormat },
      [squeezed],
    );
    if (this.random.chance(0.6)) return this.add('multiply', {}, [from, gate]);
    const inputs = this.random.chance(0.5) ? [from, gate] : [gate, from];
    return this.add(this.random.pick(['add', 'maximum', 'average']), { stretch: true }, inputs);
  }

  /** One convolution that is called twice. */
  private shared(from: string): string {
    const first = this.conv(from, this.channels(from), { ...this.keeping, activation: 'relu' });
    const { parameters } = this.nodes.at(-1)!;
    const { frozen } = this.nodes.at(-1)!;
    const second = this.add('conv', parameters, [first], {
      id: `${first}:2`,
      sharedWith: first,
      ...(frozen ? { frozen } : {}),
    });
    return this.merge([from, second]);
  }

  private head(from: string): void {
    const { random } = this;
    const pool = random.pick(['globalAveragePool', 'globalMaxPool'] as const);
    const flat = random.chance(0.3)
      ? this.add('flatten', {}, [from])
      : this.add(pool, this.spatialFormat, [from]);
    const hidden = random.chance(0.3) ? this.add('dense', { units: 5, activation: 'relu' }, [flat]) : flat;
    this.outputs.push(this.add('dense', { units: random.integer(1, 10), activation: 'softmax' }, [hidden]));
    if (random.chance(0.2)) this.outputs.push(this.add('repeatVector', { times: 3 }, [this.outputs[0]!]));
  }
}

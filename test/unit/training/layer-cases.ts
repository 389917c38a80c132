import type { LayerName } from '../../../src/core/layers/index.js';

export interface LayerCase {
  readonly layer: LayerName;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Shapes without the batch, channels last. */
  readonly inputs: readonly (readonly number[])[];
}

const map = [6, 5, 4];
const on = (
  layer: LayerName,
  parameters: LayerCase['parameters'],
  ...inputs: LayerCase['inputs']
): LayerCase => ({
  layer,
  parameters,
  inputs: inputs.length > 0 ? inputs : [map],
});

const elementwise = [
  'relu relu6 elu selu celu gelu sigmoid hardSigmoid logSigmoid tanh hardTanh softplus softsign swish hardSwish mish',
  'exponential softmax logSoftmax leakyRelu thresholdedRelu identity flatten',
]
  .join(' ')
  .split(' ') as LayerName[];

const merges: LayerName[] = ['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concat'];

/** At least one use of every layer that trains. */
export const layerCases: readonly LayerCase[] = [
  ...elementwise.map(layer => on(layer, {})),
  ...merges.map(layer => on(layer, {}, map, map, map)),
  on('multiply', {}, map, [1, 1, 4]),
  on('concat', { axis: 1 }, [6, 5, 4], [2, 5, 4]),
  on('relu', { maxValue: 0.5, slope: 0.1, threshold: 0.2 }),
  on('softmax', { axis: 1 }),
  on('elu', { alpha: 0.5 }),
  on('celu', { alpha: 0.5 }),
  on('prelu', {}),
  on('prelu', { sharedAxes: [1, 2] }),
  on('conv', { filters: 3, kernel: 3 }),
  on('conv', { filters: 3, kernel: 3, stride: 2, activation: 'tanh' }),
  on('conv', { filters: 6, kernel: [3, 2], padding: 'valid', groups: 2, bias: false }),
  on('conv', {
    filters: 3,
    kernel: 3,
    padding: [
      [0, 1],
      [2, 0],
    ],
    dilation: 2,
  }),
  on('conv', { filters: 3, kernel: [3] }, [7, 4]),
  on('depthwiseConv', { kernel: 3, stride: 2, multiplier: 2 }),
  on('depthwiseConv', { kernel: [3] }, [7, 4]),
  on('separableConv', { filters: 3, kernel: 3, multiplier: 2 }),
  on('transposedConv', { filters: 3, kernel: 3, stride: 2 }),
  on('transposedConv', { filters: 3, kernel: 2, stride: 3 }),
  on('transposedConv', { filters: 3, kernel: 3, stride: 2, padding: 'valid' }),
  on('transposedConv', { filters: 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  on('dense', { units: 3 }, [7]),
  on('dense', { units: 3, bias: false }, [2, 7]),
  on('batchNorm', {}),
  on('batchNorm', { axis: 1, scale: false }),
  on('batchNorm', { center: false }, [7]),
  on('layerNorm', {}),
  on('layerNorm', { axes: [1, 2, 3] }),
  on('groupNorm', { groups: 2 }),
  on('instanceNorm', {}),
  on('maxPool', { kernel: 2 }),
  on('maxPool', { kernel: 3, stride: 2, padding: 1 }),
  on('maxPool', { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }),
  on('maxPool', { kernel: [2] }, [7, 4]),
  on('averagePool', { kernel: 3, stride: 2 }),
  on('averagePool', { kernel: 3, stride: 2, padding: 1, countPadding: true }),
  on('globalAveragePool', {}),
  on('globalAveragePool', { keepDims: true }),
  on('globalMaxPool', {}),
  on('adaptiveAveragePool', { size: [4, 2] }),
  on('adaptiveMaxPool', { size: [4, 7] }),
  on('subsample', { stride: 2 }),
  on('padChannels', { before: 1, after: 2 }),
  on('channelShuffle', { groups: 2 }),
  on('zeroPad', {
    padding: [
      [1, 0],
      [2, 3],
    ],
  }),
  on('reflectPad', {
    padding: [
      [1, 2],
      [0, 3],
    ],
  }),
  on('replicatePad', {
    padding: [
      [1, 2],
      [0, 3],
    ],
  }),
  on('crop', {
    cropping: [
      [1, 2],
      [0, 3],
    ],
  }),
  on('upsample', { factor: [2, 3] }),
  on('upsample', { factor: 2, interpolation: 'bilinear' }),
  on('resize', { size: [4, 9] }),
  on('resize', { size: [12, 10], interpolation: 'nearest' }),
  on('reshape', { shape: [10, -1] }),
  on('permute', { order: [3, 1, 2] }),
  on('repeatVector', { times: 3 }, [4]),
  on('dropout', { rate: 0.4 }),
  on('spatialDropout', { rate: 0.4 }),
  on('alphaDropout', { rate: 0.4 }),
  on('gaussianDropout', { rate: 0.4 }),
  on('gaussianNoise', { deviation: 0.4 }),
  on('dropPath', { rate: 0.4 }),
  on('rescale', { scale: 2, offset: 1 }),
];

/** A case's name: `conv {"filters":3} on 6×5×4`. */
export const nameOfCase = ({ layer, parameters = {}, inputs }: LayerCase): string =>
  `${layer} ${JSON.stringify(parameters)} on ${inputs.map(shape => shape.join('×')).join(', ')}`;

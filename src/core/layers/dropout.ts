import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';
import { dataFormat, splitAnyMap } from './spatial.js';

const rate = {
  kind: 'number',
  min: 0,
  max: 1,
  default: 0.5,
  doc: 'The share that is dropped, from 0 to 1.',
} as const satisfies Parameter;

export const dropout = defineLayer({
  title: 'Dropout',
  category: 'regularisation',
  doc: 'Sets a share of the values to 0 during training and enlarges the rest. The shape stays.',
  parameters: { rate },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: `Dropout ${p.rate}` }),
});

export const spatialDropout = defineLayer({
  title: 'Spatial dropout',
  category: 'regularisation',
  doc: 'Sets whole channels to 0 during training, as neighbours on a map are much alike. The shape stays.',
  parameters: { rate, dataFormat },
  arity: 1,
  output([input], p, report) {
    splitAnyMap(input ?? null, p.dataFormat, report);
    return input ?? null;
  },
  label: p => ({ text: `SpatialDropout ${p.rate}` }),
});

export const alphaDropout = defineLayer({
  title: 'Alpha dropout',
  category: 'regularisation',
  doc: 'Dropout that keeps mean and variance, for SELU networks. The shape stays.',
  parameters: { rate },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: `AlphaDropout ${p.rate}` }),
});

export const gaussianDropout = defineLayer({
  title: 'Gaussian dropout',
  category: 'regularisation',
  doc: 'Multiplies by noise around 1 during training, as strong as dropout at this rate. The shape stays.',
  parameters: { rate },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: `GaussianDropout ${p.rate}` }),
});

export const gaussianNoise = defineLayer({
  title: 'Gaussian noise',
  category: 'regularisation',
  doc: 'Adds noise around 0 during training. The shape stays.',
  parameters: {
    deviation: { kind: 'number', min: 0, required: true, doc: 'Standard deviation of the noise.' },
  },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: `GaussianNoise ${p.deviation}` }),
});

export const dropPath = defineLayer({
  title: 'Stochastic depth',
  category: 'regularisation',
  doc: 'Drops the whole residual branch of an example during training (Huang et al. 2016). The shape stays.',
  parameters: {
    rate: {
      kind: 'number',
      min: 0,
      max: 1,
      required: true,
      doc: 'How often the branch is dropped, from 0 to 1.',
    },
  },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: `DropPath ${p.rate}` }),
});

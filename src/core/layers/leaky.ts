import { axisIndex, checkAxis } from './axes.js';
import { defineLayer } from './layer.js';

export const leakyRelu = defineLayer({
  title: 'Leaky ReLU',
  category: 'activation',
  doc: 'Computes x above 0, slope · x below. The shape stays.',
  parameters: {
    slope: { kind: 'number', default: 0.3, doc: 'Slope below 0 (Keras: 0.3, PyTorch: 0.01).' },
  },
  arity: 1,
  output: ([input]) => input ?? null,
  label: () => ({ text: 'LeakyReLU' }),
});

export const thresholdedRelu = defineLayer({
  title: 'Thresholded ReLU',
  category: 'activation',
  doc: 'Computes x above theta, 0 below. The shape stays.',
  parameters: {
    theta: { kind: 'number', min: 0, default: 1, doc: 'What is not above it becomes 0.' },
  },
  arity: 1,
  output: ([input]) => input ?? null,
  label: () => ({ text: 'ThresholdedReLU' }),
});

export const prelu = defineLayer({
  title: 'PReLU',
  category: 'activation',
  doc: 'A leaky ReLU with trained slopes (He et al. 2015): one for each position unless axes share theirs. The shape stays.',
  parameters: {
    sharedAxes: {
      kind: 'axes',
      doc: 'Axes along which the slopes are the same, as Keras counts: `[1, 2]` gives one for each channel of a map.',
    },
    slopes: {
      kind: 'integer',
      doc: 'Number of slopes where PyTorch counts them: 1, or one for each channel.',
      internal: true,
    },
  },
  arity: 1,
  output([input], p, report) {
    for (const axis of p.sharedAxes ?? []) checkAxis('sharedAxes', axis, input, report);
    const channels = input?.[0] ?? null;
    if (p.slopes !== undefined && p.slopes > 1 && channels !== null && channels !== p.slopes) {
      report({
        code: 'wrong-value',
        parameter: 'slopes',
        message: `${p.slopes} slopes, but ${channels} channels`,
      });
    }
    return input ?? null;
  },
  weights([input], p) {
    if (p.slopes !== undefined) return [{ name: 'alpha', shape: [p.slopes], trainable: true }];
    const rank = input?.length ?? 0;
    const shared = new Set(p.sharedAxes?.map(axis => axisIndex(axis, rank)));
    return [
      { name: 'alpha', shape: input?.map((size, i) => (shared.has(i) ? 1 : size)) ?? null, trainable: true },
    ];
  },
  label: () => ({ text: 'PReLU' }),
});

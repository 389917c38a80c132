import { formatShape, type Shape, type Size } from '../graph.js';
import { type Activation, activationParameter } from './activation.js';
import { sizeAt } from './axes.js';
import { bias } from './conv-parameters.js';
import { defineLayer, type LayerType, type Report, type Weight } from './layer.js';
import type { Parameter, ParametersOf, Schema } from './parameters.js';

const merges = ['concat', 'sum', 'ave', 'mul'] as const;

const shared = {
  units: { kind: 'integer', required: true, doc: 'Size of the state, and of the output at each step.' },
  sequences: {
    kind: 'boolean',
    default: false,
    doc: 'Whether the output has every step, not only the last one.',
  },
  bidirectional: {
    kind: 'choice',
    of: merges,
    doc: 'Runs a second one backwards, and merges both outputs so.',
  },
  backwards: { kind: 'boolean', default: false, doc: 'Whether it starts at the last step.' },
  bias,
  activation: { ...activationParameter, default: 'tanh', doc: 'What is applied to the new state.' },
} as const satisfies Record<string, Parameter>;

const gateActivation = (gate: Activation) =>
  ({ ...activationParameter, default: gate, doc: 'What is applied to the gates.' }) as const;

type Recurrent = ParametersOf<typeof shared>;

function states(input: Shape, p: Recurrent, report: Report): Shape {
  if (input && input.length !== 2) {
    report({ code: 'wrong-rank', message: `needs steps × features, but gets ${formatShape(input)}` });
  }
  const units = p.bidirectional === 'concat' ? 2 * p.units : p.units;
  return p.sequences ? [input?.length === 2 ? input[0]! : null, units] : [units];
}

/** Kernels of all gates side by side, once for each direction. */
function gateWeights(features: Size, gates: number, biases: readonly Size[], p: Recurrent): Weight[] {
  const direction = (prefix: string): Weight[] => [
    { name: `${prefix}kernel`, shape: [features, gates * p.units], trainable: true },
    { name: `${prefix}recurrent_kernel`, shape: [p.units, gates * p.units], trainable: true },
    ...(p.bias ? [{ name: `${prefix}bias`, shape: biases, trainable: true }] : []),
  ];
  return p.bidirectional ? [...direction('forward_'), ...direction('backward_')] : direction('');
}

/** A layer of `gates` gates for each unit. Further inputs are its first states. */
function recurrent<const S extends Schema>(
  title: string,
  doc: string,
  gates: number,
  own: S,
): LayerType<typeof shared & S> {
  const layer: LayerType<typeof shared> = {
    title,
    category: 'dense',
    doc: `${doc} Steps × features become \`units\`, or with \`sequences\` steps × \`units\`.`,
    parameters: { ...shared, ...own },
    arity: 1,
    output: ([input = null], p, report) => states(input, p, report),
    weights: ([input], p) => gateWeights(sizeAt(input, -1), gates, [gates * p.units], p),
    label: p => ({ text: `${title} ${p.units}`, detail: p.bidirectional && '⇄' }),
  };
  return layer as LayerType<typeof shared & S>;
}

export const simpleRnn = recurrent(
  'RNN',
  'A plain recurrent layer: one dense layer over input and state.',
  1,
  {},
);

export const lstm = recurrent('LSTM', 'Long short-term memory (Hochreiter and Schmidhuber 1997).', 4, {
  gateActivation: gateActivation('sigmoid'),
});

export const gru = defineLayer({
  ...recurrent('GRU', 'A gated recurrent unit (Cho et al. 2014).', 3, {
    gateActivation: gateActivation('sigmoid'),
    resetAfter: {
      kind: 'boolean',
      default: true,
      doc: 'Whether the reset gate applies after the product, which gives it a second bias (cuDNN).',
    },
  }),
  weights: ([input], p) =>
    gateWeights(sizeAt(input, -1), 3, p.resetAfter ? [2, 3 * p.units] : [3 * p.units], p),
});

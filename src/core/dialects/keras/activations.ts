import type { Activation } from '../../layers/activation.js';
import type { LayerName } from '../../layers/index.js';
import type { Value } from '../../layers/parameters.js';

/** Keras's names of each activation; the first one is written. */
export const activationNames = {
  relu: ['relu'],
  relu6: ['relu6'],
  elu: ['elu'],
  selu: ['selu'],
  celu: ['celu'],
  gelu: ['gelu', 'gelu_new'],
  sigmoid: ['sigmoid'],
  hardSigmoid: ['hard_sigmoid', 'hardSigmoid'],
  logSigmoid: ['log_sigmoid'],
  tanh: ['tanh'],
  hardTanh: ['hard_tanh'],
  softplus: ['softplus'],
  softsign: ['softsign'],
  swish: ['swish', 'silu'],
  hardSwish: ['hard_silu', 'hard_swish'],
  mish: ['mish'],
  exponential: ['exponential'],
  softmax: ['softmax'],
  logSoftmax: ['log_softmax', 'logSoftmax'],
} as const satisfies Record<Activation, readonly string[]>;

const byName = new Map<string, Activation>(
  Object.entries(activationNames).flatMap(([ours, names]) =>
    names.map(name => [name, ours as Activation] as const),
  ),
);

/** An activation that is a layer of ours. */
export interface ActivationLayer {
  readonly layer: LayerName;
  readonly parameters: Readonly<Record<string, Value>>;
}

/** Activations that are layers of ours, with the values that Keras's functions have. */
const layersByName: Readonly<Record<string, ActivationLayer>> = {
  leaky_relu: { layer: 'leakyRelu', parameters: { slope: 0.2 } },
  LeakyReLU: { layer: 'leakyRelu', parameters: { slope: 0.3 } },
  ReLU: { layer: 'relu', parameters: {} },
  ELU: { layer: 'elu', parameters: {} },
  Softmax: { layer: 'softmax', parameters: {} },
};

export type ActivationReading =
  | { readonly builtIn: Activation }
  | ActivationLayer
  | { readonly unknown: string };

/** `glu` halves the channels, which no other activation does. */
export const keepsShape = (name: string): boolean => name !== 'glu';

/** What an `activation` says: a name, a function, or an object of a layer class; undefined for none. */
export function readActivation(value: unknown): ActivationReading | undefined {
  const name = nameOf(value);
  if (name === undefined || name === 'linear') return undefined;
  const builtIn = byName.get(name);
  if (builtIn) return { builtIn };
  const layer = Object.hasOwn(layersByName, name) ? layersByName[name] : undefined;
  return layer ?? { unknown: name };
}

/** Keras 3 wraps functions: `{"class_name": "function", "config": "leaky_relu"}`. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { class_name: className, config } = value as { class_name?: unknown; config?: unknown };
  if (className === 'function' && typeof config === 'string') return config;
  if (className === 'Activation' && typeof config === 'object' && config !== null && 'activation' in config) {
    return typeof config.activation === 'string' ? config.activation : undefined;
  }
  return typeof className === 'string' ? className : undefined;
}

import type { LayerName } from '../layers/index.js';
import type { TorchClass } from './torch.js';

const activation = (layer: LayerName, signature = 'inplace=False'): TorchClass => ({
  layer,
  signature,
  parameters: () => ({}),
});

/** Each with the function of `torch.nn.functional` that does the same. */
export const activationFunctions: Readonly<Record<string, LayerName>> = {
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  celu: 'celu',
  gelu: 'gelu',
  sigmoid: 'sigmoid',
  hardsigmoid: 'hardSigmoid',
  logsigmoid: 'logSigmoid',
  tanh: 'tanh',
  hardtanh: 'hardTanh',
  softplus: 'softplus',
  softsign: 'softsign',
  silu: 'swish',
  swish: 'swish',
  hardswish: 'hardSwish',
  mish: 'mish',
  exp: 'exponential',
  leaky_relu: 'leakyRelu',
};

/** Activations as classes of `torch.nn`. */
export const activationClasses: Readonly<Record<string, TorchClass>> = {
  ReLU: activation('relu'),
  ReLU6: activation('relu6'),
  ELU: { ...activation('elu', 'alpha=1.0, inplace=False'), parameters: a => ({ alpha: a.alpha }) },
  SELU: activation('selu'),
  CELU: { ...activation('celu', 'alpha=1.0, inplace=False'), parameters: a => ({ alpha: a.alpha }) },
  GELU: activation('gelu', "approximate='none'"),
  Sigmoid: activation('sigmoid'),
  Hardsigmoid: activation('hardSigmoid'),
  LogSigmoid: activation('logSigmoid'),
  Tanh: activation('tanh'),
  Hardtanh: activation('hardTanh', 'min_val=-1.0, max_val=1.0, inplace=False'),
  Softplus: activation('softplus', 'beta=1, threshold=20'),
  Softsign: activation('softsign'),
  SiLU: activation('swish'),
  Hardswish: activation('hardSwish'),
  Mish: activation('mish'),
  LeakyReLU: {
    ...activation('leakyRelu', 'negative_slope=0.01, inplace=False'),
    parameters: a => ({ slope: a.negative_slope }),
  },
  RReLU: activation('leakyRelu', 'lower=0.125, upper=0.333, inplace=False'),
  Threshold: activation('thresholdedRelu', 'threshold, value, inplace=False'),
  PReLU: {
    layer: 'prelu',
    signature: 'num_parameters=1, init=0.25, device=None, dtype=None',
    parameters: a => ({ slopes: a.num_parameters }),
    weights: a => ({ weight: [typeof a.num_parameters === 'number' ? a.num_parameters : null] }),
  },
  Softmax: {
    layer: 'softmax',
    signature: 'dim=None',
    parameters: a => ({ axis: typeof a.dim === 'number' ? a.dim : -1 }),
  },
  LogSoftmax: {
    layer: 'logSoftmax',
    signature: 'dim=None',
    parameters: a => ({ axis: typeof a.dim === 'number' ? a.dim : -1 }),
  },
  Softmax2d: { layer: 'softmax', signature: '', parameters: () => ({ axis: 1 }) },
};

import { product } from '../../../graph.js';
import { axisOf, count, integers, plus, type ReadOperation, times, when } from './operation.js';

/** Goodfellow et al. 2013: the greatest of several dense layers' outputs. */
const maxout: ReadOperation = ({ config }) => {
  const [units, pieces] = [count(config.output_dim), count(config.nb_feature)];
  if (units === undefined || pieces === undefined) return undefined;
  return ([input]) => {
    const features = input?.at(-1) ?? null;
    const kernel = times(pieces, features, units);
    return { output: [units], weights: plus(kernel, when(config.bias, pieces * units)), macs: kernel };
  };
};

/** Srivastava et al. 2015: a gate weighs a dense layer against its input. */
const highway: ReadOperation =
  ({ config }) =>
  ([input = null]) => {
    const features = input?.at(-1) ?? null;
    const kernels = times(2, features, features);
    return { output: input, weights: plus(kernels, when(config.bias, times(2, features))), macs: kernels };
  };

/** Trained curves for each position, or for those that no shared axis joins. */
const curve =
  (parameters: number): ReadOperation =>
  ({ config }) =>
  ([input = null]) => {
    const shared = integers(config.shared_axes) ?? [];
    const own = input?.map((size, i) => (shared.some(axis => axisOf(axis, input.length) === i) ? 1 : size));
    return { output: input, weights: times(parameters, product(own ?? [null])) };
  };

/** Layers that only Keras 1 had. */
export const older: Readonly<Record<string, ReadOperation>> = {
  MaxoutDense: maxout,
  Highway: highway,
  ParametricSoftplus: curve(2),
  SReLU: curve(4),
};

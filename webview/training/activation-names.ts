import type { Node } from '../../src/core/graph.js';
import { type Activation, activations } from '../../src/core/layers/activation.js';

export const isActivation = (word: unknown): word is Activation => activations.some(name => name === word);

/** The activation that a node is, or that is built into it; undefined where there is none. */
export function activationOf({
  layer,
  parameters,
}: Pick<Node, 'layer' | 'parameters'>): Activation | undefined {
  if (isActivation(layer)) return layer;
  return isActivation(parameters.activation) ? parameters.activation : undefined;
}

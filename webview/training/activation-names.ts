import { type Activation, activations } from '../../src/core/layers/activation.js';

export const isActivation = (word: unknown): word is Activation => activations.some(name => name === word);

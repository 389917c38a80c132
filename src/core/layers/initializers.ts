import type { Parameter } from './parameters.js';

/** How weights start; the smoke test uses it. Names as in Keras. */
export const initializers = [
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'orthogonal',
  'zeros',
  'ones',
] as const;

export type Initializer = (typeof initializers)[number];

export const initializer = {
  kind: 'choice',
  of: initializers,
  default: 'glorotUniform',
  doc: 'How the weights start. `heNormal` suits layers before a ReLU (He et al. 2015).',
} as const satisfies Parameter;

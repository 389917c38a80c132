import type { Initializer } from '../../layers/initializers.js';
import type { Value } from '../../layers/parameters.js';

/** Keras's class for each initializer. Keras 1 and short forms have the same words in snake case. */
const classes = {
  glorotUniform: 'GlorotUniform',
  glorotNormal: 'GlorotNormal',
  heUniform: 'HeUniform',
  heNormal: 'HeNormal',
  lecunUniform: 'LecunUniform',
  lecunNormal: 'LecunNormal',
  randomNormal: 'RandomNormal',
  randomUniform: 'RandomUniform',
  truncatedNormal: 'TruncatedNormal',
  orthogonal: 'Orthogonal',
  zeros: 'Zeros',
  ones: 'Ones',
} as const satisfies Record<Initializer, string>;

const letters = (name: string): string => name.replace(/[^a-z]/gi, '').toLowerCase();

const byLetters = new Map(
  Object.entries(classes).map(([ours, theirs]) => [letters(theirs), ours as Initializer]),
);

/** Keras 1 and 2 said most of them as one class: `VarianceScaling` with scale, mode and distribution. */
const scalings: Readonly<Record<string, Initializer>> = {
  '1 fan_avg uniform': 'glorotUniform',
  '1 fan_avg normal': 'glorotNormal',
  '2 fan_in uniform': 'heUniform',
  '2 fan_in normal': 'heNormal',
  '1 fan_in uniform': 'lecunUniform',
  '1 fan_in normal': 'lecunNormal',
};

/** Ours for a name or an object; undefined, which means the default, for what we have no word for. */
export function readInitializer(value: unknown): Initializer | undefined {
  if (typeof value === 'string') return byLetters.get(letters(value));
  if (typeof value !== 'object' || value === null) return undefined;
  const { class_name: className, config } = value as {
    class_name?: unknown;
    config?: Record<string, unknown>;
  };
  if (className !== 'VarianceScaling')
    return typeof className === 'string' ? byLetters.get(letters(className)) : undefined;
  const { scale, mode, distribution } = config ?? {};
  const shape = String(distribution).replace('truncated_', '').replace('untruncated_', '');
  return scalings[`${String(scale)} ${String(mode)} ${shape}`];
}

/** Keras and TensorFlow.js write LeCun's name differently; as a scaling, both know it. */
const asScaling: Readonly<Record<string, string>> = {
  lecunUniform: 'uniform',
  lecunNormal: 'truncated_normal',
};

/** The form that Keras 2, Keras 3 and TensorFlow.js all read. */
export function writeInitializer(value: Value): unknown {
  const distribution = asScaling[String(value)];
  return distribution === undefined
    ? { class_name: classes[value as Initializer] ?? classes.glorotUniform, config: {} }
    : { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_in', distribution } };
}

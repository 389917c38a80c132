import type { Finding } from '../../src/core/finding.js';
import { rules } from '../../src/core/rules/index.js';

/** The codes of design rules: what is unknown, or is said while a file is read, has nothing to do with a design. */
const designCodes: ReadonlySet<string> = new Set(
  rules.flatMap(({ code, check, severity }) => (check && severity !== 'error' ? [code] : [])),
);

/** Whether something is said of a design that is more than advice: a remark counts, too. */
export const isAboveHint = ({ code, severity }: Pick<Finding, 'code' | 'severity'>): boolean =>
  severity === 'error' || (severity !== 'hint' && designCodes.has(code)) || severity === 'warning';

/**
 * What is reported above a hint in networks that others have published or that come with the extension, each with what
 * the literature says of it. Everything else there is silent.
 */
export const agreed: readonly {
  /** The file, or the repository with the path and the entry. */
  readonly where: string;
  readonly code: string;
  readonly reason: string;
}[] = [
  {
    where: 'zoo/plain34',
    code: 'deep-plain-network',
    reason: 'He et al. 2015, table 2: the network that shows the degradation',
  },
  ...['18', '34', '50', '101', '152'].map(depth => ({
    where: `weiaicunzai/pytorch-cifar100 models/preactresnet.py preactresnet${depth}()`,
    code: 'missing-final-norm',
    reason:
      'He et al. 2016, appendix: an extra activation after the last addition, which this one leaves out',
  })),
  ...['56', '92'].map(depth => ({
    where: `weiaicunzai/pytorch-cifar100 models/attention.py attention${depth}()`,
    code: 'missing-final-norm',
    reason: 'Wang et al. 2017 build on pre-activation units, whose last sum He et al. 2016 normalise',
  })),
  {
    where: 'kuangliu/pytorch-cifar models/senet.py SENet18()',
    code: 'missing-final-norm',
    reason: 'pre-activation units with gates; He et al. 2016, appendix, normalise the last sum',
  },
  {
    where:
      'ekmixon/keras-io examples/vision/image_classification_from_scratch.py make_model(input_shape=(180, 180, 3), num_classes=2)',
    code: 'double-activation',
    reason: 'a ReLU of a ReLU is the same ReLU: the first block of its loop repeats that of the stem',
  },
];

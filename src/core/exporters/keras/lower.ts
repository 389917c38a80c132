import { type LayerName, layers } from '../../layers/index.js';
import * as forms from './forms.js';
import * as options from './options.js';
import * as pools from './pools.js';
import { type Lower, type Lowered, type Step, type Subject, step } from './step.js';
import type { Target } from './target.js';
import * as windows from './windows.js';

const merges = ['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concat'] as const;

/** Layers that the dialect's table alone does not spell. */
const lowerings: { readonly [N in LayerName]?: Lower<N> } = {
  ...windows,
  ...pools,
  ...forms,
  input: options.input,
  relu: options.relu,
  celu: options.celu,
  logSoftmax: options.logSoftmax,
  prelu: options.prelu,
  instanceNorm: options.instanceNorm,
  spatialDropout: options.spatialDropout,
  dropPath: options.dropPath,
  gru: options.gru,
  ...Object.fromEntries(merges.map(layer => [layer, options.merge(layer)])),
};

/** The chain of Keras layers for one node, or why there is none. */
export function lower(subject: Subject): Lowered {
  const { node, inputs, target } = subject;
  if (layers[node.layer].arity !== 0 && inputs.length === 0) return 'it takes no tensor';
  if (layers[node.layer].arity === 1 && inputs.length > 1)
    return `${target.name} is not told here which tensors are states`;
  const own = lowerings[node.layer] as Lower<LayerName> | undefined;
  const lowered = own ? own(subject) : spelled(subject);
  return typeof lowered === 'string' ? lowered : (refused(lowered, target) ?? lowered);
}

/** Padding and cropping have an entry for each axis; the others need no number of axes. */
function spelled({ node }: Subject): Lowered {
  const borders = node.parameters.padding ?? node.parameters.cropping;
  return [step(node.layer, node.parameters, Array.isArray(borders) ? borders.length : 0)];
}

/** What the target lacks of a chain. */
function refused(steps: readonly Step[], { name, classes, activations: words }: Target): string | undefined {
  for (const { className, config } of steps) {
    if (!/^\w+$/.test(className)) return `${name} has no layer like it`;
    if (classes && !classes.has(className)) return `${name} has no ${className}`;
    const { activation } = config;
    if (words && typeof activation === 'string' && !words.has(activation))
      return `${name} has no activation ${activation}`;
  }
  return undefined;
}

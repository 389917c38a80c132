import { analyze, type Model } from './analyze.js';
import { type Size, sum } from './graph.js';
import type { ReadOptions } from './program.js';
import type { Files, Source } from './source.js';

/**
 * Every network of a file, the likeliest first: one for most formats, and for a program one for each entry that makes
 * one. A step at a time, since each is a reading of the whole program.
 */
export function* networksIn(source: Source, files: Files, options: ReadOptions = {}): Generator<Model> {
  const first = analyze(source, files, options);
  if (!first) return;
  yield first;
  if (options.entry !== undefined) return;
  for (const { entry, kind } of first.program?.candidates ?? []) {
    if (entry === first.program?.entry?.entry) continue;
    const other = analyze(source, files, { ...options, entry });
    if (other && isNetwork(other) && (kind === 'comment' || hasWeights(other))) yield other;
  }
}

/** A gate or an activation of the author's own is no network that anyone would look at by itself. */
const hasWeights = (model: Model): boolean => networkTotals(model).parameters !== 0;

/** Whether there is more to a model than a remark: a helper function is a candidate of a program as well. */
export const isNetwork = ({ broken, graph }: Model): boolean =>
  broken === undefined && graph.nodes.some(node => node.layer !== 'input' && node.layer !== 'variable');

/** Parameters and multiply-accumulates of a whole network; null where a layer is not known. */
export interface NetworkTotals {
  readonly parameters: Size;
  readonly trainable: Size;
  readonly macs: Size;
}

/** As the network's own framework counts: weights that no layer uses are weights, too. */
export function networkTotals({
  graph: { nodes },
  program,
}: Pick<Model, 'graph' | 'program'>): NetworkTotals {
  const { totals } = program ?? {};
  return {
    parameters: totals ? totals.total : sum(nodes.map(node => node.weights.total)),
    trainable: totals ? totals.trainable : sum(nodes.map(node => node.weights.trainable)),
    macs: sum(nodes.map(node => node.macs)),
  };
}

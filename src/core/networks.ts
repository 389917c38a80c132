import { analyze, type Model } from './analyze.js';
import type { Finding } from './finding.js';
import type { Candidate, ReadOptions } from './program.js';
import type { Files, Place, Source } from './source.js';
import { networkTotals } from './totals.js';

/** Every network of a file, the likeliest first: one for most formats, and for a program one for each entry that makes one. */
export function* networksIn(source: Source, files: Files, options: ReadOptions = {}): Generator<Model> {
  const first = analyze(source, files, options);
  if (!first) return;
  yield first;
  if (options.entry !== undefined) return;
  for (const candidate of othersThan(first)) {
    const other = analyze(source, files, { ...options, entry: candidate.entry });
    if (other && isWorthShowing(other, candidate)) yield other;
  }
}

/** What else of a program may be a network. */
export const othersThan = ({ program }: Model): readonly Candidate[] =>
  program?.candidates.filter(({ entry }) => entry !== program.entry?.entry) ?? [];

/** Whether a candidate has turned out to be a network that is of use by itself. */
export const isWorthShowing = (model: Model, { kind }: Candidate): boolean =>
  isNetwork(model) && (kind === 'comment' || hasWeights(model));

/** A gate or an activation of the author's own is no network that anyone would look at by itself. */
const hasWeights = (model: Model): boolean => networkTotals(model).parameters !== 0;

/** Whether there is more to a model than a remark: a helper function is a candidate of a program as well. */
export const isNetwork = ({ broken, graph }: Model): boolean =>
  broken === undefined && graph.nodes.some(node => node.layer !== 'input' && node.layer !== 'variable');

/** Where what is said of a node is shown; of the network as a whole, or of a node that it has not, at its name. */
export function placeToBlame({ graph, definitions, program }: Model, node: string | undefined): Place {
  const guilty = graph.nodes.find(({ id }) => id === node);
  const network = definitions.find(({ kind }) => kind === 'network');
  return guilty?.at ?? network?.nameAt ?? program?.entry?.at ?? { start: 0, end: 0 };
}

export interface Found {
  readonly model: Model;
  readonly finding: Finding;
}

/** What is wrong with the networks of a file: code that several of them use is wrong once. */
export function findingsIn(models: readonly Model[]): Found[] {
  const known = new Set<string>();
  const isBroken = models.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return models.flatMap(model =>
    model.findings.flatMap(finding => {
      // As within one network, advice waits until nothing is broken.
      if (isBroken && finding.severity === 'hint') return [];
      const { code, at } = finding;
      const key = `${code} ${at.file ?? ''} ${at.start} ${at.end}`;
      const others = models.length > 1 && known.has(key);
      known.add(key);
      return others ? [] : [{ model, finding }];
    }),
  );
}

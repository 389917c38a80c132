import { analyze, type Model } from '../analyze.js';
import { type NativeReading, native } from '../frontends/native/index.js';
import { applyEdits, type Edit, type Files, noFiles, type Source } from '../source.js';

/** A change of a whole native file that makes another network of it. */
export interface Transform {
  readonly title: string;
  readonly detail: string;
  /** What is said of a file in which there is nothing to change. */
  readonly nothing: string;
  edits(source: Source, reading: NativeReading): readonly Edit[];
}

export type Transformed =
  | { readonly edits: readonly Edit[]; readonly model: Model }
  /** Why it is not offered. */
  | { readonly reason: string };

/**
 * Tries a transform: the edited text is analysed, and must have no error that was not there before and give outputs of
 * the same shapes.
 */
export function tryTransform(
  transform: Transform,
  source: Source,
  model: Model,
  files: Files = noFiles,
): Transformed {
  if (!native.claims(source)) return { reason: 'only model files of ResNet Designer can be changed so' };
  if (model.broken !== undefined) return { reason: `the file cannot be read: ${model.broken}` };
  const edits = transform.edits(source, native.read(source, files));
  if (edits.length === 0) return { reason: transform.nothing };
  const after = analyze({ ...source, text: applyEdits(source.text, edits) }, files, model.options)!;
  const error = newError(model, after);
  if (error !== undefined) return { reason: `it would break the network: ${error}` };
  if (JSON.stringify(outputsOf(after)) !== JSON.stringify(outputsOf(model)))
    return { reason: 'the output would have another shape' };
  return { edits, model: after };
}

/** The message of an error that only the text after the change has. */
function newError(before: Model, after: Model): string | undefined {
  const errors = ({ findings }: Model): string[] =>
    findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const known = new Set(errors(before));
  return errors(after).find(message => !known.has(message));
}

function outputsOf({ graph }: Model): unknown {
  const shapes = new Map(graph.nodes.map(({ id, output }) => [id, output]));
  return graph.outputs.map(id => shapes.get(id) ?? null);
}

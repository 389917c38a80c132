import { analyze, frontendFor, type Model } from './analyze.js';
import type { Change } from './finding.js';
import type { Shape } from './graph.js';
import { type LayerName, layers } from './layers/index.js';
import type { Parameter, Value } from './layers/parameters.js';
import { applyEdits, type Edit, type Files, noFiles, type Source } from './source.js';

export type Edited =
  | { readonly edits: readonly Edit[]; readonly model: Model }
  /** Why it is not made, as the end of a sentence. */
  | { readonly reason: string };

/**
 * What the text and its network become by a change that a person asks for. It may break the network, as typing may:
 * then the findings say so. Refused is what the file cannot say, and what would make it unreadable.
 */
export function tryChange(source: Source, model: Model, change: Change, files: Files = noFiles): Edited {
  const frontend = frontendFor(source);
  if (!frontend || model.broken !== undefined) return { reason: 'the text cannot be read as it is' };
  const { options, program } = model;
  const asked = program?.entry ? { ...options, entry: program.entry.entry } : options;
  const edits = frontend.rewrite?.(source, frontend.read(source, files, asked), change);
  if (!edits) return { reason: 'this file does not say it in one place: change it in the text' };
  if (edits.some(({ span }) => span.file !== undefined)) return { reason: 'it is written in another file' };
  const text = applyEdits(source.text, edits);
  if (text === source.text) return { reason: 'it is so already' };
  const after = analyze({ ...source, text }, files, asked);
  if (!after || after.broken !== undefined)
    return { reason: `the file could not be read: ${after?.broken ?? 'it is no model'}` };
  const twice = after.findings.find(f => f.code === 'duplicate-name' && !knows(model, f.message));
  return twice ? { reason: twice.message } : { edits, model: after };
}

const knows = ({ findings }: Model, message: string): boolean => findings.some(f => f.message === message);

/** Values to start with for what a layer cannot do without, where it takes a map or a vector of a shape. */
export function startingParameters(layer: LayerName, input: Shape): Record<string, Value> {
  const required = Object.entries<Parameter>(layers[layer].parameters).filter(
    ([, p]) => p.required && !p.internal,
  );
  return Object.fromEntries(
    required.map(([name, parameter]) => [name, startOf(layer, name, parameter, input)]),
  );
}

function startOf(layer: LayerName, name: string, { kind, of, min }: Parameter, input: Shape): Value {
  if (name === 'filters') return input?.at(-1) ?? 64;
  if (kind === 'sizes') return layers[layer].category === 'convolution' ? [3, 3] : [2, 2];
  if (kind === 'borders')
    return [
      [1, 1],
      [1, 1],
    ];
  if (kind === 'shape') return [-1];
  if (kind === 'axes') return (input ?? [1, 1, 1]).map((_, i) => i + 1);
  if (kind === 'choice') return of?.[0] ?? '';
  if (kind === 'number') return 0.1;
  return name === 'units' ? 10 : Math.max(min ?? 1, 2);
}

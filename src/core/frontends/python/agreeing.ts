import { sortTopologically, type TypedNode } from '../../graph.js';
import { mergeConflict } from '../../layers/merge.js';
import { inferShapes } from '../../shapes.js';
import type { Place } from '../../source.js';
import type { Finished } from './read.js';

/** One run of a network on a shape that was guessed, and the places where it goes wrong. */
export interface Attempt {
  readonly reading: Finished;
  /** Whether height and width were guessed, too. */
  readonly isSized: boolean;
  readonly merges: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

export function attemptOf(reading: Finished, isSized: boolean): Attempt {
  const { nodes } = sortTopologically(reading.nodes);
  const { nodes: typed, findings } = inferShapes(nodes, []);
  const outputs = new Map(typed.map(node => [node.id, node.output]));
  const isConflict = ({ layer, inputs, parameters }: TypedNode): boolean =>
    Boolean(
      mergeConflict(
        layer,
        inputs.map(id => outputs.get(id) ?? null),
        parameters,
      ),
    );
  const errors = [...reading.findings, ...findings].filter(({ severity }) => severity === 'error');
  return {
    reading,
    isSized,
    merges: new Set(typed.filter(isConflict).map(({ at }) => keyOf(at))),
    others: new Set(errors.map(({ code, at }) => `${code} ${keyOf(at)}`)),
  };
}

const keyOf = ({ file, start, end }: Place): string => `${file ?? ''} ${start} ${end}`;

/** Whether a network runs through without a word. */
export const isClean = ({ reading, merges, others }: Attempt): boolean =>
  !reading.broken && reading.isClean && merges.size === 0 && others.size === 0;

/**
 * The run that shows what is wrong whatever comes in, and nothing that only the guess is to blame for: sides of an
 * addition that part at every size, and what is wrong where height and width are left open; undefined where no guess
 * can be trusted. That the first layer takes the input confirms its channels.
 */
export function surestOf(attempts: readonly Attempt[]): Finished | undefined {
  const sized = attempts.filter(({ isSized }) => isSized);
  const open = attempts.find(({ isSized, reading }) => !isSized && takesInput(reading));
  if (!open) return undefined;
  const everywhere = (key: string): boolean => sized.every(({ merges }) => merges.has(key));
  const isSure = ({ reading, merges, others }: Attempt): boolean =>
    reading.broken === undefined &&
    [...merges].every(key => open.merges.has(key) || everywhere(key)) &&
    [...others].every(key => open.others.has(key));
  return (sized.find(isSure) ?? open).reading;
}

/** Whether a layer that says how many channels it expects is given the input itself, and agrees. */
function takesInput({ nodes }: Finished): boolean {
  const inputs = new Map(nodes.filter(({ layer }) => layer === 'input').map(node => [node.id, node]));
  return nodes.some(({ inputs: [first], parameters }) => {
    const shape = inputs.get(first ?? '')?.parameters.shape;
    return Array.isArray(shape) && parameters.expects !== undefined && shape.includes(parameters.expects);
  });
}

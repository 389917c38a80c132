import { type Shape, sortTopologically, type TypedNode } from '../../graph.js';
import { mergeConflict } from '../../layers/merge.js';
import { inferShapes } from '../../shapes.js';
import type { Instance, Value } from './core/values.js';
import { type InputKind, kindOf, kindUsed, openShape } from './guess.js';
import { guessedShapes, kerasGuesses, type ShapeHint, toldShapes } from './hints.js';
import { isOpenModel } from './keras/model.js';
import type { PythonReading } from './read.js';
import type { Session } from './session.js';
import { isModule } from './torch/module.js';

/** A network that was made, and the session that made it. */
export interface Made {
  readonly session: Session;
  readonly value: Value;
}

/** Whether the budget was used up. */
export const isTooLong = ({ findings }: Pick<PythonReading, 'findings'>): boolean =>
  findings.some(f => f.code === 'too-large');

/** What came of a run on input shapes. */
export interface Attempted extends PythonReading {
  /** It went through, and nothing was reported. */
  readonly isClean: boolean;
}

export type Run = (
  made: Made,
  shapes: readonly Shape[] | undefined,
  origin: ShapeHint['origin'] | 'given' | 'model' | 'unknown',
) => Attempted;

export interface Trying {
  readonly made: Made;
  /** Makes the network anew, for another run. */
  readonly make: () => Made;
  readonly run: Run;
  /** What the file's own program puts in. */
  readonly watch: () => readonly Shape[] | undefined;
  readonly text: string;
}

/** Runs a network on the input that the code names; else on guesses, until one goes through. */
export function tryShapes(trying: Trying): PythonReading {
  const { made, run, watch, text } = trying;
  const network = made.value as Instance;
  const isTorch = isModule(network);
  const kind = isTorch ? kindOf(network) : undefined;
  const told = toldShapes(network, made.session, watch);
  const tries = new Tries(trying);
  if (told) {
    const reading = tries.on(told);
    if (reading.isClean || isTooLong(reading) || !kind || matches(told.shapes[0]!, kind)) return reading;
  }
  if (!isTorch) return tries.first(kerasGuesses(network)) ?? run(made, undefined, 'unknown');
  return tryGuesses(tries, network, kind, text);
}

/** Whether a shape has the rank and the channels that the first layer takes. */
function matches(shape: Shape, kind: InputKind): boolean {
  const open = openShape(kind);
  return shape === null || open === null || (shape.length === open.length && shape[1] === kind.channels);
}

class Tries {
  last: Attempted | undefined;
  private fresh: Made | undefined;

  constructor(private readonly trying: Trying) {
    this.fresh = trying.made;
  }

  on({ shapes, origin }: ShapeHint): Attempted {
    const { make, run } = this.trying;
    const now = this.fresh ?? make();
    this.fresh = undefined;
    // Keras is given shapes without the batch.
    const given = isOpenModel(now.value)
      ? shapes.map(shape => (shape === null ? null : shape.slice(1)))
      : shapes;
    const reading = run(now, given, origin);
    this.drafts = now.session.recorder.drafts;
    this.last = { ...reading, isClean: reading.isClean && !reading.broken && fits(reading) };
    return this.last;
  }

  drafts: Session['recorder']['drafts'] = [];

  /** The first shape that goes through. */
  first(hints: readonly ShapeHint[]): Attempted | undefined {
    for (const hint of hints) {
      const reading = this.on(hint);
      if (reading.isClean || isTooLong(reading)) return reading;
    }
    return undefined;
  }
}

function tryGuesses(
  tries: Tries,
  network: Instance,
  kind: InputKind | undefined,
  text: string,
): PythonReading {
  const [likeliest, ...others] = guessedShapes(network, kind, text);
  const reading = likeliest && tries.on(likeliest);
  if (reading && (reading.isClean || isTooLong(reading))) return reading;
  const open: ShapeHint = { shapes: [null], origin: 'guess' };
  if (!likeliest) return tries.on(open);
  // The layer that took the input may not be the first one that the network holds.
  const used = kindUsed(tries.drafts);
  const found =
    used && kind && (used.kind !== kind.kind || used.channels !== kind.channels)
      ? tries.first(guessedShapes(network, used, text))
      : tries.first(others);
  if (found) return found;
  // Every size was wrong: what is wrong at any size is left.
  // Of vectors not even the rank is sure.
  if (!used || used.kind === 'vector') return tries.on(open);
  return tries.on({ shapes: [openShape(used)], origin: 'guess' });
}

/** Whether shape inference has nothing to say of what was read. */
function fits({ nodes: given }: PythonReading): boolean {
  const { nodes } = sortTopologically(given);
  const { nodes: typed, findings } = inferShapes(nodes, []);
  const outputs = new Map(typed.map(node => [node.id, node.output]));
  const shapesOf = (node: TypedNode): Shape[] => node.inputs.map(id => outputs.get(id) ?? null);
  return (
    findings.length === 0 && !typed.some(node => mergeConflict(node.layer, shapesOf(node), node.parameters))
  );
}

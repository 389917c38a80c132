import type { Shape } from '../../graph.js';
import type { InputOrigin } from '../../program.js';
import { type Attempt, attemptOf, isClean, surestOf } from './agreeing.js';
import type { Instance, Value } from './core/values.js';
import { type InputKind, kindOf, kindUsed, openShape } from './guess.js';
import { guessedShapes, kerasGuesses, type ShapeHint, toldShapes } from './hints.js';
import { isOpenModel } from './keras/model.js';
import type { Finished, PythonReading } from './read.js';
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

export type Run = (made: Made, shapes: readonly Shape[] | undefined, origin: InputOrigin) => Finished;

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
    const attempt = tries.on(told);
    const isSure = !kind || matches(told.shapes[0]!, kind);
    if (isSure || isClean(attempt) || isTooLong(attempt.reading)) return attempt.reading;
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
  readonly attempts: Attempt[] = [];
  drafts: Session['recorder']['drafts'] = [];
  private fresh: Made | undefined;

  constructor(private readonly trying: Trying) {
    this.fresh = trying.made;
  }

  on({ shapes, origin }: ShapeHint): Attempt {
    const { make, run } = this.trying;
    const now = this.fresh ?? make();
    this.fresh = undefined;
    // Keras is given shapes without the batch.
    const given = isOpenModel(now.value)
      ? shapes.map(shape => (shape === null ? null : shape.slice(1)))
      : shapes;
    const reading = run(now, given, origin);
    this.drafts = now.session.recorder.drafts;
    const isSized = shapes.every(shape => shape?.every(size => size !== null));
    const attempt = attemptOf(reading, isSized);
    if (origin !== 'call') this.attempts.push(attempt);
    return attempt;
  }

  /** The first shape that goes through, or for which the budget does not suffice. */
  first(hints: readonly ShapeHint[]): Finished | undefined {
    for (const hint of hints) {
      const attempt = this.on(hint);
      if (isClean(attempt) || isTooLong(attempt.reading)) return attempt.reading;
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
  const open: ShapeHint = { shapes: [null], origin: 'guess' };
  const [likeliest, ...others] = guessedShapes(network, kind, text);
  if (!likeliest) return tries.on(open).reading;
  const first = tries.first([likeliest]);
  if (first) return first;
  // The layer that took the input may not be the first one that the network holds.
  const used = kindUsed(tries.drafts);
  const isOther = used && kind && (used.kind !== kind.kind || used.channels !== kind.channels);
  if (isOther) tries.attempts.length = 0;
  const found = tries.first(isOther ? guessedShapes(network, used, text) : others);
  if (found) return found;
  // Every size was wrong: what is wrong at any size is left. Of vectors not even the rank is sure.
  const sure = used ?? kind;
  const isVector = !sure || sure.kind === 'vector';
  const last = tries.on(isVector ? open : { shapes: [openShape(sure)], origin: 'guess' });
  const known = surestOf(tries.attempts) ?? (isClean(last) || isVector ? last.reading : undefined);
  return known ?? tries.on(open).reading;
}

import type { Levels } from './finding.js';
import type { Shape, Size } from './graph.js';
import type { Span } from './source.js';

/** How a file is read: which network of a program, on what, and what is said of it. */
export interface ReadOptions {
  /** A call expression of the file's names and literals: `ResNet18()`; by itself the first network found. */
  readonly entry?: string | undefined;
  /** As the framework takes it: PyTorch with the batch, Keras without; several separated by `;`. */
  readonly input?: string | undefined;
  /** Folders, as URIs with a slash at the end, under which absolute imports are looked for, too. */
  readonly roots?: readonly string[] | undefined;
  /** Codes that the user has switched off or given another severity. */
  readonly rules?: Levels | undefined;
}

/** Something in a program that may make a network: by the text alone, not tried. */
export interface Candidate {
  /** The expression that makes it: `ResNet18()`, `model`. */
  readonly entry: string;
  readonly name: string;
  /** Named in a comment, or a public callable that needs no arguments, or a name that holds a call's result. */
  readonly kind: 'comment' | 'class' | 'function' | 'variable';
  readonly at: Span;
  readonly nameAt: Span;
  /** The shapes that a comment gives it. */
  readonly input?: string;
}

/** Where the shapes that go in come from; a guess is to be shown as one. */
export type InputOrigin = 'given' | 'comment' | 'code' | 'call' | 'default' | 'guess' | 'unknown';

/** The network that was read. */
export interface Entry {
  readonly entry: string;
  readonly name: string;
  readonly at: Span;
  /** Shapes with the batch, as the framework counts; undefined where they are not known. */
  readonly input: readonly Shape[] | undefined;
  readonly origin: InputOrigin;
}

/** Numbers in the weights, as the framework counts them. */
export interface Totals {
  readonly total: Size;
  readonly trainable: Size;
}

/** What is known of a network beside its graph where a program makes it. */
export interface Program {
  readonly framework: 'torch' | 'keras' | undefined;
  readonly entry: Entry | undefined;
  /** All that could be read in its stead; the first ones are the surest. */
  readonly candidates: readonly Candidate[];
  /** Whether some of the text is no Python, as while a line is being written. */
  readonly isUnfinished: boolean;
  /** Weights that no node uses count, too; undefined where it is the sum over the nodes. */
  readonly totals: Totals | undefined;
}

/** What a network is called: of a program's, the expression that makes it, as far as it says more than a name. */
export const networkName = ({
  graph,
  program,
}: {
  readonly graph: { readonly name: string };
  readonly program?: Program | undefined;
}): string => program?.entry?.entry.replace(/\(\)$/, '') ?? graph.name;

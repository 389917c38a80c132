import type { Change, Finding, Proposal } from '../finding.js';
import type { Block, Node, TypedGraph } from '../graph.js';
import type { Program, ReadOptions } from '../program.js';
import type { Unit } from '../residual.js';
import type { Edit, Files, Place, Source } from '../source.js';

/** A thing with a name in the file: the editor lists it in the outline, goes to it and renames it. */
export interface Definition {
  readonly kind: 'network' | 'input' | 'block' | 'parameter' | 'layer' | 'stage';
  readonly name: string;
  /** More for the outline: `3 × bottleneck`. */
  readonly detail?: string;
  /** The whole of it, and the name alone. */
  readonly at: Place;
  readonly nameAt: Place;
  /** Index in the list of the definition around it. */
  readonly parent?: number;
  /** Where the name is used; empty where it cannot be renamed. */
  readonly references: readonly Place[];
}

/** What a front end makes of a text. Nodes in any order; an input that no node has is left out with a finding. */
export interface Reading {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly blocks: readonly Block[];
  readonly outputs: readonly string[];
  readonly definitions: readonly Definition[];
  readonly findings: readonly Finding[];
  /** URIs of the other files that it asked for. */
  readonly dependencies: readonly string[];
  /** Why nothing can be drawn: the text is unfinished or broken, and an older picture is better than none. */
  readonly broken?: string;
  /** Where the file is a program. */
  readonly program?: Program;
}

export interface CompletionItem {
  readonly label: string;
  readonly kind: 'layer' | 'parameter' | 'block' | 'value' | 'reference' | 'key';
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  /** What is inserted; `$1`, `${1:default}` as in snippets. */
  readonly insert: string;
  /** What it replaces. */
  readonly span: Place;
}

/** A graph with its shapes and residual units. */
export interface Analysed {
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
}

/** A text and what was made of it. */
export interface Tried {
  readonly source: Source;
  readonly graph: TypedGraph;
}

/** One file format. Reading never throws: mistakes are findings. */
export interface Frontend<R extends Reading = Reading> {
  readonly format: 'native' | 'keras' | 'python';
  readonly title: string;
  /** Globs of the files that are this format's by name. */
  readonly globs: readonly string[];
  /** Whether a file with one of these names really is one: `config.json` can be anything's. */
  claims(source: Source): boolean;
  read(source: Source, files: Files, options?: ReadOptions): R;
  /** How the file says a change; undefined where it cannot. */
  rewrite?(source: Source, reading: R, change: Change): readonly Edit[] | undefined;
  /** More that may mend a finding, which only the file's own text tells; it is tried before the finding's own proposals. */
  propose?(source: Source, reading: R, checked: Analysed, target: Finding, files: Files): readonly Proposal[];
  /** Whether an edit breaks nothing of the file that `read` does not show: other networks in it. */
  accepts?(before: Tried, after: Tried, files: Files, options: ReadOptions): boolean;
  complete?(source: Source, reading: R, offset: number): readonly CompletionItem[];
}

export const nothingRead: Reading = {
  name: '',
  nodes: [],
  blocks: [],
  outputs: [],
  definitions: [],
  findings: [],
  dependencies: [],
};

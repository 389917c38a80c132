import type { LayerName } from './layers/index.js';
import type { Value } from './layers/parameters.js';
import type { Place } from './source.js';

/** One axis of a tensor; null where it is not known. */
export type Size = number | null;

/**
 * A tensor's shape without the batch, in the order in which the data lie (native files and Keras: height, width,
 * channels); null where not even the rank is known.
 */
export type Shape = readonly Size[] | null;

/** One operation. Every value that it was given, and every default, is in `parameters`. */
export interface Node {
  /** Unique path, `stage2.0.conv1`; stable while names and order stay. */
  readonly id: string;
  readonly layer: LayerName;
  /** The author's word for it: an `id:`, a Keras layer name, or a class that we do not know. */
  readonly name?: string;
  readonly parameters: Readonly<Record<string, Value>>;
  /** Ids of the nodes whose outputs it takes, in order. */
  readonly inputs: readonly string[];
  /** Id of the innermost block that holds it; '' is the network itself. */
  readonly block: string;
  readonly at: Place;
  /** Where each parameter's value is written, for those that are. */
  readonly places?: Readonly<Record<string, Place>>;
  /** The calls that led there, from the inside out, where the file is a program. */
  readonly calls?: readonly Call[];
  /** Where the object that it applies was made, if that is elsewhere: `nn.Linear(512, 10)`. */
  readonly made?: Made;
  /** The node whose weights it uses, too: they count there. */
  readonly sharedWith?: string;
  /** Training leaves its weights as they are. */
  readonly frozen?: true;
  /** Made inside a network that a library brings: its design is not the author's to change. */
  readonly library?: true;
}

/** A call in the text, as it was made: `res_block_v1(x, 32, 32)`. */
export interface Call {
  readonly text: string;
  readonly at: Place;
}

/** A call that made an object, with the calls that led there. */
export interface Made extends Call {
  readonly calls: readonly Call[];
}

export type BlockKind = 'network' | 'stage' | 'block' | 'repeat' | 'parallel' | 'branch' | 'model';

/** A named part of the network; blocks nest. */
export interface Block {
  readonly id: string;
  /** Id of the block around it; null for the network. */
  readonly parent: string | null;
  readonly kind: BlockKind;
  /** What the diagram calls it: `stage2`, `stage2.0`. */
  readonly name: string;
  /** What it is one of: the block definition's or the class's name. */
  readonly type?: string;
  /** Where it is used. */
  readonly at: Place;
}

/** A network as a front end read it. Nodes stand in topological order, blocks with parents first. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly blocks: readonly Block[];
  readonly outputs: readonly string[];
}

/** A node with what shape inference found. A figure is null where it cannot be known. */
export interface TypedNode extends Node {
  readonly output: Shape;
  /** Numbers in the weights: all, and those that training changes. */
  readonly weights: { readonly total: Size; readonly trainable: Size };
  /** Multiply-accumulates for one input, of convolutions and dense layers (He et al. call them FLOPs). */
  readonly macs: Size;
}

export interface TypedGraph extends Graph {
  readonly nodes: readonly TypedNode[];
}

/** What people call a node: the author's name, or the last part of its path. */
export const nodeName = (node: Pick<Node, 'id' | 'name'>): string =>
  node.name ?? node.id.slice(node.id.lastIndexOf('.') + 1);

/** Multiplies sizes; null as soon as one is not known. */
export function product(sizes: readonly Size[]): Size {
  let result = 1;
  for (const size of sizes) {
    if (size === null) return null;
    result *= size;
  }
  return result;
}

/** Adds sizes; null as soon as one is not known. */
export function sum(sizes: Iterable<Size>): Size {
  let result = 0;
  for (const size of sizes) {
    if (size === null) return null;
    result += size;
  }
  return result;
}

/** `56×56×64`, with `?` for what is not known. */
export const formatShape = (shape: Shape): string =>
  shape === null ? '?' : shape.length === 0 ? 'scalar' : shape.map(size => size ?? '?').join('×');

/** Whether two shapes can be the same tensor's: an unknown matches everything, a size of 1 only 1. */
export const shapesAgree = (a: Shape, b: Shape): boolean =>
  a === null || b === null || (a.length === b.length && a.every((size, i) => sizesAgree(size, b[i]!)));

export const sizesAgree = (a: Size, b: Size): boolean => a === null || b === null || a === b;

/** What is known from either of two shapes that agree. */
export const mergeShapes = (a: Shape, b: Shape): Shape =>
  a === null ? b : b === null ? a : a.map((size, i) => size ?? b[i]!);

export interface Sorted<N> {
  readonly nodes: readonly N[];
  /** Inputs that were cut because they closed a cycle. */
  readonly cut: readonly { readonly node: string; readonly input: string }[];
}

type Linked = Pick<Node, 'id' | 'inputs'>;

/**
 * Topological order; keeps the given one where the edges leave a choice. On a cycle, the inputs that come later than
 * their node are cut, so that everything else can still be checked.
 */
export function sortTopologically<N extends Linked>(given: readonly N[]): Sorted<N> {
  const position = new Map(given.map((node, i) => [node.id, i]));
  const comesLater = (id: string, i: number): boolean => (position.get(id) ?? -1) >= i;
  if (!given.some((node, i) => node.inputs.some(id => comesLater(id, i)))) return { nodes: given, cut: [] };
  const { nodes, waiting } = kahn(given, position);
  if (waiting.size === 0) return { nodes, cut: [] };
  const cut: { node: string; input: string }[] = [];
  const opened = given.map((node, i) => {
    if (!waiting.has(i)) return node;
    const later = node.inputs.filter(id => comesLater(id, i) && reaches(given, position, id, node.id));
    cut.push(...later.map(input => ({ node: node.id, input })));
    return { ...node, inputs: node.inputs.filter(id => !later.includes(id)) };
  });
  return { nodes: kahn(opened, position).nodes, cut };
}

/** Kahn's algorithm; `waiting` are the indices of the nodes on a cycle or behind one. */
function kahn<N extends Linked>(
  given: readonly N[],
  position: ReadonlyMap<string, number>,
): { nodes: N[]; waiting: Set<number> } {
  const missing = given.map(node => node.inputs.filter(id => position.has(id)).length);
  const consumers: number[][] = given.map(() => []);
  given.forEach((node, i) => {
    for (const id of node.inputs) {
      const from = position.get(id);
      if (from !== undefined) consumers[from]!.push(i);
    }
  });
  const nodes: N[] = [];
  const waiting = new Set(given.keys());
  // A depth-first stack, filled backwards, keeps each chain together and the author's order.
  const ready = given.flatMap((_, i) => (missing[i] === 0 ? [i] : [])).reverse();
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    nodes.push(given[next]!);
    waiting.delete(next);
    for (const consumer of consumers[next]!.reverse()) {
      missing[consumer]!--;
      if (missing[consumer] === 0) ready.push(consumer);
    }
  }
  return { nodes, waiting };
}

/** Whether the output of one node depends on another's. */
function reaches(
  nodes: readonly Linked[],
  position: ReadonlyMap<string, number>,
  from: string,
  target: string,
): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === target) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(nodes[position.get(next) ?? -1]?.inputs ?? []));
  }
  return false;
}

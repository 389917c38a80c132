import type { Node } from './graph.js';
import { layers } from './layers/index.js';

/** What the shortcut h does to x. */
export type ShortcutKind = 'identity' | 'projection' | 'pooling' | 'padding' | 'other';

export interface Side {
  /** Index among the merge's inputs. */
  readonly input: number;
  /** The nodes from the split (not with it) to the merge (not with it), in order. */
  readonly nodes: readonly string[];
}

/** x_{l+1} = h(x_l) + F(x_l): one addition or concatenation with its shortcut h and its branch F. */
export interface Unit {
  readonly merge: string;
  readonly operation: 'add' | 'concat';
  /** The node whose output both sides start from. */
  readonly split: string;
  readonly kind: ShortcutKind;
  readonly shortcut: Side;
  readonly branch: Side;
  /** v1: activation after the addition (He et al. 2015); v2: norm and activation before the weights (He et al. 2016). */
  readonly order: 'v1' | 'v2' | 'other';
}

/** Where the inputs of a node part, and the way from there to each of them. */
export interface Fork {
  readonly split: string | undefined;
  readonly sides: readonly Side[];
}

/** The sides of one merge, whether it is a residual unit's or not; without a common start they go back to the inputs. */
export function forkAt(nodes: readonly Node[], merge: Node): Fork {
  const walk = new GraphWalk(nodes);
  const split = walk.splitOf(merge);
  return { split, sides: merge.inputs.map((id, input) => ({ input, nodes: walk.between(split, id) })) };
}

const additions = new Set(['add', 'average', 'maximum', 'subtract']);

const operationOf = (node: Node): Unit['operation'] | undefined =>
  additions.has(node.layer) ? 'add' : node.layer === 'concat' ? 'concat' : undefined;

/**
 * Finds the residual units of any graph. For every addition or concatenation: the split is the nearest node through
 * which all paths to it pass (its immediate dominator, Cooper, Harvey and Kennedy 2001), the shortcut is the side that
 * does least, the branch the one that does most. A merge whose sides all do the same kind of work (an Inception
 * module) is not a unit. Nodes come in topological order.
 */
export function findUnits(nodes: readonly Node[]): Unit[] {
  if (!nodes.some(operationOf)) return [];
  const walk = new GraphWalk(nodes);
  const units: Unit[] = [];
  for (const node of nodes) {
    const operation = operationOf(node);
    const unit = operation && node.inputs.length >= 2 ? unitAt(node, operation, walk) : undefined;
    if (unit) units.push(unit);
  }
  return units;
}

function unitAt(merge: Node, operation: Unit['operation'], walk: GraphWalk): Unit | undefined {
  const split = walk.splitOf(merge);
  if (split === undefined) return undefined;
  const sides = merge.inputs.map((id, input): Side => ({ input, nodes: walk.between(split, id) }));
  const work = sides.map(side => workOf(side.nodes.map(id => walk.node(id))));
  const least = work.indexOf(Math.min(...work));
  const most = work.lastIndexOf(Math.max(...work));
  if (work[least] === work[most]) return undefined;
  const shortcut = sides[least]!;
  const branch = sides[most]!;
  const kind = kindOf(shortcut.nodes.map(id => walk.node(id)));
  if (operation === 'concat' && kind !== 'identity') return undefined;
  return { merge: merge.id, operation, split, kind, shortcut, branch, order: orderOf(merge, branch, walk) };
}

/** How much a path does: weight layers count most, by their kernels' sizes, then anything else that is no identity. */
const workOf = (path: readonly Node[]): number =>
  path.reduce(
    (work, node) => work + (isWeighted(node) ? 1000 + kernelArea(node) : node.layer === 'identity' ? 0 : 1),
    0,
  );

function kernelArea({ parameters: { kernel } }: Node): number {
  const area = Array.isArray(kernel)
    ? kernel.reduce<number>((product, size) => product * Number(size), 1)
    : 1;
  return Math.min(area, 999);
}

export const isWeighted = (node: Node): boolean => {
  const { category } = layers[node.layer];
  return category === 'convolution' || category === 'dense' || category === 'unknown';
};

function kindOf(path: readonly Node[]): ShortcutKind {
  const working = path.filter(
    node => node.layer !== 'identity' && layers[node.layer].category !== 'regularisation',
  );
  if (working.length === 0) return 'identity';
  if (working.some(isWeighted))
    return working.every(n => !isWeighted(n) || n.layer === 'conv') ? 'projection' : 'other';
  if (working.some(node => node.layer === 'padChannels')) return 'padding';
  if (working.some(node => layers[node.layer].category === 'pooling')) return 'pooling';
  return 'other';
}

function orderOf(merge: Node, branch: Side, walk: GraphWalk): Unit['order'] {
  const path = branch.nodes.map(id => walk.node(id));
  const firstWeight = path.findIndex(isWeighted);
  const before = path.slice(0, Math.max(firstWeight, 0));
  if (
    before.some(
      node => layers[node.layer].category === 'norm' || layers[node.layer].category === 'activation',
    )
  )
    return 'v2';
  const after = walk.consumers(merge.id);
  return after.length > 0 && after.every(node => layers[node.layer].category === 'activation')
    ? 'v1'
    : 'other';
}

/** Dominators, consumers and paths of one graph. */
class GraphWalk {
  private readonly index: ReadonlyMap<string, number>;
  private readonly dominator: number[] = [];
  private readonly after: string[][];

  constructor(private readonly nodes: readonly Node[]) {
    this.index = new Map(nodes.map((node, i) => [node.id, i]));
    this.after = nodes.map(() => []);
    nodes.forEach((node, i) => {
      const inputs = node.inputs.flatMap(id => this.index.get(id) ?? []);
      for (const input of inputs) this.after[input]!.push(node.id);
      this.dominator.push(inputs.length === 0 ? -1 : inputs.reduce((a, b) => this.common(a, b)));
      if (this.dominator[i] === i) this.dominator[i] = -1;
    });
  }

  node(id: string): Node {
    return this.nodes[this.index.get(id)!]!;
  }

  consumers(id: string): readonly Node[] {
    return this.after[this.index.get(id)!]!.map(consumer => this.node(consumer));
  }

  /** The nearest node that every path to a node passes; undefined where there is none. */
  splitOf(node: Node): string | undefined {
    const dominator = this.dominator[this.index.get(node.id)!]!;
    return dominator < 0 ? undefined : this.nodes[dominator]!.id;
  }

  /** Ids of all nodes on paths from `split` to `end`, `end` included, `split` not; in topological order. */
  between(split: string | undefined, end: string): string[] {
    const from = split === undefined ? -1 : this.index.get(split)!;
    const seen = new Set<number>();
    const open = [this.index.get(end)!];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === from || seen.has(next)) continue;
      seen.add(next);
      for (const id of this.nodes[next]!.inputs) open.push(this.index.get(id)!);
    }
    return [...seen].sort((a, b) => a - b).map(i => this.nodes[i]!.id);
  }

  /** The nearest common dominator. A dominator has a smaller index, so the larger of two climbs. */
  private common(a: number, b: number): number {
    while (a !== b) {
      if (a < 0 || b < 0) return -1;
      if (a > b) a = this.dominator[a]!;
      else b = this.dominator[b]!;
    }
    return a;
  }
}

import type { Model } from '../../src/core/analyze.js';
import type { Block, Graph, TypedNode } from '../../src/core/graph.js';
import type { ShortcutKind, Unit } from '../../src/core/residual.js';
import { connectNodes } from './connect.js';
import { findMarks, type Marks } from './marks.js';
import { findShortcutLinks, type ShortcutLinks } from './shortcuts.js';
import type { Look } from './sizes.js';
import { findSpines } from './spine.js';

/** One connection between two nodes of the graph. */
export interface Link {
  readonly source: string;
  readonly target: string;
  /** Index among the target's inputs. */
  readonly input: number;
}

export interface Leaf {
  readonly kind: 'leaf';
  readonly id: string;
  readonly node: TypedNode;
  readonly parent: Group;
  /** Index in the graph's topological order. */
  readonly position: number;
  /** How it is drawn, once that has been asked. */
  look?: Look;
}

/** The end of the network behind one of its output nodes. */
export interface Output {
  readonly kind: 'output';
  readonly id: string;
  readonly node: TypedNode;
  readonly parent: Group;
  readonly position: number;
  look?: Look;
}

/** A block with what it holds. Each value (a node's output) enters and leaves it once, however often it is used. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly block: Block;
  readonly parent: Group | undefined;
  readonly depth: number;
  /** In the order in which data flow. */
  children: Item[];
  readonly edges: Edge[];
  /** The straight main lines, from top to bottom; 'in' and 'out' are the group's own first input and output. */
  spines: SpineItem[][];
  /** Values that enter and that leave: the first by the top and the bottom, the others by the right side. */
  inputs: string[];
  outputs: string[];
  leaves: number;
  /** Position of the first node in it. */
  position: number;
  /** Residual units whose merge lies directly in this group. */
  readonly units: Unit[];
}

export type Item = Leaf | Output | Group;
export type SpineItem = Item | 'in' | 'out';

/** A value's way inside one group. Without `from` it enters the group there, without `to` it leaves it. */
export interface Edge {
  readonly from: Item | undefined;
  readonly to: Item | undefined;
  readonly value: string;
  readonly links: Link[];
  /** All its links lie on the shortcut side of a residual unit. */
  shortcut?: ShortcutKind;
  /** It is the shortcut's first piece, where it leaves the main line. */
  splits: boolean;
  /** All its links end at a merge whose shapes disagree. */
  wrong: boolean;
  /** It is a piece of a spine. */
  main: boolean;
}

export interface Hierarchy {
  readonly model: Model;
  readonly root: Group;
  readonly groups: ReadonlyMap<string, Group>;
  readonly leaves: ReadonlyMap<string, Leaf>;
  readonly marks: Marks;
  /** Shapes begin with the channels. */
  readonly channelsFirst: boolean;
}

/**
 * Nests a model's nodes as its blocks say, and draws every connection through the blocks that it crosses. Complaints
 * are a smoke test's, by node.
 */
export function buildHierarchy(model: Model, complaints: ReadonlyMap<string, string> = new Map()): Hierarchy {
  const { groups, groupOf } = makeGroups(model.graph);
  const root = groups.get('')!;
  const leaves = new Map<string, Leaf>();
  model.graph.nodes.forEach((node, position) => {
    const leaf: Leaf = { kind: 'leaf', id: node.id, node, parent: groupOf(node.block), position };
    leaves.set(node.id, leaf);
    leaf.parent.children.push(leaf);
  });
  addOutputs(model.graph, root, leaves);
  countLeaves(root);
  for (const unit of model.units) leaves.get(unit.merge)?.parent.units.push(unit);

  const marks = findMarks(model, complaints);
  connectNodes(model, leaves, root);
  classifyEdges(groups, findShortcutLinks(model), marks);
  findSpines(root);
  const channelsFirst = model.graph.nodes.some(node => node.parameters.dataFormat === 'channelsFirst');
  return { model, root, groups, leaves, marks, channelsFirst };
}

/** Id of the item that stands for an output of the network. */
export const outputId = (node: string): string => `${node} (output)`;

/** All groups from the outside in. A branch that is a plain chain gets no frame: its nodes lie in the block around it. */
function makeGroups(graph: Graph): { groups: Map<string, Group>; groupOf(block: string): Group } {
  const network = graph.blocks.find(block => block.id === '');
  const at = { start: 0, end: 0 };
  const root = makeGroup(
    network ?? { id: '', parent: null, kind: 'network', name: graph.name, at },
    undefined,
  );
  const groups = new Map([['', root]]);
  const frameless = new Map<string, Group>();
  const groupOf = (block: string): Group => groups.get(block) ?? frameless.get(block) ?? root;
  const merging = new Set(graph.nodes.filter(node => node.inputs.length > 1).map(node => node.block));
  for (const block of graph.blocks) {
    if (block.id === '') continue;
    const parent = groupOf(block.parent ?? '');
    if (block.kind === 'branch' && !merging.has(block.id)) {
      frameless.set(block.id, parent);
      continue;
    }
    const group = makeGroup(block, parent);
    groups.set(block.id, group);
    parent.children.push(group);
  }
  return { groups, groupOf };
}

const makeGroup = (block: Block, parent: Group | undefined): Group => ({
  kind: 'group',
  id: block.id,
  block,
  parent,
  depth: parent ? parent.depth + 1 : 0,
  children: [],
  edges: [],
  spines: [],
  inputs: [],
  outputs: [],
  leaves: 0,
  position: Number.POSITIVE_INFINITY,
  units: [],
});

function addOutputs(graph: Graph, root: Group, leaves: ReadonlyMap<string, Leaf>): void {
  graph.outputs.forEach((id, i) => {
    const node = leaves.get(id)?.node;
    if (!node) return;
    root.children.push({
      kind: 'output',
      id: outputId(id),
      node,
      parent: root,
      position: graph.nodes.length + i,
    });
  });
}

/** Counts nodes from the inside out, and drops groups without any. */
function countLeaves(group: Group): void {
  for (const child of group.children) if (child.kind === 'group') countLeaves(child);
  group.children = group.children.filter(child => child.kind !== 'group' || child.leaves > 0);
  for (const child of group.children) {
    group.leaves += child.kind === 'group' ? child.leaves : child.kind === 'leaf' ? 1 : 0;
    group.position = Math.min(group.position, child.position);
  }
}

function classifyEdges(groups: ReadonlyMap<string, Group>, shortcutOf: ShortcutLinks, marks: Marks): void {
  for (const group of groups.values()) {
    for (const edge of group.edges) {
      const pieces = edge.links.map(shortcutOf);
      if (pieces.every(piece => piece !== undefined)) {
        edge.shortcut = pieces[0]?.kind;
        edge.splits = pieces[0]?.splits ?? false;
      }
      edge.wrong = edge.links.every(link => marks.mismatches.has(link.target));
    }
  }
}

import { isClassName } from '../../dialects/keras.js';
import type { Block, Node } from '../../graph.js';

/** Smaller groups say no more than the names do. */
const fewest = 3;

/** A prefix that nearly all names have says nothing. */
const greatestShare = 0.8;

/** Stages, and blocks inside them. */
const deepest = 2;

export interface Grouped {
  readonly nodes: readonly Node[];
  readonly blocks: readonly Block[];
}

/**
 * Keras files are flat, but names often tell the blocks that built them: `conv2_block1_1_conv`. Nodes with a common
 * prefix become a block where they stand together in the order of computation, take one tensor from outside and give
 * one; anything else stays as flat as it is. Nodes come in topological order.
 */
export function groupByName(
  nodes: readonly Node[],
  blocks: readonly Block[],
  outputs: readonly string[],
): Grouped {
  const grouping = new Grouping(nodes, outputs, new Set(blocks.map(block => block.id)));
  for (const [id, members] of membersOf(nodes)) {
    grouping.split(members, '', { id, prefix: '', depth: 0, size: members.length });
  }
  return {
    nodes: nodes.map((node, i) => ({ ...node, block: grouping.blockOf.get(i) ?? node.block })),
    blocks: [...blocks, ...grouping.blocks],
  };
}

/** The named nodes of each block, by their indices. */
function membersOf(nodes: readonly Node[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  nodes.forEach((node, i) => {
    if (!isNamed(node)) return;
    const known = members.get(node.block);
    if (known) known.push(i);
    else members.set(node.block, [i]);
  });
  return members;
}

/** `conv2d_3` is the name that Keras gives when the author does not. */
const isNamed = ({ name = '', layer }: Node): boolean =>
  layer !== 'input' && !isClassName(name.replace(/_\d+$/, '').replaceAll('_', ''));

/** The block that groups are looked for in. */
interface Around {
  readonly id: string;
  readonly prefix: string;
  readonly depth: number;
  /** How many nodes it has. */
  readonly size: number;
}

/** `block1` of `conv2_block1` in `conv2`. */
const nameOf = (prefix: string, around: Around): string =>
  prefix.slice(around.prefix.length).replace(/^[_.\-/]/, '');

const idOf = (prefix: string, around: Around): string =>
  around.id === '' ? nameOf(prefix, around) : `${around.id}.${nameOf(prefix, around)}`;

class Grouping {
  readonly blocks: Block[] = [];
  /** The innermost block of each grouped node, by the node's index. */
  readonly blockOf = new Map<number, string>();
  private readonly index: ReadonlyMap<string, number>;
  private readonly consumers: readonly number[][];

  constructor(
    private readonly nodes: readonly Node[],
    private readonly outputs: readonly string[],
    private readonly taken: ReadonlySet<string>,
  ) {
    this.index = new Map(nodes.map(({ id }, i) => [id, i]));
    const consumers: number[][] = nodes.map(() => []);
    nodes.forEach(({ inputs }, i) => {
      for (const id of inputs) consumers[this.index.get(id) ?? -1]?.push(i);
    });
    this.consumers = consumers;
  }

  /** Groups members by the next part of their names; where that is no block, by one part more. */
  split(members: readonly number[], tried: string, around: Around): void {
    if (around.depth >= deepest) return;
    for (const [part, group] of this.byPrefix(members, tried)) {
      if (group.length < fewest) continue;
      const prefix = this.common(group, part);
      if (this.isBlock(group, prefix, around)) this.addBlock(group, prefix, around);
      else this.split(group, prefix, around);
    }
  }

  private isBlock(group: readonly number[], prefix: string, around: Around): boolean {
    const id = idOf(prefix, around);
    if (group.length > greatestShare * around.size || this.index.has(id) || this.taken.has(id)) return false;
    return !this.isNumbered(group, prefix) && this.isUnit(group);
  }

  private addBlock(group: readonly number[], prefix: string, around: Around): void {
    const id = idOf(prefix, around);
    const at = this.blocks.length;
    const name = nameOf(prefix, around);
    this.blocks.push({ id, parent: around.id, kind: 'block', name, at: this.nodes[group[0]!]!.at });
    for (const i of group) this.blockOf.set(i, id);
    this.split(group, prefix, { id, prefix, depth: around.depth + 1, size: group.length });
    if (!group.some(i => this.blockOf.get(i) === id))
      this.blocks[at] = { ...this.blocks[at]!, kind: 'stage' };
  }

  /** As many further parts as all names have in common. */
  private common(group: readonly number[], prefix: string): string {
    const names = group.map(i => this.nodes[i]!.name ?? '');
    const first = names[0]!;
    let length = prefix.length;
    while (length < first.length && names.every(name => name[length] === first[length])) length++;
    const cut = first.slice(0, length).search(/[_.\-/][^_.\-/]*$/);
    return first.slice(0, Math.max(cut, prefix.length));
  }

  private byPrefix(members: readonly number[], prefix: string): Map<string, number[]> {
    const groups = new Map<string, number[]>();
    for (const i of members) {
      const name = this.nodes[i]!.name ?? '';
      const end = name.slice(prefix.length + 1).search(/[_.\-/]/);
      if (end < 0) continue;
      const longer = name.slice(0, prefix.length + 1 + end);
      const group = groups.get(longer);
      if (group) group.push(i);
      else groups.set(longer, [i]);
    }
    return groups;
  }

  /** `block_1`, `block_2`: the prefix is a word whose number belongs to it. */
  private isNumbered(group: readonly number[], prefix: string): boolean {
    return group.every(i => /^[_.\-/]\d/.test((this.nodes[i]!.name ?? '').slice(prefix.length)));
  }

  /** Whether nodes stand together, with one tensor in and one out. */
  private isUnit(group: readonly number[]): boolean {
    const first = group[0]!;
    const last = group.at(-1)!;
    if (last - first + 1 !== group.length) return false;
    const isOutside = (i: number): boolean => i < first || i > last;
    const sources = new Set(
      group.flatMap(i => this.nodes[i]!.inputs).filter(id => isOutside(this.index.get(id) ?? -1)),
    );
    const exits = group.filter(
      i => this.outputs.includes(this.nodes[i]!.id) || this.consumers[i]!.some(isOutside),
    );
    return sources.size === 1 && exits.length === 1;
  }
}

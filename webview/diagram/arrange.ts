import { type Expansion, seriesId } from './expansion.js';
import type { Edge, Group, Hierarchy, Item, Leaf, Output, SpineItem } from './hierarchy.js';
import { Structures } from './structure.js';

/** A box for one node. */
export interface LeafBox {
  readonly kind: 'leaf';
  readonly id: string;
  readonly item: Leaf | Output;
}

/** A collapsed block, or several equal ones in a row. */
export interface ClosedBox {
  readonly kind: 'closed';
  readonly id: string;
  readonly groups: readonly Group[];
  /** For several: the series that they are a part of. */
  readonly series?: string;
}

/** The place where a value enters or leaves an open group: number 0 by the top or bottom, the others by the right side. */
export interface PortBox {
  readonly kind: 'port';
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly number: number;
}

/** An expanded block. Edges and spines name items by their index. */
export interface OpenBox {
  readonly kind: 'open';
  readonly id: string;
  readonly group: Group;
  readonly items: readonly Box[];
  readonly edges: readonly BoxEdge[];
  readonly spines: readonly (readonly number[])[];
  /** Runs of equal blocks that could be folded again, as first and last index. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly id: string;
  readonly first: number;
  readonly last: number;
  /** Number of blocks in it. */
  readonly count: number;
}

export type Box = LeafBox | ClosedBox | PortBox | OpenBox;

export interface BoxEdge {
  readonly from: number;
  readonly to: number;
  /** Which port of an open or closed group it leaves and enters by. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly edge: Edge;
}

/** Decides what is visible: opens, closes and folds the hierarchy's groups. */
export class Arranger {
  private readonly structures: Structures;

  constructor(hierarchy: Hierarchy) {
    this.structures = new Structures(hierarchy);
  }

  open(group: Group, expansion: Expansion): OpenBox {
    const table = new BoxTable(group);
    const series: Series[] = [];
    const run = new Map<Item, readonly Group[]>();
    for (const equal of this.equalRuns(group)) for (const member of equal) run.set(member, equal);
    for (const item of group.children) {
      if (table.has(item)) continue;
      const equal = run.get(item);
      if (!equal) table.add([item], this.box(item, expansion));
      else if (expansion.isUnfolded(equal[0]!)) series.push(this.unfolded(equal, expansion, table));
      else this.folded(equal, expansion, table);
    }
    return table.finish(series);
  }

  private box(item: Item, expansion: Expansion): Box {
    if (item.kind !== 'group') return { kind: 'leaf', id: item.id, item };
    const sole = soleLeaf(item);
    if (sole) return { kind: 'leaf', id: sole.id, item: sole };
    if (expansion.isOpen(item)) return this.open(item, expansion);
    return { kind: 'closed', id: item.id, groups: [item] };
  }

  private unfolded(equal: readonly Group[], expansion: Expansion, table: BoxTable): Series {
    const numbers = equal.map(group => table.add([group], this.box(group, expansion)));
    return { id: seriesId(equal[0]!), first: numbers[0]!, last: numbers.at(-1)!, count: equal.length };
  }

  /** Closed members that stand together become one box; open ones stay as they are. */
  private folded(equal: readonly Group[], expansion: Expansion, table: BoxTable): void {
    for (let i = 0; i < equal.length; ) {
      let end = i;
      while (end < equal.length && !expansion.isOpen(equal[end]!)) end++;
      if (end - i >= 2) {
        const groups = equal.slice(i, end);
        table.add(groups, { kind: 'closed', id: groups[0]!.id, groups, series: seriesId(equal[0]!) });
      } else {
        end = i + 1;
        table.add([equal[i]!], this.box(equal[i]!, expansion));
      }
      i = end;
    }
  }

  /** Runs of two and more blocks in a row that are the same, each feeding the next one alone. */
  private equalRuns(group: Group): Group[][] {
    const uses = new Map<Item, number>();
    for (const { from } of group.edges) if (from) uses.set(from, (uses.get(from) ?? 0) + 1);
    const continues = (a: SpineItem | undefined, b: SpineItem): boolean =>
      isSimple(a) && isSimple(b) && uses.get(a) === 1 && this.structures.of(a) === this.structures.of(b);
    const runs: Group[][] = [];
    for (const spine of group.spines) {
      spine.forEach((item, i) => {
        if (!isSimple(item)) return;
        if (continues(spine[i - 1], item)) runs.at(-1)!.push(item);
        else runs.push([item]);
      });
    }
    return runs.filter(run => run.length >= 2);
  }
}

/** A group with one way in and one way out. */
const isSimple = (item: SpineItem | undefined): item is Group =>
  typeof item === 'object' && item.kind === 'group' && item.inputs.length === 1 && item.outputs.length === 1;

/** The node of a group that holds no more than that. */
function soleLeaf(group: Group): Leaf | undefined {
  const [child, another] = group.children;
  if (!child || another || child.kind === 'output') return undefined;
  return child.kind === 'leaf' ? child : soleLeaf(child);
}

/** The boxes of one open group, numbered: ports first and last, items between them. */
class BoxTable {
  private readonly items: Box[] = [];
  private readonly numbers = new Map<Item | string, number>();

  constructor(private readonly group: Group) {
    for (const [number, value] of group.inputs.entries()) this.addPort('in', value, number);
  }

  has(item: Item): boolean {
    return this.numbers.has(item);
  }

  add(items: readonly Item[], box: Box): number {
    for (const item of items) this.numbers.set(item, this.items.length);
    return this.items.push(box) - 1;
  }

  finish(series: readonly Series[]): OpenBox {
    const { group } = this;
    for (const [number, value] of group.outputs.entries()) this.addPort('out', value, number);
    const spines = group.spines.map(spine => [...new Set(spine.map(item => this.numberOf(item)))]);
    return { kind: 'open', id: group.id, group, items: this.items, edges: this.edges(), spines, series };
  }

  private addPort(direction: 'in' | 'out', value: string, number: number): void {
    this.numbers.set(`${direction} ${value}`, this.items.length);
    this.items.push({ kind: 'port', id: `${this.group.id} ${direction} ${number}`, direction, number });
  }

  private numberOf(item: SpineItem): number {
    if (item === 'in') return this.numbers.get(`in ${this.group.inputs[0]}`)!;
    if (item === 'out') return this.numbers.get(`out ${this.group.outputs[0]}`)!;
    return this.numbers.get(item)!;
  }

  private edges(): BoxEdge[] {
    return this.group.edges.flatMap(edge => {
      const from = this.numbers.get(edge.from ?? `in ${edge.value}`)!;
      const to = this.numbers.get(edge.to ?? `out ${edge.value}`)!;
      if (from === to) return [];
      // A group that is shown as its only node has no ports.
      const isNode = (number: number): boolean => this.items[number]!.kind === 'leaf';
      const fromPort =
        edge.from?.kind === 'group' && !isNode(from) ? edge.from.outputs.indexOf(edge.value) : 0;
      const toPort = edge.to?.kind === 'group' && !isNode(to) ? edge.to.inputs.indexOf(edge.value) : 0;
      return { from, to, fromPort, toPort, edge };
    });
  }
}

import type { Edge, Group, Item, SpineItem } from './hierarchy.js';

/**
 * Finds each group's straight main line, from the outside in. The line takes the deepest way and no shortcut where it
 * has the choice; where it passes through an inner group, it decides which of that group's values use top and bottom.
 */
export function findSpines(group: Group): void {
  rankPorts(group);
  group.children = sortItems(group);
  group.spines = spinesOf(group);
  for (const child of group.children) if (child.kind === 'group') findSpines(child);
}

/** Values without a main edge: the latest made comes first, as it comes from what stands just before. */
function rankPorts(group: Group): void {
  if (group.inputs.length < 2 && group.outputs.length < 2) return;
  const outside = group.parent!.edges;
  const rank = (values: readonly string[], ends: (edge: Edge) => boolean): string[] => {
    const main = outside.find(edge => edge.main && ends(edge))?.value;
    const plain = new Set(outside.filter(edge => ends(edge) && !edge.shortcut).map(edge => edge.value));
    const order = (value: string): number => (value === main ? 2 : plain.has(value) ? 1 : 0);
    // They were met in topological order, so the latest stands last.
    return [...values].reverse().sort((a, b) => order(b) - order(a));
  };
  group.inputs = rank(group.inputs, edge => edge.to === group);
  group.outputs = rank(group.outputs, edge => edge.from === group);
}

/** Kahn's algorithm over a group's children; where blocks wait for each other, the first of them goes on. */
function sortItems({ children, edges }: Group): Item[] {
  const waiting = new Map<Item, number>(children.map(item => [item, 0]));
  const after = new Map<Item, Item[]>(children.map(item => [item, []]));
  for (const { from, to } of edges) {
    if (!from || !to) continue;
    waiting.set(to, waiting.get(to)! + 1);
    after.get(from)!.push(to);
  }
  const byPosition = [...children].sort((a, b) => a.position - b.position);
  const sorted = new Set<Item>();
  const ready: Item[] = [];
  const visit = (item: Item): void => {
    ready.push(item);
    for (let next = ready.pop(); next; next = ready.pop()) {
      if (sorted.has(next)) continue;
      sorted.add(next);
      for (const target of [...after.get(next)!].reverse()) {
        waiting.set(target, waiting.get(target)! - 1);
        if (waiting.get(target) === 0) ready.push(target);
      }
    }
  };
  for (const item of byPosition) if (waiting.get(item) === 0) visit(item);
  for (const item of byPosition) visit(item);
  return [...sorted];
}

function spinesOf(group: Group): SpineItem[][] {
  const table = new FlowTable(group);
  const spines = table.components().map(component => table.spine(component));
  // From the entry at the top to the exit at the bottom there is no place for another line.
  const through = spines.find(spine => spine[0] === 'in' && spine.at(-1) === 'out');
  if (!through) return spines;
  const onLine = new Set(through);
  for (const edge of group.edges) edge.main &&= onLine.has(edge.from ?? 'in') && onLine.has(edge.to ?? 'out');
  return [through];
}

/** A group's children and its first ports as numbers, with the edges that go forward between them. */
class FlowTable {
  private readonly items: SpineItem[];
  private readonly into: Edge[][];
  private readonly index: ReadonlyMap<SpineItem, number>;

  constructor(private readonly group: Group) {
    const { inputs, outputs, children } = group;
    this.items = [
      ...(inputs.length > 0 ? (['in'] as const) : []),
      ...children,
      ...(outputs.length > 0 ? (['out'] as const) : []),
    ];
    this.index = new Map(this.items.map((item, i) => [item, i]));
    this.into = this.items.map(() => []);
    for (const edge of group.edges) {
      const [from, to] = [this.start(edge), this.end(edge)];
      if (from !== undefined && to !== undefined && from < to) this.into[to]!.push(edge);
    }
  }

  /** Sets of items that hang together, each in order. */
  components(): number[][] {
    const root = this.items.map((_, i) => i);
    const find = (i: number): number => {
      while (root[i] !== i) {
        root[i] = root[root[i]!]!;
        i = root[i]!;
      }
      return i;
    };
    for (const edge of this.group.edges) {
      const [from, to] = [this.start(edge), this.end(edge)];
      if (from !== undefined && to !== undefined) root[find(from)] = find(to);
    }
    const components = new Map<number, number[]>();
    this.items.forEach((_, i) => {
      const component = components.get(find(i));
      if (component) component.push(i);
      else components.set(find(i), [i]);
    });
    return [...components.values()];
  }

  /** The deepest way through a component, from the group's input to its output where it has them. */
  spine(component: readonly number[]): SpineItem[] {
    const first = this.items[component[0]!] === 'in' ? component[0] : undefined;
    const best = this.deepest(component, first) ?? this.deepest(component, undefined)!;
    const line: number[] = [];
    for (let at: number | undefined = best.end; at !== undefined; ) {
      line.push(at);
      const edge: Edge | undefined = best.cameBy.get(at);
      if (edge) edge.main = true;
      at = edge && this.start(edge);
    }
    return line.reverse().map(i => this.items[i]!);
  }

  private deepest(component: readonly number[], first: number | undefined): Way | undefined {
    const depth = new Map<number, number>();
    const cameBy = new Map<number, Edge>();
    for (const at of component) {
      const edge = this.bestInto(at, depth);
      if (edge) cameBy.set(at, edge);
      else if (first !== undefined && at !== first) continue;
      depth.set(at, this.weight(at) + (edge ? depth.get(this.start(edge)!)! : 0));
    }
    const last = component.at(-1)!;
    if (this.items[last] === 'out') return depth.has(last) ? { end: last, cameBy } : undefined;
    const outputs = [...depth.keys()].filter(i => this.isOutput(i));
    const ends = outputs.length > 0 ? outputs : [...depth.keys()];
    const end = ends.reduce((a, b) => (depth.get(b)! > depth.get(a)! ? b : a));
    return { end, cameBy };
  }

  private bestInto(at: number, depth: ReadonlyMap<number, number>): Edge | undefined {
    let best: Edge | undefined;
    const value = (edge: Edge): number => depth.get(this.start(edge)!)! - (edge.shortcut ? 1e9 : 0);
    for (const edge of this.into[at]!) {
      if (depth.has(this.start(edge)!) && (!best || value(edge) > value(best))) best = edge;
    }
    return best;
  }

  private isOutput(i: number): boolean {
    const item = this.items[i]!;
    return typeof item === 'object' && item.kind === 'output';
  }

  private weight(i: number): number {
    const item = this.items[i]!;
    return item === 'in' || item === 'out' ? 0 : item.kind === 'group' ? item.leaves : 1;
  }

  private start({ from, value }: Edge): number | undefined {
    if (from) return this.index.get(from);
    return value === this.group.inputs[0] ? this.index.get('in') : undefined;
  }

  private end({ to, value }: Edge): number | undefined {
    if (to) return this.index.get(to);
    return value === this.group.outputs[0] ? this.index.get('out') : undefined;
  }
}

interface Way {
  readonly end: number;
  readonly cameBy: ReadonlyMap<number, Edge>;
}

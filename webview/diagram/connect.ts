import type { Model } from '../../src/core/analyze.js';
import type { Edge, Group, Item, Leaf, Link } from './hierarchy.js';
import { outputId } from './hierarchy.js';

/** Draws every link of the graph through the groups that it leaves and enters. */
export function connectNodes({ graph }: Model, leaves: ReadonlyMap<string, Leaf>, root: Group): void {
  const edges = new EdgeTable();
  for (const node of graph.nodes) {
    const target = leaves.get(node.id)!;
    node.inputs.forEach((source, input) => {
      const from = leaves.get(source);
      if (from && from !== target) edges.connect(from, target, { source, target: node.id, input });
    });
  }
  for (const item of root.children) {
    if (item.kind !== 'output') continue;
    const from = leaves.get(item.node.id)!;
    edges.connect(from, item, { source: item.node.id, target: outputId(item.node.id), input: 0 });
  }
}

/** Edges by group, value and end: a value goes each way once, whatever number of links it carries. */
class EdgeTable {
  private readonly known = new Map<Group, Map<string, Edge[]>>();

  connect(source: Item, target: Item, link: Link): void {
    let from = source;
    let to = target;
    while (from.parent !== to.parent) {
      const climb = depthOf(from) - depthOf(to);
      if (climb >= 0) from = this.leave(from, link);
      if (climb <= 0) to = this.enter(to, link);
    }
    this.add(from.parent!, from, to, link);
  }

  private leave(item: Item, link: Link): Group {
    const group = item.parent!;
    this.add(group, item, undefined, link);
    if (!group.outputs.includes(link.source)) group.outputs.push(link.source);
    return group;
  }

  private enter(item: Item, link: Link): Group {
    const group = item.parent!;
    this.add(group, undefined, item, link);
    if (!group.inputs.includes(link.source)) group.inputs.push(link.source);
    return group;
  }

  private add(group: Group, from: Item | undefined, to: Item | undefined, link: Link): void {
    const edges = getOrAdd(
      getOrAdd(this.known, group, () => new Map<string, Edge[]>()),
      link.source,
      () => [],
    );
    const edge = edges.find(other => other.to === to);
    if (edge) {
      edge.links.push(link);
      return;
    }
    const added: Edge = {
      from,
      to,
      value: link.source,
      links: [link],
      splits: false,
      wrong: false,
      main: false,
    };
    edges.push(added);
    group.edges.push(added);
  }
}

const depthOf = (item: Item): number => item.parent!.depth;

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

import { formatShape } from '../../src/core/graph.js';
import type { Edge, Group, Hierarchy, Item } from './hierarchy.js';
import { worstSeverity } from './marks.js';

/** Tells which groups are the same but for their names: layers, parameters, shapes, connections and marks. */
export class Structures {
  private readonly ids = new Map<string, number>();
  private readonly known = new Map<Group, number>();

  constructor(private readonly hierarchy: Hierarchy) {}

  of(group: Group): number {
    let id = this.known.get(group);
    if (id === undefined) {
      id = this.intern(this.describe(group));
      this.known.set(group, id);
    }
    return id;
  }

  private intern(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(text, id);
    }
    return id;
  }

  private describe(group: Group): string {
    const index = new Map(group.children.map((item, i) => [item, i]));
    const place = (item: Item | undefined): string => (item ? String(index.get(item)) : '-');
    const edge = ({ from, to, shortcut, wrong }: Edge): string =>
      `${place(from)}>${place(to)}${shortcut ?? ''}${wrong ? '!' : ''}`;
    return JSON.stringify([
      group.block.kind,
      group.block.type,
      group.inputs.map(value => formatShape(this.hierarchy.leaves.get(value)?.node.output ?? null)),
      group.children.map(item => this.describeItem(item)),
      group.edges.map(edge),
    ]);
  }

  private describeItem(item: Item): unknown {
    if (item.kind === 'group') return this.of(item);
    const { layer, parameters, output } = item.node;
    const mark = worstSeverity(this.hierarchy.marks.byNode.get(item.id) ?? []);
    return [layer, parameters, formatShape(output), mark];
  }
}

import type { Shape, TypedGraph, TypedNode } from '../graph.js';
import { remember } from '../memo.js';

/** Who takes what from whom in one graph. */
export class Wiring {
  private readonly byId = new Map<string, TypedNode>();
  private readonly after = new Map<string, TypedNode[]>();
  private readonly outputs: ReadonlySet<string>;

  constructor(readonly graph: TypedGraph) {
    this.outputs = new Set(graph.outputs);
    for (const node of graph.nodes) this.byId.set(node.id, node);
    for (const node of graph.nodes)
      for (const id of new Set(node.inputs)) remember(this.after, id, () => []).push(node);
  }

  node(id: string | undefined): TypedNode | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  /** A node that is surely there. */
  known(id: string): TypedNode {
    return this.byId.get(id)!;
  }

  /** What a node gives; null where that, or the node, is not known. */
  shape(id: string): Shape {
    return this.byId.get(id)?.output ?? null;
  }

  /** The nodes of some ids that are there. */
  nodes(ids: readonly string[]): TypedNode[] {
    return ids.flatMap(id => this.byId.get(id) ?? []);
  }

  consumers({ id }: TypedNode): readonly TypedNode[] {
    return this.after.get(id) ?? [];
  }

  /** The one node that takes what a node gives, where nothing else does. */
  next(node: TypedNode): TypedNode | undefined {
    const [only, ...others] = this.consumers(node);
    return others.length === 0 && !this.outputs.has(node.id) ? only : undefined;
  }

  /** What a node takes first. */
  before({ inputs: [first] }: TypedNode): TypedNode | undefined {
    return this.node(first);
  }

  /** Back from a node past those that a test lets through, to the first that it does not. */
  back(node: TypedNode | undefined, passes: (node: TypedNode) => boolean): TypedNode | undefined {
    let found = node;
    while (found && found.inputs.length === 1 && passes(found)) found = this.before(found);
    return found;
  }
}

const wirings = new WeakMap<TypedGraph, Wiring>();

/** Made once for each graph, however many rules ask. */
export const wiringOf = ({ graph }: { readonly graph: TypedGraph }): Wiring =>
  remember(wirings, graph, () => new Wiring(graph));

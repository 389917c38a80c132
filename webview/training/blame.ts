import type { TypedGraph, TypedNode } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import { formatNumber, nameOf } from './names.js';
import type { Signal, Signals } from './signals.js';

/** The node to blame, and what it does: a sentence without its full stop. */
export interface Blame {
  readonly node: string;
  readonly reason: string;
}

/** A gradient this much smaller than the network's largest is none: rounding alone makes larger ones. */
export const QUIET = 1e-12;

/** Finds out, from one traced pass, why weights get no gradient. */
export class Detective {
  private readonly nodes: ReadonlyMap<string, TypedNode>;
  private readonly consumers = new Map<string, TypedNode[]>();
  private readonly floor: number;

  constructor(
    graph: TypedGraph,
    private readonly signals: Signals,
  ) {
    this.nodes = new Map(graph.nodes.map(node => [node.id, node]));
    for (const node of graph.nodes.filter(node => signals.has(node.id))) {
      for (const id of node.inputs) this.consumers.set(id, [...(this.consumers.get(id) ?? []), node]);
    }
    this.floor = QUIET * Math.max(...[...signals.values()].map(signal => signal.gradient));
  }

  /** Why the weights of a node get no gradient. */
  blame(id: string): Blame {
    const node = this.nodes.get(id)!;
    if (!this.signals.has(id)) return { node: id, reason: `no output depends on ${nameOf(node)}` };
    if (this.isQuiet(node)) return this.explainBlocker(node);
    const constant = [...this.inputsOf(node), node].find(each => this.isConstant(each));
    return constant
      ? this.explainConstant(constant)
      : { node: id, reason: `${nameOf(node)} gets no gradient` };
  }

  /** The gradient gets lost after `node`. */
  private explainBlocker(node: TypedNode): Blame {
    const blocker = this.blockerAfter(node);
    if (!blocker)
      return {
        node: node.id,
        reason: 'the loss is the same for every answer, as after a softmax over a single class',
      };
    const zero = this.inputsOf(blocker).find(
      input => this.isConstant(input) && this.signal(input).high === 0,
    );
    if (blocker.layer === 'multiply' && zero) {
      const cause = this.explainConstant(zero);
      return {
        node: cause.node,
        reason: `${nameOf(blocker)} multiplies with nothing but 0, because ${cause.reason}`,
      };
    }
    if (this.isConstant(blocker)) return this.explainConstant(blocker);
    return { node: blocker.id, reason: `${nameOf(blocker)} passes no gradient back to its input` };
  }

  /** Downstream, the nearest node that gets a gradient, but gives none on. */
  private blockerAfter(node: TypedNode): TypedNode | undefined {
    const seen = new Set<TypedNode>();
    for (let open = [node]; open.length > 0; ) {
      const next = open.flatMap(each => this.consumers.get(each.id) ?? []).filter(each => !seen.has(each));
      const blocker = next.find(each => !this.isQuiet(each));
      if (blocker) return blocker;
      for (const each of next) seen.add(each);
      open = [...new Set(next)];
    }
    return undefined;
  }

  /** Where an output that is the same everywhere comes from: the first node, upstream, that makes it so. */
  private explainConstant(node: TypedNode): Blame {
    const inputs = this.inputsOf(node);
    const constant = inputs.find(input => this.isConstant(input));
    if (constant) return this.explainConstant(constant);
    const value = formatNumber(this.signal(node).high);
    const name = nameOf(node);
    if (node.parameters.init === 'zeros')
      return { node: node.id, reason: `the weights of ${name} start at 0` };
    if (node.layer === 'rescale') return { node: node.id, reason: `${name} multiplies everything by 0` };
    if (layers[node.layer].category === 'activation' && inputs.length === 1)
      return this.explainFlat(node, inputs[0]!);
    return { node: node.id, reason: `${name} gives ${value} everywhere, whatever comes in` };
  }

  /** An activation works where it is flat. To blame is what moved its input there. */
  private explainFlat(activation: TypedNode, input: TypedNode): Blame {
    const { low, high } = this.signal(input);
    const [from, to] = [formatNumber(low), formatNumber(high)];
    const range = from === to ? `near ${from}` : `from ${from} to ${to}`;
    const flat = `${nameOf(activation)} gives ${formatNumber(this.signal(activation).high)} everywhere, as its input lies ${range}`;
    const mover = this.moverOf(input);
    return mover === input
      ? { node: mover.id, reason: `${flat}, after ${nameOf(mover)}` }
      : { node: mover.id, reason: `${flat}, moved there by ${nameOf(mover)}` };
  }

  /** The first node, upstream, whose output lies on one side of 0 while its input does not. */
  private moverOf(node: TypedNode): TypedNode {
    const moved = this.inputsOf(node).find(input => isOneSided(this.signal(input)));
    return moved ? this.moverOf(moved) : node;
  }

  private inputsOf(node: TypedNode): TypedNode[] {
    return node.inputs.map(id => this.nodes.get(id)!);
  }

  private signal(node: TypedNode): Signal {
    return this.signals.get(node.id)!;
  }

  private isQuiet(node: TypedNode): boolean {
    return this.signal(node).gradient <= this.floor;
  }

  private isConstant(node: TypedNode): boolean {
    const { low, high } = this.signal(node);
    return low === high;
  }
}

const isOneSided = ({ low, high }: Signal): boolean => high < 0 || low > 0;

/**
 * The first node whose output is not a number; where all are, the last one whose gradient is not, for gradients flow
 * backwards. Undefined where a single pass shows neither.
 */
export function blameNotFinite(graph: TypedGraph, signals: Signals): Blame | undefined {
  const traced = graph.nodes.filter(node => signals.has(node.id));
  const output = traced.find(node => !Number.isFinite(signals.get(node.id)!.high));
  if (output)
    return { node: output.id, reason: `${nameOf(output)} is the first layer whose output is not a number` };
  const gradient = traced.findLast(node => !Number.isFinite(signals.get(node.id)!.gradient));
  return (
    gradient && {
      node: gradient.id,
      reason: `the gradient that comes back to ${nameOf(gradient)} is the first that is not a number`,
    }
  );
}

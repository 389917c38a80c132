import { product, type Size, type TypedGraph, type TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import { networkTotals } from '../totals.js';
import type { Analysis, Optimizer } from './analysis.js';
import { bytes, formatBytes } from './format.js';

/** Bytes of a number in 32-bit floating point. */
const numberBytes = 4;

/** Numbers that an optimizer keeps for each trained weight: none, the velocity, or both moments (Kingma and Ba 2015). */
const kept: Readonly<Record<Optimizer, number>> = { sgd: 0, momentum: 1, adam: 2 };

/** Bytes of a layer's output for one input. */
export function outputBytes({ output }: Pick<TypedNode, 'output'>): Size {
  const size = output && product(output);
  return size === null ? null : size * numberBytes;
}

/** Layers that give what they are given, under another shape: no memory of their own. */
const views = new Set(['identity', 'flatten', 'reshape']);

const isView = (node: TypedNode, training: boolean): boolean =>
  node.inputs.length === 1 &&
  (views.has(node.layer) || (!training && layers[node.layer].category === 'regularisation'));

/** A sum that remembers how many of its parts are not known. */
class Sum {
  private known = 0;
  private unknown = 0;

  add(size: Size, sign: 1 | -1 = 1): void {
    if (size === null) this.unknown += sign;
    else this.known += sign * size;
  }

  get value(): Size {
    return this.unknown > 0 ? null : this.known;
  }
}

/** Which node's memory each node's output lies in, by index. */
function owners(nodes: readonly TypedNode[], training: boolean): number[] {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const result: number[] = [];
  nodes.forEach((node, i) => {
    const from = isView(node, training) ? index.get(node.inputs[0]!) : undefined;
    result.push(from === undefined || from >= i ? i : result[from]!);
  });
  return result;
}

/** By owner, the step after which nobody reads it any more; outputs are read at the end. */
function lastUses({ nodes, outputs }: TypedGraph, owner: readonly number[]): number[] {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const last = nodes.map((_, i) => i);
  nodes.forEach((node, step) => {
    for (const id of node.inputs) {
      const from = owner[index.get(id) ?? -1];
      if (from !== undefined) last[from] = Math.max(last[from]!, step);
    }
  });
  for (const id of outputs) {
    const from = owner[index.get(id) ?? -1];
    if (from !== undefined) last[from] = nodes.length;
  }
  return last;
}

/**
 * Bytes of outputs that must be there while each node runs, one after the other in the graph's order, for one input: its
 * own, what it reads, and what later ones will read. Networks that run so reuse what is free; nothing runs in place.
 */
export function liveInInference(graph: TypedGraph): Size[] {
  const { nodes } = graph;
  const owner = owners(nodes, false);
  const last = lastUses(graph, owner);
  const freed: number[][] = nodes.map(() => []);
  last.forEach((step, i) => {
    if (owner[i] === i) freed[step]?.push(i);
  });
  const live = new Sum();
  return nodes.map((node, step) => {
    if (owner[step] === step) live.add(outputBytes(node));
    const { value } = live;
    for (const i of freed[step]!) live.add(outputBytes(nodes[i]!), -1);
    return value;
  });
}

/**
 * Bytes of outputs and of their gradients while each node is trained backwards, for one input. The way forwards keeps every
 * output until the way back has passed it; the gradient of an output is there from the last layer that reads it until
 * its own layer has used it (Chen et al. 2016, "Training deep nets with sublinear memory cost", without their savings).
 */
export function liveInTraining(graph: TypedGraph): Size[] {
  const { nodes } = graph;
  const owner = owners(nodes, true);
  const last = lastUses(graph, owner);
  const live = new Sum();
  const born: number[][] = nodes.map(() => []);
  nodes.forEach((node, i) => {
    if (owner[i] !== i) return;
    live.add(outputBytes(node));
    if (hasGradient(node)) born[Math.min(last[i]!, nodes.length - 1)]!.push(i);
  });
  const result: Size[] = nodes.map(() => null);
  for (let step = nodes.length - 1; step >= 0; step--) {
    for (const i of born[step]!) live.add(outputBytes(nodes[i]!));
    result[step] = live.value;
    if (owner[step] !== step) continue;
    const own = outputBytes(nodes[step]!);
    live.add(own, -1);
    if (hasGradient(nodes[step]!)) live.add(own, -1);
  }
  return result;
}

/** Nobody asks how to change the data. */
const hasGradient = ({ layer }: TypedNode): boolean => layer !== 'input';

const times = (size: Size, by: number): Size => (size === null ? null : size * by);

const columns = [
  bytes('output', 'output'),
  bytes('inference', 'live, inference'),
  bytes('training', 'live, training'),
  bytes('weights', 'weights'),
  bytes('gradients', 'gradients'),
  bytes('optimizer', 'optimizer'),
];

/** The greatest known value, and where. */
function peakOf(nodes: readonly TypedNode[], live: readonly Size[]): { at: string; size: Size } {
  let best = -1;
  live.forEach((size, i) => {
    if (size !== null && size > (live[best] ?? -1)) best = i;
  });
  const isKnown = live.every(size => size !== null);
  return { at: nodes[best]?.id ?? '?', size: isKnown ? (live[best] ?? null) : null };
}

const text = (size: Size): string => (size === null ? '?' : formatBytes(size));

export const memory: Analysis = {
  id: 'memory',
  title: 'Memory',
  doc: 'Bytes in 32-bit numbers: the output of each layer, what must be kept while it runs (inference) and while its gradient is computed (training: outputs and their gradients), its weights, their gradients and what the optimizer keeps. Layers run in order, none in place; workspaces of the framework come on top.',
  run(network, { batch, optimizer }) {
    const { graph } = network;
    const inference = liveInInference(graph).map(size => times(size, batch));
    const training = liveInTraining(graph).map(size => times(size, batch));
    const state = kept[optimizer] * numberBytes;
    const rows = graph.nodes.map((node, i) => ({
      node: node.id,
      values: {
        output: times(outputBytes(node), batch),
        inference: inference[i]!,
        training: training[i]!,
        weights: times(node.weights.total, numberBytes),
        gradients: times(node.weights.trainable, numberBytes),
        optimizer: times(node.weights.trainable, state),
      },
    }));
    const totals = networkTotals(network);
    const weights = times(totals.parameters, numberBytes);
    const gradients = times(totals.trainable, numberBytes);
    const states = times(totals.trainable, state);
    const peaks = [peakOf(graph.nodes, inference), peakOf(graph.nodes, training)] as const;
    const add = (...sizes: Size[]): Size =>
      sizes.reduce((a, b) => (a === null || b === null ? null : a + b), 0);
    return {
      columns,
      rows,
      sections: [],
      facts: [
        ['batch', String(batch)],
        ['weights', text(weights)],
        ['gradients', text(gradients)],
        [`optimizer (${optimizer})`, text(states)],
        ['peak of outputs, inference', `${text(peaks[0].size)} at ${peaks[0].at}`],
        ['peak of outputs, training', `${text(peaks[1].size)} at ${peaks[1].at}`],
        ['all, inference', text(add(weights, peaks[0].size))],
        ['all, training', text(add(weights, gradients, states, peaks[1].size))],
      ],
    };
  },
};

import type { TypedGraph, TypedNode } from '../../src/core/graph.js';
import type { Activation } from '../../src/core/layers/activation.js';
import { layers } from '../../src/core/layers/index.js';
import { isActivation } from './activation-names.js';
import { FIGURES } from './data/scene.js';

/** What one output is trained for. */
export interface Head {
  /** The output's node. */
  readonly node: string;
  /**
   * `classes`: cross-entropy of logits along the channels. `labels`: binary cross-entropy of every logit.
   * `regression`: mean squared error.
   */
  readonly loss: 'classes' | 'labels' | 'regression';
  /** Size of the axis of the channels. */
  readonly channels: number;
  /** The axes before it: none for a vector, height and width for a map. */
  readonly positions: readonly number[];
  readonly channelsFirst: boolean;
  /** The node whose activation is left out, so that the loss gets logits. */
  readonly bare?: string;
  /** What was assumed, as a sentence; absent where the output leaves no choice. */
  readonly assumption?: string;
}

/** Whether the network's maps have their channels first. */
export const isChannelsFirst = (graph: TypedGraph): boolean =>
  graph.nodes.some(node => node.parameters.dataFormat === 'channelsFirst');

export const headsOf = (graph: TypedGraph): Head[] => {
  const nodes = new Map(graph.nodes.map(node => [node.id, node]));
  const channelsFirst = isChannelsFirst(graph);
  return [...new Set(graph.outputs)].map(id => headOf(nodes.get(id)!, nodes, channelsFirst));
};

type Nodes = ReadonlyMap<string, TypedNode>;

function headOf(output: TypedNode, nodes: Nodes, channelsFirst: boolean): Head {
  const shape = output.output as readonly number[];
  const isFirst = channelsFirst && shape.length > 1;
  const channels = (isFirst ? shape[0] : shape.at(-1)) ?? 1;
  const positions = isFirst ? shape.slice(1) : shape.slice(0, -1);
  const end = endOf(output, nodes);
  return {
    node: output.id,
    channels,
    positions,
    channelsFirst: isFirst,
    ...lossFor(end, channels, positions.length > 0),
  };
}

interface End {
  readonly node: string;
  /** Undefined for a linear end. */
  readonly activation?: Activation;
}

/** Layers that change neither the values that an activation gave nor, with the same last axis, what they mean. */
const transparent = new Set([
  'identity',
  'flatten',
  'reshape',
  'dropout',
  'spatialDropout',
  'gaussianDropout',
  'gaussianNoise',
]);

/** The activation with which an output ends. */
function endOf(output: TypedNode, nodes: Nodes): End {
  let node = output;
  for (;;) {
    const input = node.inputs.length === 1 ? nodes.get(node.inputs[0]!) : undefined;
    if (!input || !transparent.has(node.layer) || input.output?.at(-1) !== node.output?.at(-1)) break;
    node = input;
  }
  const word = layers[node.layer].category === 'activation' ? node.layer : node.parameters.activation;
  return isActivation(word) ? { node: node.id, activation: word } : { node: node.id };
}

/** The loss for an end: the activation that goes with a loss on logits is left out. */
function lossFor(end: End, channels: number, isMap: boolean): Pick<Head, 'loss' | 'bare' | 'assumption'> {
  switch (end.activation) {
    case 'softmax':
    case 'logSoftmax':
      return { loss: 'classes', bare: end.node };
    case 'sigmoid':
    case 'logSigmoid':
      return { loss: 'labels', bare: end.node };
    case undefined:
      return linearLoss(channels, isMap);
    default:
      return {
        loss: 'regression',
        assumption: `the output ends with ${layers[end.activation].title}: trained with the mean squared error against synthetic targets`,
      };
  }
}

function linearLoss(channels: number, isMap: boolean): Pick<Head, 'loss' | 'assumption'> {
  if (isMap) {
    const loss = channels === 1 ? 'labels' : 'classes';
    const each = channels === 1 ? 'one logit' : `logits of ${channels} classes`;
    return {
      loss,
      assumption: `the output is a map without an activation: taken as ${each} for each position`,
    };
  }
  return channels === 1
    ? {
        loss: 'regression',
        assumption:
          'the output is one number without an activation: trained with the mean squared error against synthetic targets',
      }
    : { loss: 'classes', assumption: `the output has no activation: taken as logits of ${channels} classes` };
}

/** Loss of a network that knows nothing: ln(classes), or ln 2 for a label; undefined where there is no such number. */
const uninformedLoss = ({ loss, channels }: Head): number | undefined =>
  loss === 'classes' ? Math.log(channels) : loss === 'labels' ? Math.LN2 : undefined;

/** The same over all heads; undefined as soon as one has no such number. */
export function uninformedLossOf(heads: readonly Head[]): number | undefined {
  const each = heads.map(uninformedLoss);
  return each.every(loss => loss !== undefined) ? each.reduce((a, b) => a + b, 0) : undefined;
}

/** How many kinds of examples the heads can tell apart. */
export function kindsFor(heads: readonly Head[]): number {
  const wanted = heads.map(head => Math.max(2, head.channels - (head.positions.length > 0 ? 1 : 0)));
  return Math.min(FIGURES, Math.max(...wanted));
}

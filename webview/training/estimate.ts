import type { TypedGraph } from '../../src/core/graph.js';
import { product } from '../../src/core/graph.js';
import type { TrainingEstimate } from '../../src/protocol.js';
import { formatBytes, formatSeconds } from './durations.js';

/** Longest and largest that still counts as a quick test. */
export const LIMITS: TrainingEstimate = { seconds: 90, bytes: 2 ** 30 };

/** Costs of the wasm backend, fitted to measured steps of six networks; they were off by at most a third. */
const NS_PER_MAC = 0.09;
const NS_PER_VALUE = 7;
const MS_PER_NODE = 0.5;

/** What a network costs for one example. */
export interface Size {
  /** Multiply-accumulates of a pass forward. */
  readonly macs: number;
  /** Numbers in all outputs. */
  readonly values: number;
  readonly weights: number;
  readonly nodes: number;
}

export function sizeOf(graph: TypedGraph): Size {
  const total = (numbers: readonly (number | null)[]) =>
    numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  return {
    macs: total(graph.nodes.map(node => node.macs)),
    values: total(graph.nodes.map(node => product(node.output ?? [null]))),
    weights: total(graph.nodes.map(node => node.weights.total)),
    nodes: graph.nodes.length,
  };
}

/** Milliseconds of one step. Back, a layer costs twice what it costs forward: its input and its weights. */
export const stepTime = ({ macs, values, nodes }: Size, batch: number): number =>
  (batch * (3 * macs * NS_PER_MAC + values * NS_PER_VALUE)) / 1e6 + nodes * MS_PER_NODE;

/** All outputs are kept for the way back, some twice; each weight has a gradient and two moments. */
export const stepMemory = ({ values, weights }: Size, batch: number): number =>
  4 * (batch * values * 2.5 + weights * 5);

/** What a test would cost, and more than what it may, as a sentence. */
export const costOf = ({ seconds, bytes }: TrainingEstimate): string =>
  `It would take about ${formatSeconds(seconds)} and ${formatBytes(bytes)}; a quick test has ${formatSeconds(LIMITS.seconds)} and ${formatBytes(LIMITS.bytes)}.`;

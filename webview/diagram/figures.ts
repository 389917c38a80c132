import { type Shape, type Size, sum, type TypedNode } from '../../src/core/graph.js';
import type { Group, Item } from './hierarchy.js';

const units: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** `25.6M`, `379.4k`, `12`; `?` for what is not known. */
export function formatCount(count: Size): string {
  if (count === null) return '?';
  const [size, letter] = units.find(([limit]) => count >= limit) ?? [1, ''];
  const value = count / size;
  return `${letter === '' ? value : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}${letter}`;
}

/** `25,557,032` */
export const formatExact = (count: Size): string => (count === null ? 'unknown' : count.toLocaleString('en'));

export interface Totals {
  readonly weights: Size;
  readonly trainable: Size;
  readonly macs: Size;
}

export const totalsOf = (nodes: readonly TypedNode[]): Totals => ({
  weights: sum(nodes.map(node => node.weights.total)),
  trainable: sum(nodes.map(node => node.weights.trainable)),
  macs: sum(nodes.map(node => node.macs)),
});

export function nodesIn(item: Item): TypedNode[] {
  if (item.kind === 'group') return item.children.flatMap(nodesIn);
  return item.kind === 'leaf' ? [item.node] : [];
}

const groupTotals = new WeakMap<Group, Totals>();

export function totalsOfGroup(group: Group): Totals {
  let totals = groupTotals.get(group);
  if (!totals) {
    totals = totalsOf(nodesIn(group));
    groupTotals.set(group, totals);
  }
  return totals;
}

/** The channels of a map, or the length of a vector. */
export function channelsOf(shape: Shape, channelsFirst: boolean): string {
  const size = channelsFirst ? shape?.[0] : shape?.at(-1);
  return String(size ?? '?');
}

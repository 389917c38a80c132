import type { TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import type { Side } from '../residual.js';
import type { Wiring } from './wiring.js';

/** The layer that gives a side its channels: the last one of its own, or one before the sides part. */
export function channelSource(
  { nodes }: Side,
  split: string | undefined,
  wiring: Wiring,
): TypedNode | undefined {
  const own = wiring.nodes(nodes).findLast(counts);
  if (own || wiring.nodes(nodes).some(node => node.inputs.length > 1)) return own;
  const before = wiring.back(wiring.node(split), node => !counts(node));
  return before && counts(before) ? before : undefined;
}

/** How many channels a layer gives is said in one of these. */
export const countOf = ({ parameters }: TypedNode): 'filters' | 'units' | undefined =>
  (['filters', 'units'] as const).find(name => typeof parameters[name] === 'number');

const counts = (node: TypedNode): boolean => countOf(node) !== undefined;

/** How far a layer steps over its map, or how many times larger it makes it: a pooling by its window unless told. */
export const stepsOf = ({ layer, parameters }: TypedNode): readonly number[] | undefined => {
  const pool = layers[layer].category === 'pooling' ? parameters.kernel : undefined;
  const steps = parameters.stride ?? parameters.factor ?? pool;
  return Array.isArray(steps) ? (steps as readonly number[]) : undefined;
};

/** The layers of a side that go over its map in steps. */
export const windowsOf = ({ nodes }: Side, wiring: Wiring): TypedNode[] =>
  wiring.nodes(nodes).filter(node => stepsOf(node));

export const grows = ({ layer, parameters }: TypedNode): boolean =>
  layer === 'transposedConv' || parameters.factor !== undefined;

/**
 * Where a side rounds an odd size, the layers before its start that made it odd: 23 of 48 without padding, which goes
 * down to 12 and up to 24. The nearest one, and those further back without padding.
 */
export function sizeSources(
  side: Side,
  split: string | undefined,
  axis: number,
  wiring: Wiring,
): readonly TypedNode[] {
  const rounds = wiring.nodes(side.nodes).some(node => {
    const from = wiring.shape(node.inputs[0] ?? '')?.[axis];
    const step = Math.max(...(stepsOf(node) ?? [1]));
    return typeof from === 'number' && !grows(node) && from % step !== 0;
  });
  const found: TypedNode[] = [];
  const next = (node: TypedNode | undefined): TypedNode | undefined =>
    wiring.back(node, one => !changes(one, axis, wiring));
  for (let node = next(rounds ? wiring.node(split) : undefined); node && stepsOf(node); ) {
    if (found.length === 0 || node.parameters.padding === 'valid') found.push(node);
    node = next(wiring.before(node));
  }
  return found;
}

/** Where a side would stride if it did: its first largest window. */
export function largestWindow(side: Side, wiring: Wiring): TypedNode | undefined {
  const area = ({ parameters: { kernel } }: TypedNode): number =>
    Array.isArray(kernel) ? kernel.reduce<number>((product, size) => product * Number(size), 1) : 0;
  return windowsOf(side, wiring).toSorted((a, b) => area(b) - area(a))[0];
}

export const changes = (node: TypedNode, axis: number, wiring: Wiring): boolean =>
  wiring.shape(node.inputs[0] ?? '')?.[axis] !== node.output?.[axis];

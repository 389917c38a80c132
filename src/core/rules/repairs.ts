import type { Proposal } from '../finding.js';
import { nodeName, type Shape, type TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import type { Side } from '../residual.js';
import {
  changes,
  channelSource,
  countOf,
  grows,
  largestWindow,
  sizeSources,
  stepsOf,
  windowsOf,
} from './sources.js';
import type { Wiring } from './wiring.js';

/** One side of a merge, and the shape that it should give. */
export interface Misfit {
  readonly side: Side;
  /** Where the sides part; undefined where they come from different inputs. */
  readonly split: string | undefined;
  readonly given: NonNullable<Shape>;
  readonly wanted: NonNullable<Shape>;
  /** The axes along which they differ. */
  readonly axes: readonly number[];
  readonly channelAxis: number;
}

/** Of many layers on a long side, so many at its start and at its end. */
const mostWindows = 3;

/** Changes of one parameter each after which the side may give what is wanted, the likeliest first. */
export function repairs(misfit: Misfit, wiring: Wiring): Proposal[] {
  return [...channelRepairs(misfit, wiring), ...sizeRepairs(misfit, wiring)];
}

function channelRepairs({ side, split, wanted, axes, channelAxis }: Misfit, wiring: Wiring): Proposal[] {
  const value = wanted[channelAxis] ?? null;
  const node = channelSource(side, split, wiring);
  const parameter = node && countOf(node);
  if (!node || !parameter || value === null || !axes.includes(channelAxis)) return [];
  return [
    {
      title: `Set the ${parameter} of \`${nodeName(node)}\` to ${value}`,
      change: { kind: 'set-parameter', node: node.id, parameter, value },
    },
  ];
}

function sizeRepairs(misfit: Misfit, wiring: Wiring): Proposal[] {
  const { axes, channelAxis, side, split } = misfit;
  const spatial = axes.filter(axis => axis !== channelAxis);
  if (spatial.length === 0) return [];
  const moved = windowsOf(side, wiring).filter(node => spatial.some(axis => changes(node, axis, wiring)));
  const keeper = keeperOf(misfit, moved, spatial, wiring);
  const all = keeper ? [keeper, ...moved] : moved;
  const chosen = all.filter((_, i) => i < mostWindows || i >= all.length - mostWindows);
  const before = spatial.flatMap(axis => sizeSources(side, split, axis, wiring));
  return [
    ...[...chosen, ...new Set(before)].flatMap(padded),
    ...chosen
      .reverse()
      .flatMap(node => stepping(node, misfit, spatial))
      .toSorted((a, b) => a.doubt - b.doubt)
      .map(({ proposal }) => proposal),
  ];
}

/** A layer that steps by 1 where a side that enlarges, or changes nothing, gives too much: it may lack a stride. */
function keeperOf(
  { side, given, wanted }: Misfit,
  moved: readonly TypedNode[],
  axes: readonly number[],
  wiring: Wiring,
): TypedNode | undefined {
  const isLarge = axes.some(axis => (given[axis] ?? 0) > (wanted[axis] ?? 0));
  const keeper =
    moved.length === 0 || (isLarge && moved.some(grows)) ? largestWindow(side, wiring) : undefined;
  return keeper && moved.includes(keeper) ? undefined : keeper;
}

/**
 * How unlikely it is that a layer's step is the mistake: a convolution strides by the way, a pooling is there for it,
 * what enlarges brings back what was taken; hardly any network steps by 3, and nothing enlarges by 1.
 */
const doubtOf = (node: TypedNode, steps: readonly number[]): number =>
  (grows(node) ? 2 : Number(layers[node.layer].category === 'pooling')) +
  (steps.some(step => step > 2) ? 3 : 0) +
  (grows(node) && steps.every(step => step === 1) ? 3 : 0);

/** Padding for a window that takes the border away. */
const padded = (node: TypedNode): Proposal[] =>
  node.parameters.padding === 'valid'
    ? [
        {
          title: `Set the padding of \`${nodeName(node)}\` to \`same\``,
          change: { kind: 'set-parameter', node: node.id, parameter: 'padding', value: 'same' },
        },
      ]
    : [];

/** The steps with which a layer would bring its side to the size that is wanted. */
function stepping(
  node: TypedNode,
  { given, wanted, channelAxis }: Misfit,
  axes: readonly number[],
): { readonly proposal: Proposal; readonly doubt: number }[] {
  const parameter = node.parameters.factor === undefined ? 'stride' : 'factor';
  const now = stepsOf(node)!;
  const value = now.map((step, i) => {
    const axis = channelAxis === 0 ? i + 1 : i;
    const [from, to] = [given[axis] ?? null, wanted[axis] ?? null];
    if (!axes.includes(axis) || from === null || to === null) return step;
    return Math.max(1, Math.round(grows(node) ? (step * to) / from : (step * from) / to));
  });
  if (value.every((step, i) => step === now[i])) return [];
  return [
    {
      doubt: doubtOf(node, value),
      proposal: {
        title: `Set the ${parameter} of \`${nodeName(node)}\` to ${formatSteps(value)}`,
        change: { kind: 'set-parameter', node: node.id, parameter, value },
      },
    },
  ];
}

/** `2`, or `2×1` where the axes differ. */
export const formatSteps = (steps: readonly number[]): string =>
  steps.every(step => step === steps[0]) ? String(steps[0]) : steps.join('×');

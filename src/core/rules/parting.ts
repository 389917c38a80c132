import type { Related } from '../finding.js';
import { formatShape, nodeName, type Size, type TypedNode } from '../graph.js';
import type { Side, Unit } from '../residual.js';
import { channelSource, largestWindow, sizeSources } from './sources.js';
import type { Wiring } from './wiring.js';

/** One layer that changed a size, on one side of a merge. */
export interface Step {
  readonly node: TypedNode;
  readonly from: Size;
  readonly to: Size;
}

/** The layers of a side that change one axis, in order. */
export function stepsAlong(side: Side, axis: number, wiring: Wiring): Step[] {
  return side.nodes.flatMap(id => {
    const node = wiring.known(id);
    const from = wiring.shape(node.inputs[0] ?? '')?.[axis] ?? null;
    const to = node.output?.[axis] ?? null;
    return from === to || to === null ? [] : [{ node, from, to }];
  });
}

export interface Parting {
  readonly axis: number;
  /** The size where they part. */
  readonly kept: Size;
  readonly branch?: Step;
  readonly shortcut?: Step;
}

/**
 * Where the two sides of a unit parted along an axis. For height and width, the first step that the other side does
 * not take too; for channels, the layer that gave each side its last number of them.
 */
export function partingAlong(unit: Unit, axis: number, channelAxis: number, wiring: Wiring): Parting {
  const branch = stepsAlong(unit.branch, axis, wiring);
  const shortcut = stepsAlong(unit.shortcut, axis, wiring);
  const start = wiring.shape(unit.split)?.[axis] ?? null;
  if (axis === channelAxis) return { axis, kept: start, branch: branch.at(-1), shortcut: shortcut.at(-1) };
  let common = 0;
  while (common < branch.length && common < shortcut.length && branch[common]!.to === shortcut[common]!.to)
    common++;
  const kept = common === 0 ? start : branch[common - 1]!.to;
  return { axis, kept, branch: guilty(branch.slice(common)), shortcut: guilty(shortcut.slice(common)) };
}

/** The first step; on a side that goes down without rest and up again, the last one, which should have come back. */
const guilty = (steps: readonly Step[]): Step | undefined => {
  const goesUp = ({ from, to }: Step): boolean => from !== null && to !== null && to > from;
  const last = steps.at(-1);
  const isWhole = !steps.some(isRounded) && !steps.every(goesUp);
  return last && goesUp(last) && isWhole ? last : steps[0];
};

/** The axis that holds the channels of what a merge takes: the last one, unless its sides say channels first. */
export function channelAxisOf(sides: readonly Side[], rank: number, wiring: Wiring): number {
  const first = sides.some(({ nodes }) =>
    nodes.some(id => wiring.known(id).parameters.dataFormat === 'channelsFirst'),
  );
  return first ? 0 : rank - 1;
}

export const axisWord = (axis: number, channelAxis: number, rank: number): string => {
  if (axis === channelAxis) return 'channels';
  const spatial = channelAxis === 0 ? axis - 1 : axis;
  return rank === 3 ? ['height', 'width'][spatial]! : `axis ${axis}`;
};

/** `conv2 (stride 2): 56 → 28` */
export function describeStep({ node, from, to }: Step): string {
  const name = `\`${nodeName(node)}\``;
  const stride = strideText(node.parameters.stride);
  if (stride !== undefined && from !== null && to !== null && to < from)
    return `${name} has stride ${stride}: ${from} → ${to}`;
  return `${name}: ${from ?? '?'} → ${to}`;
}

function strideText(stride: unknown): string | undefined {
  if (!Array.isArray(stride) || stride.every(s => s === 1)) return undefined;
  return stride.every(s => s === stride[0]) ? String(stride[0]) : stride.join('×');
}

/** A window that does not divide the size that it steps over: something is cut off, or added. */
export function isRounded({ node, from, to }: Step): boolean {
  const stride = node.parameters.stride ?? node.parameters.kernel;
  if (!Array.isArray(stride) || from === null || to === null || to >= from) return false;
  const [step] = stride.filter(s => s !== 1);
  return typeof step === 'number' && from % step !== 0;
}

/** Where sizes differ by one because the two sides round an odd size differently. */
const roundingOf = (branch: Step | undefined, shortcut: Step | undefined): string =>
  branch && shortcut && branch.from === shortcut.from && isRounded(branch) && isRounded(shortcut)
    ? `; the two round ${branch.from} differently`
    : '';

/** Partings of all axes in one sentence each, those with the same cause together: `conv2 has stride 2: 56 → 28; the shortcut keeps 56`. */
export function describePartings(partings: readonly Parting[], channelAxis: number, rank: number): string[] {
  const sentences = partings.map(({ axis, kept: size, branch, shortcut }) => {
    const kept = size ?? '?';
    const left = branch ? describeStep(branch) : `the branch keeps ${kept}`;
    const right = shortcut ? `on the shortcut ${describeStep(shortcut)}` : `the shortcut keeps ${kept}`;
    return {
      word: axisWord(axis, channelAxis, rank),
      text: `${left}; ${right}${roundingOf(branch, shortcut)}`,
    };
  });
  const words = new Map<string, string[]>();
  for (const { word, text } of sentences) words.set(text, [...(words.get(text) ?? []), word]);
  return [...words].map(([text, axes]) => `${axes.join(' and ')}: ${text}`);
}

/** Both parting places, all other steps on the way, and for a side that changes nothing the layer that could have. */
export function relatedPlaces(
  partings: readonly Parting[],
  unit: Unit,
  channelAxis: number,
  wiring: Wiring,
): Related[] {
  const related: Related[] = [];
  const add = (message: string, at: Related['at']): void => {
    if (!related.some(r => r.message === message && r.at.start === at.start)) related.push({ message, at });
  };
  const sides = ['branch', 'shortcut'] as const;
  for (const parting of partings)
    for (const side of sides) {
      const step = parting[side];
      if (step) add(`${side}: ${describeStep(step)}`, step.node.at);
    }
  for (const { axis } of partings)
    for (const side of axis === channelAxis ? [] : sides)
      for (const step of stepsAlong(unit[side], axis, wiring))
        add(`${side}: ${describeStep(step)}`, step.node.at);
  const split = wiring.known(unit.split);
  if (partings.some(p => !p.shortcut)) {
    add(`the shortcut starts at \`${nodeName(split)}\` with ${formatShape(split.output)}`, split.at);
  }
  if (partings.some(p => !p.branch)) add(`the branch starts at \`${nodeName(split)}\``, split.at);
  for (const parting of partings)
    for (const side of sides) {
      for (const node of keepersOf(unit[side], parting[side], parting.axis, unit, channelAxis, wiring))
        add(`${side}: \`${nodeName(node)}\` gives ${node.output?.[parting.axis] ?? '?'}`, node.at);
    }
  return related;
}

/** The layers that gave a side the size that it keeps or rounds, or that could have changed it. */
function keepersOf(
  side: Side,
  step: Step | undefined,
  axis: number,
  { split }: Unit,
  channelAxis: number,
  wiring: Wiring,
): readonly TypedNode[] {
  const only = (node: TypedNode | undefined): readonly TypedNode[] => (node ? [node] : []);
  if (axis === channelAxis) return step ? [] : only(channelSource(side, split, wiring));
  const steps = stepsAlong(side, axis, wiring);
  const keeps = steps.length === 0 || steps.some(({ from, to }) => (from ?? 0) < (to ?? 0));
  const keeper = keeps ? only(largestWindow(side, wiring)) : [];
  return [...keeper, ...sizeSources(side, split, axis, wiring)];
}

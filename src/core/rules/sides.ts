import type { Proposal, Related } from '../finding.js';
import { formatShape, nodeName, type Shape, type Size, type TypedNode } from '../graph.js';
import { forkAt, type Side } from '../residual.js';
import { axisWord, channelAxisOf, describeStep, isRounded, type Step, stepsAlong } from './parting.js';
import { misnamed, reconnections } from './reconnections.js';
import { repairs } from './repairs.js';
import { channelSource, largestWindow, sizeSources, stepsOf } from './sources.js';
import { trims } from './trims.js';
import type { Wiring } from './wiring.js';

/** One input of a merge along one axis: the sizes on the way from where the inputs part. */
interface Course {
  readonly side: Side;
  readonly steps: readonly Step[];
  readonly end: Size;
}

/** Why the inputs of a merge do not fit, where that began, and what may mend it. */
export interface Causes {
  /** A sentence for all axes with the same cause. */
  readonly sentences: readonly string[];
  readonly related: readonly Related[];
  readonly proposals: readonly Proposal[];
}

/** The causes at any merge, by all its sides: that of a residual unit has its own words. */
export function causesAt(merge: TypedNode, axes: readonly number[], wiring: Wiring): Causes {
  const { split, sides } = forkAt(wiring.graph.nodes, merge);
  const shapes = merge.inputs.map(id => wiring.shape(id));
  const rank = shapes[0]?.length ?? 0;
  const channelAxis = channelAxisOf(sides, rank, wiring);
  const courses = new Map(axes.map(axis => [axis, sides.map(side => courseOf(side, shapes, axis, wiring))]));
  const steps = [...courses.values()].flat().flatMap(course => course.steps);
  const sources = axes.flatMap(axis =>
    sides.flatMap(side =>
      axis === channelAxis
        ? source(channelSource(side, split, wiring), 'the channels')
        : sizeSources(side, split, axis, wiring).flatMap(node => source(node, 'the size that is rounded')),
    ),
  );
  const keepers = [...courses]
    .filter(([axis]) => axis !== channelAxis)
    .flatMap(([, all]) => all.flatMap(course => keeperOf(course, all, wiring)));
  return {
    sentences: sentencesOf(courses, channelAxis, rank),
    related: relatedTo(merge, steps, [...sources, ...keepers], wiring),
    proposals: [
      ...misnamed(merge, wiring),
      ...proposalsFor({ sides, shapes, axes, channelAxis, split, courses }, wiring),
      ...reconnections(merge, wiring),
      ...trims(merge, shapes, axes, channelAxis, wiring),
    ],
  };
}

/** On a side that is larger than another one, the layer that could have made it smaller. */
function keeperOf({ side, steps, end }: Course, all: readonly Course[], wiring: Wiring): Related[] {
  const isLarger = all.some(other => (other.end ?? 0) < (end ?? 0));
  const node = largestWindow(side, wiring);
  if (!isLarger || !node || steps.some(step => step.node === node)) return [];
  return [{ message: `\`${nodeName(node)}\` does not change the size`, at: node.at }];
}

const source = (node: TypedNode | undefined, what: string): Related[] =>
  node ? [{ message: `\`${nodeName(node)}\` gives ${what}`, at: node.at }] : [];

const courseOf = (side: Side, shapes: readonly Shape[], axis: number, wiring: Wiring): Course => ({
  side,
  steps: stepsAlong(side, axis, wiring),
  end: shapes[side.input]?.[axis] ?? null,
});

/** Of the layers on a long side, the first and the last ones. */
const mostSteps = 4;

/** `height: `conv1` has stride 2: 32 → 16 on input 2; input 1 keeps 32` */
function sentencesOf(
  courses: ReadonlyMap<number, readonly Course[]>,
  channelAxis: number,
  rank: number,
): string[] {
  const words = new Map<string, string[]>();
  for (const [axis, all] of courses) {
    const moved = all.filter(course => course.steps.length > 0);
    const kept = all.filter(course => course.steps.length === 0);
    const text = [...moved.map(describeCourse), ...describeKept(kept, moved.length > 0)].join('; ');
    words.set(text, [...(words.get(text) ?? []), axisWord(axis, channelAxis, rank)]);
  }
  return [...words].map(([text, axisWords]) => `${axisWords.join(' and ')}: ${text}`);
}

function describeCourse({ side, steps }: Course): string {
  const said = steps.map(step => describeStep(step) + roundingOf(step));
  const half = mostSteps / 2;
  const shown = said.length <= mostSteps ? said : [...said.slice(0, half), '…', ...said.slice(-half)];
  return `input ${side.input + 1}: ${shown.join(', ')}`;
}

/** A stride that does not divide the size, as in 25 → 12: a factor of 2 makes 24 of that. */
const roundingOf = (step: Step): string =>
  isRounded(step) ? ` (${Math.max(...(stepsOf(step.node) ?? [1]))} does not divide ${step.from})` : '';

function describeKept(kept: readonly Course[], isRest: boolean): string[] {
  if (kept.length === 0) return [];
  const sizes = [...new Set(kept.map(({ end }) => end ?? '?'))];
  if (isRest && sizes.length === 1)
    return [`the other${kept.length === 1 ? ' keeps' : 's keep'} ${sizes[0]}`];
  return kept.map(({ side, end }) => `input ${side.input + 1} has ${end ?? '?'}`);
}

function relatedTo(
  merge: TypedNode,
  steps: readonly Step[],
  sources: readonly Related[],
  wiring: Wiring,
): Related[] {
  const related: Related[] = merge.inputs.map(id => ({
    message: `this gives ${formatShape(wiring.shape(id))}`,
    at: wiring.known(id).at,
  }));
  for (const step of steps) related.push({ message: describeStep(step), at: step.node.at });
  related.push(...sources.filter(({ at }) => !steps.some(({ node }) => node.at.start === at.start)));
  const key = ({ message, at }: Related): string => `${message} ${at.file} ${at.start}`;
  const keys = related.map(key);
  return related.filter((one, i) => keys.indexOf(key(one)) === i);
}

interface Sides {
  readonly sides: readonly Side[];
  readonly shapes: readonly Shape[];
  readonly axes: readonly number[];
  readonly channelAxis: number;
  readonly split: string | undefined;
  readonly courses: ReadonlyMap<number, readonly Course[]>;
}

/** Every side that differs from most others is made like them; of two, first the one with layers of its own to blame. */
function proposalsFor(
  { sides, shapes, axes, channelAxis, split, courses }: Sides,
  wiring: Wiring,
): Proposal[] {
  const usual = new Map(
    [...courses].map(([axis, all]) => [axis, commonest(all.map(course => course.end).filter(notGate))]),
  );
  const stepCount = (side: Side): number =>
    [...courses.values()].reduce((sum, all) => sum + all.find(c => c.side === side)!.steps.length, 0);
  return sides
    .toSorted((a, b) => stepCount(b) - stepCount(a))
    .flatMap(side => {
      const given = shapes[side.input];
      if (!given) return [];
      const others = shapes.filter((shape, i) => i !== side.input && shape?.length === given.length);
      const wanted = given.map((size, axis) => {
        if (!axes.includes(axis)) return size;
        const other = others.length === 1 ? others[0]![axis]! : (usual.get(axis) ?? null);
        return other ?? size;
      });
      const differing = axes.filter(axis => wanted[axis] !== given[axis]);
      return repairs({ side, split, given, wanted, axes: differing, channelAxis }, wiring);
    });
}

/** A size of 1 is a gate for a whole axis, where that is allowed. */
const notGate = (size: Size): boolean => size !== 1;

/** The size that most sides have, the first of several. */
function commonest(sizes: readonly Size[]): Size {
  const known = sizes.filter(size => size !== null);
  const count = (size: Size): number => known.filter(other => other === size).length;
  return known.toSorted((a, b) => count(b) - count(a))[0] ?? null;
}

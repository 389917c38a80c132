import { nodeName, type TypedNode } from '../graph.js';
import type { Padding } from '../layers/parameters.js';
import { alongAxis, reachOf } from '../layers/spatial.js';
import { gathered } from './gather.js';
import { mapOf, numbersOf } from './kinds.js';
import type { Rule } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

export const lostPixels: Rule = {
  code: 'lost-pixels',
  title: 'A window that does not reach the border',
  severity: 'hint',
  why:
    'Without padding, a window that steps by 2 over an odd size leaves out the last row and column: they have no part in the result. ' +
    'On a path that goes down and up again the sizes no longer fit.',
  paper: 'Dumoulin and Visin 2016, “A guide to convolution arithmetic for deep learning”, section 2.4',
  line: 4,
  bad: `input: [25, 25, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - maxPool: {kernel: 2, padding: valid}
`,
  good: `input: [25, 25, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - maxPool: {kernel: 2, padding: same}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const losing = checked.graph.nodes.filter(node => lostBy(node, wiring) !== undefined);
    yield* gathered(losing, {
      code: 'lost-pixels',
      severity: 'hint',
      message: ([first, ...others]) => {
        const { lost, size } = lostBy(first!, wiring)!;
        const more = others.length === 0 ? '' : ` (${others.length} more like it)`;
        return `\`${nodeName(first!)}\` does not reach the last ${lost === 1 ? 'one' : lost} of ${size} rows or columns${more}`;
      },
      fix: {
        title: () => 'Pad so that the window reaches the border (`same`)',
        change: ({ id }) => ({ kind: 'set-parameter', node: id, parameter: 'padding', value: 'same' }),
      },
    });
  },
};

const windows = new Set(['conv', 'depthwiseConv', 'separableConv', 'maxPool', 'averagePool']);

/** How many of how many pixels along the axis that loses most; undefined where none are lost. */
function lostBy(
  node: TypedNode,
  wiring: Wiring,
): { readonly lost: number; readonly size: number } | undefined {
  if (!windows.has(node.layer) || node.parameters.padding === 'same' || node.parameters.rounding === 'ceil')
    return undefined;
  const source = wiring.before(node);
  const map = mapOf(source?.output ?? null, [node]);
  if (map?.spatial.length !== numbersOf(node, 'kernel').length) return undefined;
  const losses = map.spatial.flatMap((size, axis) => {
    // Padding may be a layer of its own.
    const isPadded = source !== undefined && padLayers.has(source.layer);
    const [before, after] = isPadded ? bordersOf(source.parameters.padding as Padding, axis) : [0, 0];
    const lost = size === null ? 0 : lostAlong(node, size, axis) - after;
    return size !== null && lost > 0 ? [{ lost, size: size - before - after }] : [];
  });
  return losses.sort((a, b) => b.lost - a.lost)[0];
}

const padLayers = new Set(['zeroPad', 'reflectPad', 'replicatePad']);

/** What is left behind the last window, without the padding; a stride beyond the kernel has reasons of its own. */
function lostAlong(node: TypedNode, size: number, axis: number): number {
  const kernel = numbersOf(node, 'kernel');
  const dilation = numbersOf(node, 'dilation');
  const strides = numbersOf(node, 'stride');
  const reach = reachOf({ kernel, dilation: dilation.length > 0 ? dilation : [1] }, axis);
  const stride = alongAxis(strides.length > 0 ? strides : kernel, axis);
  const [before, after] = bordersOf(node.parameters.padding as Padding, axis);
  const room = size + before + after - reach;
  return room < 0 || stride > reach ? 0 : Math.max(0, (room % stride) - after);
}

const bordersOf = (padding: Padding, axis: number): readonly [number, number] =>
  typeof padding === 'string' ? [0, 0] : (alongAxis(padding, axis) as readonly [number, number]);

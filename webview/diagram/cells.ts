import type { Box, BoxEdge, ClosedBox, OpenBox } from './arrange.js';
import type { Cell, Dot, Point, Route, Wire } from './geometry.js';
import { closedSize, lookOf } from './sizes.js';

/** Where everything in an open group lies, seen from the top of its main line. Equal groups share one. */
export interface GroupLayout {
  /** Number of the structure, for the layouts around it. */
  readonly id: number;
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly cells: readonly Cell[];
  readonly places: readonly Point[];
  readonly routes: readonly Route[];
  readonly dots: readonly Dot[];
  /** Heights at which further values cross the right border. */
  readonly sideIn: readonly number[];
  readonly sideOut: readonly number[];
  /** Layout and width of each item that is an open group. */
  readonly frames: readonly (Frame | undefined)[];
}

export interface Frame {
  readonly layout: GroupLayout;
  readonly left: number;
  readonly right: number;
}

/** Open groups on one main line get the same width. */
export function evenFrames(box: OpenBox, inner: readonly (GroupLayout | undefined)[]): (Frame | undefined)[] {
  const frames = inner.map(layout => layout && { layout, left: layout.left, right: layout.right });
  for (const spine of box.spines) {
    const open = spine.flatMap(i => frames[i] ?? []);
    const left = Math.max(...open.map(frame => frame.left));
    const right = Math.max(...open.map(frame => frame.right));
    for (const frame of open) Object.assign(frame, { left, right });
  }
  return frames;
}

export function cellOf(item: Box, frame: Frame | undefined): Cell {
  switch (item.kind) {
    case 'leaf': {
      const { width, height } = lookOf(item.item);
      return { form: 'box', left: width / 2, right: width / 2, height, sideIn: [], sideOut: [] };
    }
    case 'port': {
      const form =
        item.number > 0 ? (`side${item.direction === 'in' ? 'In' : 'Out'}` as const) : item.direction;
      return { form, left: 0, right: 0, height: 0, sideIn: [], sideOut: [] };
    }
    case 'closed': {
      const { width, height } = closedSize;
      return { form: 'closed', left: width / 2, right: width / 2, height, ...closedPorts(item) };
    }
    case 'open': {
      const { left, right, layout } = frame!;
      return {
        form: 'open',
        left,
        right,
        height: layout.height,
        sideIn: layout.sideIn,
        sideOut: layout.sideOut,
      };
    }
  }
}

/** Further values of a collapsed group meet its right side at even distances. */
function closedPorts({ groups }: ClosedBox): Pick<Cell, 'sideIn' | 'sideOut'> {
  const ins = groups[0]!.inputs.length - 1;
  const outs = groups.at(-1)!.outputs.length - 1;
  const count = Math.max(ins, 0) + Math.max(outs, 0);
  const at = (i: number): number => ((i + 1) * closedSize.height) / (count + 1);
  return {
    sideIn: Array.from({ length: Math.max(ins, 0) }, (_, i) => at(i)),
    sideOut: Array.from({ length: Math.max(outs, 0) }, (_, i) => at(Math.max(ins, 0) + i)),
  };
}

export const wireOf = ({ from, to, fromPort, toPort, edge }: BoxEdge): Wire => ({
  from,
  to,
  fromPort,
  toPort,
  main: edge.main,
  shortcut: edge.shortcut !== undefined,
});

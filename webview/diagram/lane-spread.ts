import { spacing } from './geometry.js';
import type { Lane } from './lanes.js';
import type { Stack } from './stack.js';

/** How far to the right something reaches between two heights. */
interface Reach {
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
}

/** Gives every lane its place: short ones first, each as far left as what stands beside it lets it. */
export function spreadLanes(stack: Stack, lanes: readonly Lane[]): void {
  const reaches: Reach[] = stack.tops.map((top, i) => {
    const { height, right } = stack.cell(i);
    return { top, bottom: top + height, right };
  });
  const lines: Reach[] = [];
  const byLength = [...lanes].filter(lane => !lane.level);
  byLength.sort((a, b) => a.bottom - a.top - (b.bottom - b.top));
  for (const lane of byLength) {
    const boxes = Math.max(
      spacing.labelReach,
      rightOf(reaches, lane) + spacing.lane,
      rightOf(lines, lane) + spacing.laneGap,
    );
    lane.x = boxes + lane.left;
    occupy(lane, reaches, lines);
  }
}

function rightOf(reaches: readonly Reach[], { top, bottom }: Lane): number {
  let right = 0;
  for (const reach of reaches) {
    if (reach.right > right && reach.bottom > top && reach.top < bottom) right = reach.right;
  }
  return right;
}

/** What stands on a lane: its boxes with the shapes beside them, its line, and its caption. */
function occupy(lane: Lane, reaches: Reach[], lines: Reach[]): void {
  lines.push({ top: lane.top, bottom: lane.bottom, right: lane.x });
  const label = lane.x + spacing.labelOffset + spacing.labelWidth - spacing.laneGap;
  if (lane.right > 0) {
    reaches.push({ top: lane.top, bottom: lane.bottom, right: Math.max(lane.x + lane.right, label) });
  } else if (lane.captioned) {
    lines.push({ top: lane.caption - 20, bottom: lane.caption + 20, right: label });
  }
}

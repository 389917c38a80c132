import { type Cell, type Piece, spacing, type Wire } from './geometry.js';

/** A piece of a group, with the group's own numbers of its cells and wires. */
export interface Segment {
  readonly piece: Piece;
  readonly cells: readonly number[];
  readonly wires: readonly number[];
}

/** A stretch of the main line, as first and last position on it. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Cuts a group at the nodes of its main line that nothing passes by. The pieces come from top to bottom; each begins
 * with the cell that ends the one before. Parts that nothing connects follow one another.
 */
export function cutSegments(
  cells: readonly Cell[],
  wires: readonly Wire[],
  spines: readonly (readonly number[])[],
): Segment[] {
  const line = orderSpines(cells, spines).flat();
  const position = new Map(line.map((cell, i) => [cell, i]));
  const setOf = findSets(cells, wires, position);
  const setSpans = measureSets(cells, wires, line, position, setOf);
  const spanOfCell = (cell: number): Span => {
    const at = position.get(cell);
    return at === undefined ? setSpans.get(setOf(cell))! : { first: at, last: at };
  };
  const wireSpans = wires.map(wire => {
    const beside = [wire.from, wire.to].find(cell => !position.has(cell));
    if (beside !== undefined) return spanOfCell(beside);
    const exit = exitOf(wire, position)!;
    const entry = position.get(wire.to)!;
    return { first: Math.min(exit.first, entry), last: Math.max(exit.last, entry) };
  });

  const stretches = cutLine(line.length, [...setSpans.values(), ...wireSpans]);
  const segments = stretches.map(({ first, last }) => ({
    cells: line.slice(first, last + 1),
    wires: [] as number[],
    spine: line.slice(first, last + 1),
  }));
  const segmentOf = locator(stretches);
  cells.forEach((_, cell) => {
    if (!position.has(cell)) segments[segmentOf(spanOfCell(cell))]!.cells.push(cell);
  });
  for (const [wire, span] of wireSpans.entries()) segments[segmentOf(span)]!.wires.push(wire);
  return segments.map(segment => makeSegment(cells, wires, segment));
}

/** Where a wire leaves the line. From the side of a cell it runs along what enters it there, so no cut may part them. */
function exitOf({ from, fromPort }: Wire, position: ReadonlyMap<number, number>): Span | undefined {
  const at = position.get(from);
  return at === undefined ? undefined : { first: at > 0 && fromPort > 0 ? at - 1 : at, last: at };
}

/** The line with the group's entry first, the one with its exit last. */
function orderSpines(cells: readonly Cell[], spines: readonly (readonly number[])[]): (readonly number[])[] {
  const rank = (spine: readonly number[]): number =>
    cells[spine[0]!]!.form === 'in' ? 0 : cells[spine.at(-1)!]!.form === 'out' ? 2 : 1;
  return [...spines].sort((a, b) => rank(a) - rank(b));
}

/** Names each cell beside the line by one cell of those that hang together with it. */
function findSets(
  cells: readonly Cell[],
  wires: readonly Wire[],
  position: ReadonlyMap<number, number>,
): (cell: number) => number {
  const parent = cells.map((_, i) => i);
  const find = (cell: number): number => {
    let at = cell;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const { from, to } of wires) {
    if (!position.has(from) && !position.has(to)) parent[find(from)] = find(to);
  }
  return find;
}

/** Where each set touches the line; one that touches it with one end only runs along it as far as it is long. */
function measureSets(
  cells: readonly Cell[],
  wires: readonly Wire[],
  line: readonly number[],
  position: ReadonlyMap<number, number>,
  setOf: (cell: number) => number,
): Map<number, Span> {
  const leaves = new Map<number, Span>();
  const enters = new Map<number, Span>();
  const touch = (spans: Map<number, Span>, set: number, at: Span): void => {
    const { first, last } = spans.get(set) ?? at;
    spans.set(set, { first: Math.min(first, at.first), last: Math.max(last, at.last) });
  };
  for (const wire of wires) {
    const exit = exitOf(wire, position);
    const entry = position.get(wire.to);
    if (exit !== undefined && entry === undefined) touch(leaves, setOf(wire.to), exit);
    if (exit === undefined && entry !== undefined)
      touch(enters, setOf(wire.from), { first: entry, last: entry });
  }
  const heights = new Map<number, number>();
  cells.forEach((cell, i) => {
    if (position.has(i)) return;
    const space = cell.height > 0 ? cell.height + spacing.gap : 0;
    heights.set(setOf(i), (heights.get(setOf(i)) ?? 0) + space);
  });
  const spans = new Map<number, Span>();
  for (const [set, height] of heights) {
    const [out, back] = [leaves.get(set), enters.get(set)];
    // What enters before it leaves has its beginning further up, and the other way round.
    const first =
      out && !(back && back.first <= out.first) ? out.first : walk(cells, line, back?.first ?? 0, -1, height);
    const last =
      back && !(out && out.last >= back.last) ? back.last : walk(cells, line, out?.last ?? 0, 1, height);
    spans.set(set, { first, last });
  }
  return spans;
}

/** The position that lies at least so far from another one, in one direction. */
function walk(
  cells: readonly Cell[],
  line: readonly number[],
  from: number,
  step: 1 | -1,
  height: number,
): number {
  let at = from;
  let passed = 0;
  while (line[at + step] !== undefined && (at === from || passed < height)) {
    at += step;
    passed += cells[line[at]!]!.height + spacing.gap;
  }
  return at;
}

function cutLine(length: number, spans: readonly Span[]): Span[] {
  const change = new Array<number>(length + 1).fill(0);
  for (const { first, last } of spans) {
    if (last - first < 2) continue;
    change[first + 1]! += 1;
    change[last]! -= 1;
  }
  const stretches: Span[] = [];
  let passing = 0;
  let first = 0;
  for (let i = 1; i < length; i++) {
    passing += change[i]!;
    if (passing > 0) continue;
    stretches.push({ first, last: i });
    first = i;
  }
  return stretches.length > 0 ? stretches : [{ first: 0, last: length - 1 }];
}

/** Which stretch a span lies in; what touches the line at one cell alone lies above it. */
function locator(stretches: readonly Span[]): (span: Span) => number {
  const byPosition: number[] = [];
  stretches.forEach(({ first, last }, i) => {
    for (let at = first; at < last; at++) byPosition[at] = i;
  });
  return ({ first, last }) => byPosition[first < last ? first : Math.max(first - 1, 0)] ?? 0;
}

interface Members {
  readonly spine: readonly number[];
  readonly cells: readonly number[];
  readonly wires: readonly number[];
}

/** Gives the cells numbers of their own, in an order in which values flow. */
function makeSegment(cells: readonly Cell[], wires: readonly Wire[], members: Members): Segment {
  const { spine } = members;
  const isOrdered = spine.every((cell, i) => i === 0 || spine[i - 1]! < cell);
  const own = isOrdered ? [...members.cells].sort((a, b) => a - b) : members.cells;
  const number = new Map(own.map((cell, i) => [cell, i]));
  return {
    cells: own,
    wires: members.wires,
    piece: {
      cells: own.map(cell => cells[cell]!),
      spine: spine.map(cell => number.get(cell)!),
      wires: members.wires.map(wire => {
        const { from, to } = wires[wire]!;
        return { ...wires[wire]!, from: number.get(from)!, to: number.get(to)! };
      }),
    },
  };
}

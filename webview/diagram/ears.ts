import type { Piece, Wire } from './geometry.js';

/** A way beside the main line: from a cell, through boxes of its own, to a cell. */
export interface Ear {
  /** Indices of its wires and of the boxes between them, in order. */
  readonly wires: readonly number[];
  readonly chain: readonly number[];
  /** A spine cell or a side port; undefined where the way begins or ends with its own boxes. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Takes everything off the main line apart into ways without crossings; undefined where that cannot be done. */
export function findEars(piece: Piece): Ear[] | undefined {
  const { cells, wires } = piece;
  const onSpine = new Set(piece.spine);
  const isSide = (i: number): boolean => cells[i]!.form === 'sideIn' || cells[i]!.form === 'sideOut';
  const isOwn = (i: number): boolean => !onSpine.has(i) && !isSide(i);
  const outs = new Map<number, number>();
  const ins = new Map<number, number>();
  for (const [k, wire] of wires.entries()) {
    if (isTangled(wire, isOwn, outs, ins)) return undefined;
    if (isOwn(wire.from)) outs.set(wire.from, k);
    if (isOwn(wire.to)) ins.set(wire.to, k);
  }

  const follow = (start: number | undefined, chain: number[], from: number | undefined): Ear => {
    const used: number[] = [];
    for (let next = start; next !== undefined; ) {
      used.push(next);
      const { to } = wires[next]!;
      if (!isOwn(to)) return { wires: used, chain, from, to };
      chain.push(to);
      next = outs.get(to);
    }
    return { wires: used, chain, from, to: undefined };
  };

  const ears: Ear[] = [];
  wires.forEach((wire, k) => {
    if (!wire.main && !isOwn(wire.from)) ears.push(follow(k, [], wire.from));
  });
  cells.forEach((_, i) => {
    if (isOwn(i) && !ins.has(i)) ears.push(follow(outs.get(i), [i], undefined));
  });
  return ears;
}

/** A box beside the main line must have one line in and one out, through top and bottom. */
function isTangled(
  wire: Wire,
  isOwn: (cell: number) => boolean,
  outs: ReadonlyMap<number, number>,
  ins: ReadonlyMap<number, number>,
): boolean {
  const fromOwn = isOwn(wire.from);
  const toOwn = isOwn(wire.to);
  if (fromOwn && (outs.has(wire.from) || wire.fromPort > 0)) return true;
  if (toOwn && (ins.has(wire.to) || wire.toPort > 0)) return true;
  return fromOwn && toOwn && wire.from >= wire.to;
}

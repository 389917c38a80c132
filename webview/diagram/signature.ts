import type { OpenBox } from './arrange.js';
import type { GroupLayout } from './cells.js';
import type { Cell, Piece, Wire } from './geometry.js';

/** Everything of a group that its layout depends on: no names and no shapes, so that equal blocks share it. */
export function groupSignature(
  box: OpenBox,
  cells: readonly Cell[],
  wires: readonly Wire[],
  inner: readonly (GroupLayout | undefined)[],
): string {
  const parts = [box.group.parent ? 'group' : 'network'];
  for (const [i, cell] of cells.entries()) parts.push(`${describeCell(cell)},${inner[i]?.id ?? ''}`);
  for (const wire of wires) parts.push(describeWire(wire));
  for (const spine of box.spines) parts.push(spine.join(','));
  return parts.join(';');
}

export const pieceSignature = ({ cells, wires, spine }: Piece): string =>
  [...cells.map(describeCell), ...wires.map(describeWire), spine.join(',')].join(';');

const describeCell = ({ form, left, right, height, sideIn, sideOut }: Cell): string =>
  `${form},${left},${right},${height},${sideIn.join(' ')},${sideOut.join(' ')}`;

const describeWire = ({ from, to, fromPort, toPort, main, shortcut }: Wire): string =>
  `${from}.${fromPort}>${to}.${toPort}${main ? 'm' : ''}${shortcut ? 's' : ''}`;

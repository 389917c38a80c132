import { type Finding, finding } from '../finding.js';
import { formatShape, nodeName, type TypedNode } from '../graph.js';
import { type MergeConflict, mergeConflict } from '../layers/merge.js';
import type { Unit } from '../residual.js';
import { channelAxisOf, describePartings, partingAlong, relatedPlaces } from './parting.js';
import type { Checked, Rule } from './rule.js';
import { causesAt } from './sides.js';
import { unitProposals } from './unit-proposals.js';
import { type Wiring, wiringOf } from './wiring.js';

const elementwise = new Set(['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum']);

export const shortcutMismatch: Rule = {
  code: 'shortcut-mismatch',
  title: 'The shortcut and the branch have different shapes',
  severity: 'error',
  why:
    'A residual unit computes h(x) + F(x), element by element: height, width and channels of both must be the same. ' +
    'Frameworks find this only when the network runs, or stretch a size of 1 without a word.',
  line: 8,
  bad: `input: [56, 56, 64]
blocks:
  basic:
    parameters: {filters: 64, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride}
      - conv: {filters: $filters, kernel: 3}
    shortcut: identity
layers:
  - basic: {filters: 128, stride: 2}
`,
  good: `input: [56, 56, 64]
blocks:
  basic:
    parameters: {filters: 64, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride}
      - conv: {filters: $filters, kernel: 3}
    shortcut: projection
layers:
  - basic: {filters: 128, stride: 2}
`,
  *check(checked) {
    const merges = checked.graph.nodes.filter(node => elementwise.has(node.layer));
    if (merges.length === 0) return;
    const wiring = wiringOf(checked);
    const units = new Map(checked.units.map(unit => [unit.merge, unit]));
    for (const merge of merges) {
      const shapes = merge.inputs.map(id => wiring.shape(id));
      const conflict = mergeConflict(merge.layer, shapes, merge.parameters);
      if (!conflict) continue;
      const unit = units.get(merge.id);
      yield unit
        ? unitMismatch(merge, unit, conflict, wiring, checked)
        : plainMismatch(merge, conflict, wiring);
    }
  },
};

function unitMismatch(
  merge: TypedNode,
  unit: Unit,
  conflict: MergeConflict,
  wiring: Wiring,
  checked: Checked,
): Finding {
  const branch = wiring.shape(merge.inputs[unit.branch.input]!);
  const shortcut = wiring.shape(merge.inputs[unit.shortcut.input]!);
  const shapes = `branch ${formatShape(branch)}, shortcut ${formatShape(shortcut)}`;
  if (conflict.kind === 'rank' || !branch || !shortcut) {
    const message = `the ranks do not match at \`${merge.layer}\`: ${shapes}`;
    return finding('shortcut-mismatch', 'error', message, merge.at, {
      nodes: [merge.id],
      related: relatedPlaces([], unit, -1, wiring),
    });
  }
  const channelAxis = channelAxisOf([unit.branch, unit.shortcut], branch.length, wiring);
  const partings = conflict.axes.map(axis => partingAlong(unit, axis, channelAxis, wiring));
  const causes = describePartings(partings, channelAxis, branch.length);
  return finding(
    'shortcut-mismatch',
    'error',
    `the shapes do not match: ${shapes}. ${causes.join('. ')}`,
    merge.at,
    {
      nodes: [merge.id],
      related: [...relatedPlaces(partings, unit, channelAxis, wiring), ...usePlaces(merge, checked)],
      proposals: unitProposals({ merge, unit, branch, shortcut, partings, channelAxis, wiring }),
    },
  );
}

function plainMismatch(merge: TypedNode, conflict: MergeConflict, wiring: Wiring): Finding {
  const parts = merge.inputs.map(id => `\`${nodeName(wiring.known(id))}\` ${formatShape(wiring.shape(id))}`);
  const { sentences, related, proposals } = causesAt(
    merge,
    conflict.kind === 'axes' ? conflict.axes : [],
    wiring,
  );
  const why = sentences.map(sentence => `. ${sentence}`).join('');
  const message = `the shapes do not match at \`${merge.layer}\`: ${parts.join(', ')}${why}`;
  return finding('shortcut-mismatch', 'error', message, merge.at, { nodes: [merge.id], related, proposals });
}

/** Where the block of the merge is used, from the inside out. */
function usePlaces(merge: TypedNode, { graph }: Checked): { message: string; at: TypedNode['at'] }[] {
  const places: { message: string; at: TypedNode['at'] }[] = [];
  if (merge.calls?.length) return places;
  for (let block = graph.blocks.find(b => b.id === merge.block); block?.parent != null; ) {
    const around: string = block.parent;
    if (block.kind === 'block' && block.at.start !== merge.at.start) {
      places.push({
        message: `in \`${block.name}\`${block.type ? `, a \`${block.type}\`` : ''}`,
        at: block.at,
      });
    }
    block = graph.blocks.find(b => b.id === around);
  }
  return places;
}

import { type Change, type Finding, finding, type Proposal } from '../finding.js';
import { formatShape, nodeName, type Shape, type TypedNode } from '../graph.js';
import { type MergeConflict, mergeConflict } from '../layers/merge.js';
import type { Unit } from '../residual.js';
import {
  channelAxisOf,
  describePartings,
  Lookup,
  type Parting,
  partingAlong,
  relatedPlaces,
} from './parting.js';
import type { Checked, Rule } from './rule.js';

const elementwise = new Set(['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum']);

export const shortcutMismatch: Rule = {
  code: 'shortcut-mismatch',
  title: 'The shortcut and the branch have different shapes',
  severity: 'error',
  why:
    'A residual unit computes h(x) + F(x), element by element: height, width and channels of both must be the same. ' +
    'Frameworks find this only when the network runs, or stretch a size of 1 without a word.',
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
    const lookup = new Lookup(checked);
    const units = new Map(checked.units.map(unit => [unit.merge, unit]));
    for (const merge of merges) {
      const shapes = merge.inputs.map(id => lookup.shape(id));
      const conflict = mergeConflict(merge.layer, shapes, merge.parameters);
      if (!conflict) continue;
      const unit = units.get(merge.id);
      yield unit
        ? unitMismatch(merge, unit, conflict, lookup, checked)
        : plainMismatch(merge, shapes, lookup);
    }
  },
};

function unitMismatch(
  merge: TypedNode,
  unit: Unit,
  conflict: MergeConflict,
  lookup: Lookup,
  checked: Checked,
): Finding {
  const branch = lookup.shape(merge.inputs[unit.branch.input]!);
  const shortcut = lookup.shape(merge.inputs[unit.shortcut.input]!);
  const shapes = `branch ${formatShape(branch)}, shortcut ${formatShape(shortcut)}`;
  if (conflict.kind === 'rank' || !branch || !shortcut) {
    const message = `the ranks do not match at \`${merge.layer}\`: ${shapes}`;
    return finding('shortcut-mismatch', 'error', message, merge.at, {
      nodes: [merge.id],
      related: relatedPlaces([], unit, lookup),
    });
  }
  const channelAxis = channelAxisOf(unit, branch.length, lookup);
  const partings = conflict.axes.map(axis => partingAlong(unit, axis, channelAxis, lookup));
  const causes = describePartings(partings, unit, channelAxis, branch.length, lookup);
  return finding(
    'shortcut-mismatch',
    'error',
    `the shapes do not match: ${shapes}. ${causes.join('. ')}`,
    merge.at,
    {
      nodes: [merge.id],
      related: [...relatedPlaces(partings, unit, lookup), ...usePlaces(merge, checked)],
      proposals: proposals({ merge, unit, branch, shortcut, partings, channelAxis, lookup }),
    },
  );
}

function plainMismatch(merge: TypedNode, shapes: readonly Shape[], lookup: Lookup): Finding {
  const parts = merge.inputs.map(
    (id, i) => `\`${nodeName(lookup.node(id))}\` ${formatShape(shapes[i] ?? null)}`,
  );
  const message = `the shapes do not match at \`${merge.layer}\`: ${parts.join(', ')}`;
  const related = merge.inputs.map((id, i) => ({
    message: `this gives ${formatShape(shapes[i] ?? null)}`,
    at: lookup.node(id).at,
  }));
  return finding('shortcut-mismatch', 'error', message, merge.at, { nodes: [merge.id], related });
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

interface Mismatch {
  readonly merge: TypedNode;
  readonly unit: Unit;
  readonly branch: NonNullable<Shape>;
  readonly shortcut: NonNullable<Shape>;
  readonly partings: readonly Parting[];
  readonly channelAxis: number;
  readonly lookup: Lookup;
}

/** What may mend a mismatch, the surest first. None is offered before it has been tried. */
function proposals(mismatch: Mismatch): Proposal[] {
  const { merge, unit } = mismatch;
  const policies: Proposal[] =
    unit.kind === 'identity'
      ? [
          {
            title:
              'Use a projection shortcut: 1×1 convolution and batch norm where shapes differ (`projection`)',
            change: { kind: 'set-shortcut', merge: merge.id, policy: 'projection' },
          },
          {
            title: 'Use a 1×1 convolution where shapes differ (`auto`)',
            change: { kind: 'set-shortcut', merge: merge.id, policy: 'auto' },
          },
          {
            title: 'Pad the shortcut with zero channels, without parameters (`pad`)',
            change: { kind: 'set-shortcut', merge: merge.id, policy: 'pad' },
          },
        ]
      : [];
  const single = mismatch.partings.flatMap(parting => parameterProposals(parting, mismatch));
  return [...policies, ...matchProposal(mismatch), ...projectionProposal(mismatch), ...single];
}

/** A projection that is there already, given the branch's filters and stride. */
function matchProposal({ merge, unit, branch, partings, channelAxis, lookup }: Mismatch): Proposal[] {
  const conv = unit.shortcut.nodes.map(id => lookup.node(id)).find(node => node.layer === 'conv');
  const filters = branch[channelAxis] ?? null;
  const stride = strideTo(branch, lookup.shape(conv?.inputs[0] ?? ''), channelAxis);
  if (unit.kind !== 'projection' || !conv || conv.at.start === merge.at.start || filters === null || !stride)
    return [];
  const changes: Change[] = partings.map(({ axis }) =>
    axis === channelAxis
      ? { kind: 'set-parameter', node: conv.id, parameter: 'filters', value: filters }
      : { kind: 'set-parameter', node: conv.id, parameter: 'stride', value: stride },
  );
  const distinct = changes.filter(
    (change, i) => changes.findIndex(c => JSON.stringify(c) === JSON.stringify(change)) === i,
  );
  if (distinct.length < 2) return [];
  const title = `Match the shortcut’s \`${nodeName(conv)}\` to the branch: ${filters} filters, stride ${formatStride(stride)}`;
  return [{ title, change: { kind: 'all', changes: distinct } }];
}

/** The stride that takes a shape to another's height and width, if all sizes are known. */
function strideTo(to: NonNullable<Shape>, from: Shape, channelAxis: number): readonly number[] | undefined {
  const strides = to.flatMap((size, axis) => {
    const before = from?.[axis] ?? null;
    return axis === channelAxis
      ? []
      : [size === null || before === null ? null : Math.max(1, Math.round(before / size))];
  });
  return strides.every(stride => stride !== null) ? strides : undefined;
}

const formatStride = (stride: readonly number[]): string => [...new Set(stride)].join('×');

function projectionProposal({ merge, unit, branch, shortcut, channelAxis }: Mismatch): Proposal[] {
  const filters = branch[channelAxis] ?? null;
  const [first, second, ...others] = strideTo(branch, shortcut, channelAxis) ?? [1, 1];
  if (filters === null || first === undefined || second === undefined || others.length > 0) return [];
  const strideText = first === 1 && second === 1 ? '' : `, stride ${formatStride([first, second])}`;
  return [
    {
      title: `Insert a 1×1 projection on the shortcut: ${filters} filters${strideText}`,
      change: {
        kind: 'insert-projection',
        merge: merge.id,
        input: unit.shortcut.input,
        filters,
        stride: [first, second],
      },
    },
  ];
}

/** The branch's layer, or the shortcut's, changed to what the other side has. */
function parameterProposals({ axis, branch, shortcut }: Parting, mismatch: Mismatch): Proposal[] {
  const wanted = mismatch.shortcut[axis] ?? null;
  const given = mismatch.branch[axis] ?? null;
  if (axis === mismatch.channelAxis) {
    return [...setFilters(branch?.node, wanted), ...setFilters(shortcut?.node, given)];
  }
  return [...setStride(branch?.node, shortcut?.node), ...setStride(shortcut?.node, branch?.node)];
}

function setFilters(node: TypedNode | undefined, value: number | null): Proposal[] {
  if (!node || value === null || typeof node.parameters.filters !== 'number') return [];
  return [
    {
      title: `Set the filters of \`${nodeName(node)}\` to ${value}`,
      change: { kind: 'set-parameter', node: node.id, parameter: 'filters', value },
    },
  ];
}

/** The stride of the other side's layer, or none where the other side keeps its size. */
function setStride(node: TypedNode | undefined, other: TypedNode | undefined): Proposal[] {
  const stride = node?.parameters.stride;
  if (!node || !Array.isArray(stride)) return [];
  const value = (other?.parameters.stride as readonly number[] | undefined) ?? stride.map(() => 1);
  if (JSON.stringify(value) === JSON.stringify(stride)) return [];
  return [
    {
      title: `Set the stride of \`${nodeName(node)}\` to ${formatStride(value)}`,
      change: { kind: 'set-parameter', node: node.id, parameter: 'stride', value },
    },
  ];
}

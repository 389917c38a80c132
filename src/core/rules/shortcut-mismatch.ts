import { type Change, type Finding, finding, type Proposal } from '../finding.js';
import { formatShape, nodeName, type Shape, type TypedNode } from '../graph.js';
import { type MergeConflict, mergeConflict } from '../layers/merge.js';
import type { Unit } from '../residual.js';
import { channelAxisOf, describePartings, type Parting, partingAlong, relatedPlaces } from './parting.js';
import type { Checked, Rule } from './rule.js';
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
        : plainMismatch(merge, shapes, wiring);
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
      related: relatedPlaces([], unit, wiring),
    });
  }
  const channelAxis = channelAxisOf(unit, branch.length, wiring);
  const partings = conflict.axes.map(axis => partingAlong(unit, axis, channelAxis, wiring));
  const causes = describePartings(partings, channelAxis, branch.length);
  return finding(
    'shortcut-mismatch',
    'error',
    `the shapes do not match: ${shapes}. ${causes.join('. ')}`,
    merge.at,
    {
      nodes: [merge.id],
      related: [...relatedPlaces(partings, unit, wiring), ...usePlaces(merge, checked)],
      proposals: proposals({ merge, unit, branch, shortcut, partings, channelAxis, wiring }),
    },
  );
}

function plainMismatch(merge: TypedNode, shapes: readonly Shape[], wiring: Wiring): Finding {
  const parts = merge.inputs.map(
    (id, i) => `\`${nodeName(wiring.known(id))}\` ${formatShape(shapes[i] ?? null)}`,
  );
  const message = `the shapes do not match at \`${merge.layer}\`: ${parts.join(', ')}`;
  const related = merge.inputs.map((id, i) => ({
    message: `this gives ${formatShape(shapes[i] ?? null)}`,
    at: wiring.known(id).at,
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
  readonly wiring: Wiring;
}

/** What may mend a mismatch, the surest first. None is offered before it has been tried. */
function proposals(mismatch: Mismatch): Proposal[] {
  const { kind } = mismatch.unit;
  const single = mismatch.partings.flatMap(parting => parameterProposals(parting, mismatch));
  const projection = projectionProposal(mismatch);
  const fitting = fitProposals(mismatch);
  return kind !== 'projection'
    ? [...policyProposals(mismatch), ...projection, ...single, ...fitting]
    : [...single, ...fitting, ...projection];
}

const policyTitles = {
  projection: 'Use a projection shortcut: 1×1 convolution and batch norm where shapes differ (`projection`)',
  auto: 'Use a 1×1 convolution where shapes differ (`auto`)',
  pad: 'Pad the shortcut with zero channels, without parameters (`pad`)',
} as const;

const policyProposals = ({ merge }: Mismatch): Proposal[] =>
  (['projection', 'auto', 'pad'] as const).map(policy => ({
    title: policyTitles[policy],
    change: { kind: 'set-shortcut', merge: merge.id, policy },
  }));

/** A convolution that is there already, given the filters and stride of the other side: the shortcut's, or the branch's. */
function fitProposals(mismatch: Mismatch): Proposal[] {
  const { merge, unit, branch, shortcut, partings, channelAxis, wiring } = mismatch;
  const convs = (side: Unit['branch']): TypedNode[] =>
    side.nodes.map(id => wiring.known(id)).filter(node => node.layer === 'conv');
  const [onShortcut] = convs(unit.shortcut);
  // An identity shortcut is the block's input, for which the block has no word.
  const onBranch = unit.kind === 'projection' ? guiltyConv(convs(unit.branch), mismatch) : undefined;
  const proposals: Proposal[] = [];
  if (onShortcut && onShortcut.at.start !== merge.at.start) {
    const { filters, stride } = valuesFor(onShortcut, branch, mismatch);
    const values = `${filters ?? '?'} filters, stride ${stride ? formatStride(stride) : '?'}`;
    proposals.push({
      title: `Match the shortcut’s \`${nodeName(onShortcut)}\` to the branch: ${values}`,
      change: fitting(merge, onShortcut, unit.branch.input, { filters, stride }),
    });
  }
  if (onBranch) {
    const { filters, stride } = valuesFor(onBranch, shortcut, mismatch);
    const inChannels = partings.some(({ axis }) => axis === channelAxis);
    proposals.push({
      title: `Match the branch’s \`${nodeName(onBranch)}\` to the shortcut’s ${formatShape(shortcut)}`,
      change: fitting(merge, onBranch, unit.shortcut.input, inChannels ? { filters } : { stride }),
    });
  }
  return proposals;
}

type Fitting = Extract<Change, { kind: 'fit-convolution' }>;

const fitting = (
  merge: TypedNode,
  node: TypedNode,
  other: number,
  parameters: Fitting['parameters'],
): Fitting => ({
  kind: 'fit-convolution',
  merge: merge.id,
  node: node.id,
  other,
  parameters,
});

/** Filters and stride with which a convolution reaches a shape, as far as the sizes are known. */
const valuesFor = (
  node: TypedNode,
  to: NonNullable<Shape>,
  { channelAxis, wiring }: Mismatch,
): Fitting['parameters'] => ({
  filters: to[channelAxis] ?? undefined,
  stride: strideTo(to, wiring.shape(node.inputs[0] ?? ''), channelAxis),
});

/** The branch's convolution to change: the last one for its filters; for a size, the one that changed it, or with the largest kernel. */
function guiltyConv(convs: readonly TypedNode[], { partings, channelAxis }: Mismatch): TypedNode | undefined {
  if (partings.some(({ axis }) => axis === channelAxis)) return convs.at(-1);
  const guilty = partings.find(({ branch }) => branch?.node.layer === 'conv')?.branch?.node;
  const area = ({ parameters: { kernel } }: TypedNode): number =>
    Array.isArray(kernel) ? kernel.reduce<number>((product, size) => product * Number(size), 1) : 0;
  return guilty ?? convs.toSorted((a, b) => area(b) - area(a))[0];
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
  const stride = strideTo(branch, shortcut, channelAxis) ?? [1];
  if (filters === null) return [];
  const strideText = stride.every(s => s === 1) ? '' : `, stride ${formatStride(stride)}`;
  return [
    {
      title: `Insert a 1×1 projection on the shortcut: ${filters} filters${strideText}`,
      change: {
        kind: 'insert-projection',
        merge: merge.id,
        input: unit.shortcut.input,
        branch: unit.branch.input,
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
  return [
    ...setStride(branch?.node, shortcut?.node),
    ...setStride(shortcut?.node, branch?.node),
    ...keepSize(branch?.node),
  ];
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

/** Padding for a layer of the branch whose window takes the border away. */
const keepSize = (node: TypedNode | undefined): Proposal[] =>
  node?.parameters.padding === 'valid'
    ? [
        {
          title: `Set the padding of \`${nodeName(node)}\` to \`same\``,
          change: { kind: 'set-parameter', node: node.id, parameter: 'padding', value: 'same' },
        },
      ]
    : [];

import type { Change, Proposal } from '../finding.js';
import { formatShape, nodeName, type Shape, type Size, type TypedNode } from '../graph.js';
import type { Side, Unit } from '../residual.js';
import type { Parting } from './parting.js';
import { misnamed, reconnections } from './reconnections.js';
import { formatSteps, repairs } from './repairs.js';
import { largestWindow, windowsOf } from './sources.js';
import { trims } from './trims.js';
import type { Wiring } from './wiring.js';

/** What does not match at a residual unit. */
export interface Mismatch {
  readonly merge: TypedNode;
  readonly unit: Unit;
  readonly branch: NonNullable<Shape>;
  readonly shortcut: NonNullable<Shape>;
  readonly partings: readonly Parting[];
  readonly channelAxis: number;
  readonly wiring: Wiring;
}

/** What may mend a mismatch, the likeliest first. None is offered before it has been tried. */
export const unitProposals = (mismatch: Mismatch): Proposal[] => [
  ...misnamed(mismatch.merge, mismatch.wiring),
  ...byStrayingSide(mismatch),
];

function byStrayingSide(mismatch: Mismatch): Proposal[] {
  const { unit } = mismatch;
  const onBranch = [...sideProposals(mismatch, 'branch'), ...fitBranch(mismatch)];
  const onShortcut = [...sideProposals(mismatch, 'shortcut'), ...fitShortcut(mismatch)];
  const strays = strayingSide(mismatch);
  if (unit.kind === 'projection') {
    const sides = strays === 'shortcut' ? [onShortcut, onBranch] : [onBranch, onShortcut];
    return [...sides.flat(), ...projectionProposal(mismatch)];
  }
  const projections = [...policyProposals(mismatch), ...projectionProposal(mismatch)];
  const { merge, shortcut, branch, partings, channelAxis, wiring } = mismatch;
  const shapes = merge.inputs.map(id => wiring.shape(id));
  const axes = partings.map(({ axis }) => axis);
  const others = [...reconnections(merge, wiring), ...trims(merge, shapes, axes, channelAxis, wiring)];
  if (strays === 'branch') return [...onBranch, ...projections, ...onShortcut, ...others];
  if (strays === 'shortcut') return [...projections, ...onBranch, ...onShortcut, ...others];
  return widens(branch[channelAxis] ?? null, shortcut[channelAxis] ?? null)
    ? [...projections, ...onBranch, ...onShortcut, ...others]
    : [...onShortcut, ...projections, ...onBranch, ...others];
}

/** A branch gives a whole multiple of what comes in, as from one stage to the next: else one of two figures is wrong. */
const widens = (to: Size, from: Size): boolean =>
  to === null || from === null || (to >= from && to % from === 0);

/** One parameter of one layer on a side, so that it gives what the other side does. */
function sideProposals(mismatch: Mismatch, which: 'branch' | 'shortcut'): Proposal[] {
  const { unit, partings, channelAxis, wiring } = mismatch;
  const given = mismatch[which];
  const wanted = which === 'branch' ? mismatch.shortcut : mismatch.branch;
  const axes = partings.map(parting => parting.axis);
  return repairs({ side: unit[which], split: unit.split, given, wanted, axes, channelAxis }, wiring);
}

/**
 * The side that is likely to be wrong. A figure that differs between the uses of one text is meant; a size alone goes
 * wrong in the branch, since a halving comes with more filters; and so do filters that only its last window has.
 */
function strayingSide(mismatch: Mismatch): 'branch' | 'shortcut' | undefined {
  const { unit, partings, channelAxis, wiring } = mismatch;
  const isMeant = (which: 'branch' | 'shortcut'): boolean =>
    partings.some(({ [which]: step, axis }) => {
      const inChannels = axis === channelAxis;
      const keepers = inChannels ? wiring.nodes(unit[which].nodes) : windowsOf(unit[which], wiring);
      return (step ? [step.node] : keepers).some(node => varies(node, inChannels, wiring));
    });
  const [branch, shortcut] = [isMeant('branch'), isMeant('shortcut')];
  if (branch !== shortcut) return branch ? 'shortcut' : 'branch';
  if (unit.kind === 'projection') return undefined;
  const isSizeAlone = partings.every(({ axis }) => axis !== channelAxis);
  return isSizeAlone || hasOddFilters(mismatch) ? 'branch' : undefined;
}

/** Whether a layer's filters, or its stride, are others where the same text is used again. */
function varies(node: TypedNode, inChannels: boolean, wiring: Wiring): boolean {
  const name = inChannels ? 'filters' : 'stride';
  const value = JSON.stringify(node.parameters[name]);
  return wiring.graph.nodes.some(
    ({ layer, at, parameters }) =>
      layer === node.layer &&
      at.start === node.at.start &&
      at.file === node.at.file &&
      JSON.stringify(parameters[name]) !== value,
  );
}

/** Whether all windows of the branch but the last one give what the shortcut has. */
function hasOddFilters({ unit, shortcut, partings, channelAxis, wiring }: Mismatch): boolean {
  const convs = wiring.nodes(unit.branch.nodes).filter(({ layer }) => layer === 'conv');
  const last = convs.pop();
  const kernel = last?.parameters.kernel;
  return (
    Array.isArray(kernel) &&
    kernel.some(size => size !== 1) &&
    partings.length === 1 &&
    convs.length > 0 &&
    convs.every(({ parameters: { filters } }) => filters === shortcut[channelAxis])
  );
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

const convolutionsOf = ({ nodes }: Side, wiring: Wiring): TypedNode[] =>
  wiring.nodes(nodes).filter(({ layer }) => layer === 'conv');

/** The shortcut's convolution, or the pooling that strides there, given what the branch has. */
function fitShortcut({ merge, unit, branch, partings, channelAxis, wiring }: Mismatch): Proposal[] {
  const inChannels = partings.some(({ axis }) => axis === channelAxis);
  const strided = partings.flatMap(parting => parting.shortcut?.node ?? []);
  const node = (inChannels ? undefined : strided[0]) ?? convolutionsOf(unit.shortcut, wiring)[0];
  if (!node || node.at.start === merge.at.start) return [];
  const stride = strideTo(branch, wiring.shape(node.inputs[0] ?? ''), channelAxis);
  const filters = node.layer === 'conv' ? (branch[channelAxis] ?? undefined) : undefined;
  const values = [
    ...(node.layer === 'conv' ? [`${filters ?? '?'} filters`] : []),
    `stride ${stride ? formatSteps(stride) : '?'}`,
  ];
  return [
    {
      title: `Match the shortcut’s \`${nodeName(node)}\` to the branch: ${values.join(', ')}`,
      change: fitting(merge, node, unit.branch.input, { filters, stride }),
    },
  ];
}

/** The branch's convolution given what the shortcut has; for an identity, the block's input, the block has no word. */
function fitBranch(mismatch: Mismatch): Proposal[] {
  const { merge, unit, shortcut, partings, channelAxis, wiring } = mismatch;
  const node =
    unit.kind === 'projection' ? guiltyConv(convolutionsOf(unit.branch, wiring), mismatch) : undefined;
  if (!node) return [];
  const inChannels = partings.some(({ axis }) => axis === channelAxis);
  const filters = shortcut[channelAxis] ?? undefined;
  const stride = strideTo(shortcut, wiring.shape(node.inputs[0] ?? ''), channelAxis);
  return [
    {
      title: `Match the branch’s \`${nodeName(node)}\` to the shortcut’s ${formatShape(shortcut)}`,
      change: fitting(merge, node, unit.shortcut.input, inChannels ? { filters } : { stride }),
    },
  ];
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

/** The branch's convolution to change: the last one for its filters; for a size, the one that changed it, or with the largest kernel. */
function guiltyConv(
  convs: readonly TypedNode[],
  { partings, channelAxis, wiring }: Mismatch,
): TypedNode | undefined {
  if (partings.some(({ axis }) => axis === channelAxis)) return convs.at(-1);
  const guilty = partings.find(({ branch }) => branch?.node.layer === 'conv')?.branch?.node;
  return guilty ?? largestWindow({ input: 0, nodes: convs.map(({ id }) => id) }, wiring);
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

function projectionProposal({ merge, unit, branch, shortcut, channelAxis }: Mismatch): Proposal[] {
  const filters = branch[channelAxis] ?? null;
  const stride = strideTo(branch, shortcut, channelAxis) ?? [1];
  if (filters === null) return [];
  const strideText = stride.every(s => s === 1) ? '' : `, stride ${formatSteps(stride)}`;
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

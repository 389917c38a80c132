import type { TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import type { FeatureMap } from '../layers/spatial.js';
import { remember } from '../memo.js';
import { isWeighted, type Unit } from '../residual.js';
import { isActivation, isConvolution, isNorm, isPointwise, mapOf } from './kinds.js';
import type { Checked } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

/** A residual unit of convolutions with its nodes: x_{l+1} = h(x_l) + F(x_l). */
export interface ResidualBlock {
  readonly unit: Unit;
  readonly split: TypedNode;
  readonly merge: TypedNode;
  readonly branch: readonly TypedNode[];
  readonly shortcut: readonly TypedNode[];
  /** The convolutions of the branch; those of a gate, which sees means of whole maps, do not count. */
  readonly convolutions: readonly TypedNode[];
  readonly input: FeatureMap | undefined;
  readonly output: FeatureMap | undefined;
}

/** He et al. have 2 or 3 convolutions in a block; a branch of many more is a long skip, as in an encoder and decoder. */
const mostConvolutions = 8;

const known = new WeakMap<readonly Unit[], readonly ResidualBlock[]>();

/** The residual blocks of a network, in order: additions around a few convolutions that do not enlarge the map. */
export const blocksOf = (checked: Checked): readonly ResidualBlock[] =>
  remember(known, checked.units, () => {
    const wiring = wiringOf(checked);
    return checked.units.flatMap(unit => blockOf(unit, wiring) ?? []);
  });

function blockOf(unit: Unit, wiring: Wiring): ResidualBlock | undefined {
  const merge = wiring.node(unit.merge);
  const split = wiring.node(unit.split);
  if (merge?.layer !== 'add' || !split || merge.inputs.length !== 2) return undefined;
  const branch = wiring.nodes(unit.branch.nodes);
  const shortcut = wiring.nodes(unit.shortcut.nodes);
  const convolutions = onTheWay(branch).filter(isConvolution);
  const enlarges = branch.some(({ layer }) => layer === 'upsample' || layer.startsWith('transposed'));
  if (enlarges || convolutions.length === 0 || convolutions.length > mostConvolutions) return undefined;
  const around = [...branch, ...shortcut];
  const [input, output] = [mapOf(split.output, around), mapOf(merge.output, around)];
  return { unit, split, merge, branch, shortcut, convolutions, input, output };
}

/** Without what comes after a global pooling and before the gate that it makes. */
function onTheWay(branch: readonly TypedNode[]): TypedNode[] {
  const aside = new Set<string>();
  return branch.filter(node => {
    const isAside =
      /^(global|adaptive)/.test(node.layer) ||
      (node.inputs.length > 0 && node.inputs.every(id => aside.has(id)));
    if (isAside) aside.add(node.id);
    return !isAside;
  });
}

/** v2, full pre-activation: norm and activation stand before the first weights of the branch. */
export function isPreactivated({ branch }: ResidualBlock): boolean {
  const first = branch.findIndex(isWeighted);
  const before = branch.slice(0, Math.max(first, 0));
  return before.some(isNorm) && before.some(isActivation);
}

/** v1: the branch starts with its weights, and an activation follows the addition. */
export const isPostactivated = (block: ResidualBlock): boolean =>
  block.unit.order === 'v1' && block.branch[0] !== undefined && isWeighted(block.branch[0]);

/** A bottleneck: 1×1, a larger kernel, 1×1. */
export const isBottleneck = ({ convolutions: [first, second, third, ...others] }: ResidualBlock): boolean =>
  others.length === 0 &&
  first !== undefined &&
  second !== undefined &&
  third !== undefined &&
  isPointwise(first) &&
  !isPointwise(second) &&
  layers[second.layer].category === 'convolution' &&
  isPointwise(third);

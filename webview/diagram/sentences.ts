import { formatShape } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import { formatCount, nodesIn, totalsOfGroup } from './figures.js';
import type { Group, Hierarchy, Leaf, Output } from './hierarchy.js';
import { marksIn } from './marks.js';
import { shortcutKinds } from './shortcuts.js';
import { labelOf } from './sizes.js';

/** What a screen reader says of a node, and its tooltip. */
export function describeLeaf(item: Leaf | Output, { marks }: Hierarchy): string {
  const shape = formatShape(item.node.output);
  if (item.kind === 'output') return `output of the network, ${shape}`;
  const name = nameOf(item);
  const mismatch = marks.mismatches.get(item.id);
  if (mismatch)
    return `${name}, mismatch: ${mismatch.rows.map(row => `${row.title} ${row.shape}`).join(', ')}`;
  const problems = (marks.byNode.get(item.id) ?? []).map(mark => `${mark.severity}: ${mark.message}`);
  return [`${name}, output ${shape}`, ...problems].join(', ');
}

/** What has a sign in place of a name. */
const operations: Readonly<Record<string, string>> = {
  add: 'addition',
  subtract: 'subtraction',
  multiply: 'multiplication',
};

function nameOf(leaf: Leaf): string {
  const operation = operations[leaf.node.layer];
  if (operation) return operation;
  const { text, detail } = labelOf(leaf);
  const stride = detail?.replace(/\bs(?=\d)/, 'stride ').replace(/\bg(?=\d)/, 'groups ');
  return layers[leaf.node.layer].category === 'input' || !stride ? text : `${text}, ${stride}`;
}

export const describeOpen = (group: Group, hierarchy: Hierarchy): string =>
  `${describeGroup([group], hierarchy)}, expanded`;

export const describeClosed = (groups: readonly Group[], hierarchy: Hierarchy): string =>
  `${describeGroup(groups, hierarchy)}, collapsed`;

function describeGroup(groups: readonly Group[], hierarchy: Hierarchy): string {
  const group = groups[0]!;
  const shape = (value: string | undefined): string =>
    formatShape(hierarchy.leaves.get(value ?? '')?.node.output ?? null);
  const times = groups.length > 1 ? `${groups.length} times ` : '';
  const kinds = shortcutKinds(group);
  const problems = groups
    .flatMap(member => marksIn(member, hierarchy.marks))
    .map(mark => `${mark.severity}: ${mark.message}`);
  return [
    seriesName(groups),
    `${times}${typeOf(group)}`.trim(),
    `${shape(group.inputs[0])} to ${shape(groups.at(-1)!.outputs[0])}`,
    kinds.length > 0 ? `${kinds.join(' and ')} shortcut${kinds.length > 1 ? 's' : ''}` : '',
    `${formatCount(totalsOfGroup(group).weights)} parameters${times ? ' each' : ''}`,
    ...new Set(problems),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a block is one of, if its name does not say it; else its layers. */
export function typeOf(group: Group): string {
  const { type, name } = group.block;
  if (type && type !== name) return type;
  if (group.block.kind === 'parallel') return 'parallel';
  const nodes = nodesIn(group);
  if (nodes.length > 4) return `${nodes.length} layers`;
  return nodes.map(node => layers[node.layer].label(node.parameters).text).join(' · ');
}

/** `stage2.1–3` */
export function seriesName(groups: readonly Group[]): string {
  const first = groups[0]!.block.name;
  const last = groups.at(-1)!.block.name;
  if (groups.length === 1) return first;
  const prefix = first.slice(0, first.search(/\d+$/));
  return prefix !== '' && last.startsWith(prefix)
    ? `${first}–${last.slice(prefix.length)}`
    : `${first} – ${last}`;
}

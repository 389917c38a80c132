import type { Group, Hierarchy } from './hierarchy.js';

/** How much is shown where the reader has not said it: `auto` chooses by the network's size. */
export const levels = ['auto', 'stages', 'blocks', 'layers'] as const;
export type Level = (typeof levels)[number];

/** What the reader opened and closed, by group or series id. */
export type Toggles = Readonly<Record<string, boolean>>;

/** Networks up to this many nodes are shown whole. */
const smallNetwork = 60;

/** Id under which a series of repeated blocks is unfolded: its first block's, marked. */
export const seriesId = (first: Group): string => `${first.id} (series)`;

/** Which groups are open and which series of repeats unfolded. */
export class Expansion {
  private readonly level: Exclude<Level, 'auto'>;
  /** Opened because they hold the first place of a mistake. */
  private readonly opened: ReadonlySet<Group>;

  constructor(
    hierarchy: Hierarchy,
    level: Level,
    private readonly toggles: Toggles,
  ) {
    const small = hierarchy.root.leaves <= smallNetwork;
    this.level = level === 'auto' ? (small ? 'layers' : 'blocks') : level;
    this.opened = level === 'auto' ? groupsWithMistakes(hierarchy) : new Set();
  }

  isOpen(group: Group): boolean {
    return this.toggles[group.id] ?? (this.opened.has(group) || this.isOpenByDefault(group));
  }

  isUnfolded(first: Group): boolean {
    return this.toggles[seriesId(first)] ?? this.level === 'layers';
  }

  private isOpenByDefault(group: Group): boolean {
    if (group.parent === undefined || this.level === 'layers') return true;
    return this.level === 'blocks' && group.block.kind !== 'block' && holdsGroups(group);
  }
}

const holdsGroups = (group: Group): boolean => group.children.some(child => child.kind === 'group');

/** The groups around the guilty node of each error. */
function groupsWithMistakes({ model, leaves }: Hierarchy): Set<Group> {
  const groups = new Set<Group>();
  for (const { severity, nodes } of model.findings) {
    const guilty = severity === 'error' ? leaves.get(nodes[0] ?? '') : undefined;
    for (let group = guilty?.parent; group; group = group.parent) groups.add(group);
  }
  return groups;
}

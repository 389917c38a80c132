import type { Model } from '../../src/core/analyze.js';
import type { ShortcutKind } from '../../src/core/residual.js';
import type { Group, Link } from './hierarchy.js';

/** The shortcut that a link is part of, and whether it is its first piece. */
export type ShortcutLinks = (link: Link) => { kind: ShortcutKind; splits: boolean } | undefined;

const keyOf = (target: string, input: number): string => `${input} ${target}`;

/** Every link on the shortcut side of a residual unit, from its split to its merge. */
export function findShortcutLinks({ graph, units }: Model): ShortcutLinks {
  const inputs = new Map(graph.nodes.map(node => [node.id, node.inputs]));
  const pieces = new Map<string, { kind: ShortcutKind; splits: boolean }>();
  for (const { merge, split, kind, shortcut } of units) {
    const side = new Set([split, ...shortcut.nodes]);
    for (const id of shortcut.nodes) {
      inputs.get(id)?.forEach((input, i) => {
        if (side.has(input)) pieces.set(keyOf(id, i), { kind, splits: input === split });
      });
    }
    pieces.set(keyOf(merge, shortcut.input), { kind, splits: shortcut.nodes.length === 0 });
  }
  return ({ target, input }: Link) => pieces.get(keyOf(target, input));
}

/** The shortcuts inside a group at any depth, most telling kind first; empty where there are none. */
export function shortcutKinds(group: Group): ShortcutKind[] {
  const kinds = new Set<ShortcutKind>();
  collectKinds(group, kinds);
  return [...kinds].sort((a, b) => rank.indexOf(a) - rank.indexOf(b));
}

const rank: readonly ShortcutKind[] = ['projection', 'padding', 'pooling', 'other', 'identity'];

function collectKinds(group: Group, kinds: Set<ShortcutKind>): void {
  for (const unit of group.units) kinds.add(unit.kind);
  for (const child of group.children) if (child.kind === 'group') collectKinds(child, kinds);
}

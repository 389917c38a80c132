import { formatShape } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import type { Group, Hierarchy, Leaf } from './hierarchy.js';
import { labelOf } from './sizes.js';

/**
 * Ids of the nodes and blocks that have every word of a query in their name, kind, label, shape or state, in reading
 * order. Sizes can be written with an x.
 */
export function findMatches(hierarchy: Hierarchy, query: string): string[] {
  const words = normal(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const matches: string[] = [];
  const visit = (group: Group): void => {
    for (const item of group.children) {
      if (item.kind === 'output') continue;
      const text = normal(item.kind === 'leaf' ? leafText(item, hierarchy) : groupText(item));
      if (words.every(word => hasWord(text, item.id, word))) matches.push(item.id);
      if (item.kind === 'group') visit(item);
    }
  };
  visit(hierarchy.root);
  return matches;
}

/** A path is looked for in the whole path; any other word in the item's own name alone. */
const hasWord = (text: string, id: string, word: string): boolean =>
  text.includes(word) || (word.includes('.') && normal(id).includes(word));

const normal = (text: string): string => text.toLowerCase().replaceAll(/(?<=\d)x(?=\d)/g, '×');

const ownName = (id: string): string => id.slice(id.lastIndexOf('.') + 1);

function leafText({ id, node }: Leaf, { marks }: Hierarchy): string {
  const { title, category } = layers[node.layer];
  const { text, detail = '' } = labelOf({ node });
  const problems = (marks.byNode.get(id) ?? []).map(mark => `${mark.severity} ${mark.message}`);
  const mismatch = marks.mismatches.has(id) ? 'mismatch' : '';
  const shape = formatShape(node.output);
  return [
    ownName(id),
    node.name ?? '',
    node.layer,
    title,
    category,
    text,
    detail,
    shape,
    mismatch,
    ...problems,
  ].join('\n');
}

const groupText = ({ id, block }: Group): string =>
  [ownName(id), block.name, block.type ?? '', block.kind].join('\n');

/** The closed blocks that must be opened to see an item. */
export function groupsAround({ leaves, groups }: Hierarchy, id: string): string[] {
  const around: string[] = [];
  for (let group = (leaves.get(id) ?? groups.get(id))?.parent; group?.parent; group = group.parent)
    around.push(group.id);
  return around;
}

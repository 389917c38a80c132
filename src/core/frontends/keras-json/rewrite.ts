import { writeValue } from '../../dialects/keras.js';
import type { Change } from '../../finding.js';
import type { Node } from '../../graph.js';
import type { Edit, Source } from '../../source.js';

/** A value that the file says is changed where it stands; layers are not added to a file that has weights beside it. */
export function rewrite(nodes: readonly Node[], source: Source, change: Change): readonly Edit[] | undefined {
  if (change.kind === 'edit') return change.edits;
  if (change.kind === 'fit-convolution') return fitConvolution(nodes, source, change);
  if (change.kind !== 'set-parameter') return undefined;
  const node = nodes.find(({ id }) => id === change.node);
  const span = node?.places?.[change.parameter];
  if (!node || !span) return undefined;
  const value = writeValue(node.layer, change.parameter, change.value);
  if (value === undefined) return undefined;
  const isNumber = !source.text.slice(span.start, span.end).startsWith('[') && Array.isArray(value);
  const short = isNumber && new Set(value).size === 1 ? value[0] : value;
  return [{ span, text: JSON.stringify(short) }];
}

/** Each of the wanted values where it stands, if it is another one; none where one is not written. */
function fitConvolution(
  nodes: readonly Node[],
  source: Source,
  { node: id, parameters }: Extract<Change, { kind: 'fit-convolution' }>,
): readonly Edit[] | undefined {
  const node = nodes.find(n => n.id === id);
  const wanted = Object.entries(parameters).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(node?.parameters[name]) !== JSON.stringify(value),
  );
  const changes = wanted.map(([parameter, value]) =>
    rewrite(nodes, source, { kind: 'set-parameter', node: id, parameter, value }),
  );
  return changes.every(edits => edits !== undefined) ? changes.flat() : undefined;
}

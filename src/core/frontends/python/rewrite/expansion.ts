import type { TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import type { Edit } from '../../../source.js';
import { argument, layerParameters, setArgument } from './arguments.js';
import type { Context } from './context.js';
import { guarded } from './style.js';
import { classAround } from './tree.js';
import type { Option } from './values.js';

/** The last layers of a block whose class has an `expansion` that they leave out. */
export function expansionOptions(context: Context, unit: Unit): Option[] {
  const branch = unit.branch.nodes.flatMap(id => context.node(id) ?? []);
  const at = branch.findLastIndex(node => node.layer === 'conv');
  const edits = branch
    .slice(at)
    .flatMap(node => expanded(context, node, node.layer === 'conv' ? 'out_channels' : 'num_features'));
  return edits.length === 0
    ? []
    : [{ title: 'Let the last layers give `expansion` times the channels', edits }];
}

function expanded(context: Context, node: TypedNode, name: string): Edit[] {
  const level = context.levels(node)[0];
  const parameters = level && layerParameters(level.call);
  const given = level && parameters?.includes(name) ? argument(level.call, parameters, name) : undefined;
  const cls = level && classAround(level.path);
  if (!level || !parameters || !given || !cls) return [];
  const has = cls.body.some(
    s =>
      (s.kind === 'assign' && s.targets.some(t => t.kind === 'name' && t.id === 'expansion')) ||
      (s.kind === 'annAssign' && s.target.kind === 'name' && s.target.id === 'expansion'),
  );
  const old = context.write(given);
  if (!has || old.includes('expansion')) return [];
  const edit = setArgument(context.text, level.call, parameters, name, `${guarded(old)} * self.expansion`);
  return edit ? [edit] : [];
}

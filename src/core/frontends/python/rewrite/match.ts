import type { Unit } from '../../../residual.js';
import type { Edit } from '../../../source.js';
import { argument, layerParameters, setArgument } from './arguments.js';
import type { Context } from './context.js';
import { projectionIn } from './projection.js';
import { callAfter, type Option } from './values.js';

const words = [
  ['filters', ['out_channels', 'filters']],
  ['stride', ['stride', 'strides']],
] as const;

/** A projection that is there already, given the filters and the stride of its branch. */
export function matchOptions(context: Context, unit: Unit): Option[] {
  const conv = unit.shortcut.nodes.map(id => context.node(id)).find(node => node?.layer === 'conv');
  const level = conv && context.levels(conv)[0];
  const parameters = level && layerParameters(level.call);
  const projection = level && projectionIn(context, unit, level.inside);
  if (!level || !parameters || !projection) return [];
  const edits = words.flatMap(([key, names]): Edit[] => {
    const wanted = projection[key];
    const name = names.find(word => parameters.includes(word));
    if (wanted === undefined || name === undefined) return [];
    const given = argument(level.call, parameters, name);
    const edit =
      given && context.write(given) === wanted
        ? undefined
        : setArgument(context.text, level.call, parameters, name, wanted);
    return edit ? [edit] : [];
  });
  if (edits.length === 0) return [];
  const sets = [...(edits.length > 1 ? [edits] : []), ...edits.map(edit => [edit])];
  return sets.map(set => ({
    title: `Match the shortcut to the branch: \`${callAfter(context, level, set)}\``,
    group: 'match',
    edits: set,
  }));
}

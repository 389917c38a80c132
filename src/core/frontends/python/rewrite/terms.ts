import { product, type TypedNode } from '../../../graph.js';
import { originOf } from '../../../origin.js';
import { argument, layerParameters } from './arguments.js';
import type { Context, Level } from './context.js';
import { levelIn, seenFrom } from './seen.js';
import { guarded, isNumber } from './style.js';

const outputs = ['out_channels', 'filters', 'out_features', 'units', 'nb_filter'];
const steps = ['stride', 'strides', 'subsample'];
const inputs = ['in_channels', 'in_features'];

/** What a constructor's argument reads in one of the functions around it. */
function termOf(
  context: Context,
  node: TypedNode,
  names: readonly string[],
  inside: Level['inside'],
): string | undefined {
  const levels = context.levels(node);
  const parameters = levels[0] && layerParameters(levels[0].call);
  const name = parameters && names.find(n => parameters.includes(n));
  const given = name !== undefined && argument(levels[0]!.call, parameters!, name);
  const to = levelIn(levels, inside);
  return given && to >= 0 ? seenFrom(context, given, levels, to) : undefined;
}

export const filtersTerm = (context: Context, node: TypedNode, inside: Level['inside']): string | undefined =>
  termOf(context, node, outputs, inside);

export const strideTerm = (context: Context, node: TypedNode, inside: Level['inside']): string | undefined =>
  termOf(context, node, steps, inside);

export const inputTerm = (context: Context, node: TypedNode, inside: Level['inside']): string | undefined =>
  termOf(context, node, inputs, inside);

/** The number of channels that comes into a node, in the terms of a function of the file. */
export function givenTerm(context: Context, node: TypedNode, inside: Level['inside']): string | undefined {
  const origin = originOf(node, graphOf(context));
  const found = origin && context.node(origin.id);
  return found && channelsTerm(context, found, inside);
}

function channelsTerm(context: Context, origin: TypedNode, inside: Level['inside']): string | undefined {
  if (origin.layer === 'concat') {
    const parts = origin.inputs.map(id => {
      const input = context.node(id)!;
      return filtersTerm(context, input, inside) ?? givenTerm(context, input, inside);
    });
    if (parts.some(part => part === undefined)) return undefined;
    if (parts.every(part => isNumber(part!)))
      return String(parts.reduce((sum, part) => sum + Number(part), 0));
    return parts.join(' + ');
  }
  if (origin.layer === 'flatten') {
    const map = context.shape(origin.inputs[0]);
    if (!map || map.some(size => size === null)) return undefined;
    const channels = givenTerm(context, origin, inside) ?? String(map[0]);
    const spatial = map.slice(1).filter(size => size !== 1);
    if (!isNumber(channels) && product(spatial) === null) return undefined;
    return spatial.length === 0 ? channels : [guarded(channels), ...spatial].join(' * ');
  }
  return filtersTerm(context, origin, inside);
}

export const graphOf = (context: Context) => ({
  node: (id: string) => context.node(id),
  shape: (id: string) => context.shape(id),
});

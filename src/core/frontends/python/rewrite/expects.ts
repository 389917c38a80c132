import { product, type TypedNode } from '../../../graph.js';
import type { Context } from './context.js';
import { callAt } from './tree.js';
import { type Option, valueOptions } from './values.js';

const names = ['in_channels', 'in_features', 'num_features', 'num_channels'];

/** A layer that was made for another number of channels or features than it gets. */
export function expectsOptions(context: Context, wanted: number): Option[] {
  const node = context.node(context.target.nodes[0]);
  if (!node) return [];
  return [
    ...permuted(context, node),
    ...flattened(context),
    ...names.flatMap(name => valueOptions(context, node, name, wanted)),
  ];
}

/** Images with their channels last, which PyTorch does not take. */
function permuted(context: Context, node: TypedNode): Option[] {
  const map = context.shape(node.inputs[0]);
  const input = callAt(context.module, node.at)?.args[0];
  const isLast = map?.length === 3 && map[2] === node.parameters.expects;
  if (node.layer !== 'conv' || !isLast || !input || !['name', 'attribute'].includes(input.kind)) return [];
  const text = `${context.write(input)}.permute(0, 3, 1, 2)`;
  return [{ title: `Bring the channels to the front: \`${text}\``, edits: [{ span: input.at, text }] }];
}

/** A dense layer made for all values of a map: the map is to be flattened first. */
function flattened(context: Context): Option[] {
  const node = context.node(context.target.nodes[0])!;
  const map = context.shape(node.inputs[0]);
  const call = callAt(context.module, node.at);
  const input = call?.args[0];
  if (node.layer !== 'dense' || !map || map.length < 2 || !call || !input || call.args.length !== 1)
    return [];
  if (product(map) !== node.parameters.expects) return [];
  const old = context.write(input);
  const simple = input.kind === 'name';
  const torch = /^\s*import torch\s*$/m.test(context.text);
  if (!simple && !torch) return [];
  const text = torch ? `torch.flatten(${old}, 1)` : `${old}.flatten(1)`;
  return [{ title: `Flatten first: \`${text}\``, edits: [{ span: input.at, text }] }];
}

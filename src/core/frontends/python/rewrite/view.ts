import { product, type TypedNode } from '../../../graph.js';
import type { Edit } from '../../../source.js';
import { lastName } from './arguments.js';
import type { Context } from './context.js';
import { callAt } from './tree.js';
import { type Option, valueOptions } from './values.js';

/** A target shape that does not hold the values: one size made right, and the layer that takes it with it. */
export function viewOptions(context: Context, node: TypedNode): Option[] {
  const call = callAt(context.module, node.at);
  const maker = context.levels(node)[0]?.call;
  const target = call && lastName(call.func) === undefined ? maker : call;
  const name = target && lastName(target.func);
  const map = context.shape(node.inputs[0]);
  const each = map && product(map);
  if (!target || !/^(view|reshape|Reshape)$/.test(name ?? '') || each === null || map === null) return [];
  const given = target.args.at(-1);
  const isKeras = name === 'Reshape';
  const all = given?.kind === 'tuple' || given?.kind === 'list' ? given.elts : target.args;
  // PyTorch counts the batch, Keras does not.
  const sizes = isKeras ? all : all.slice(1);
  const dense = sizes.length === 1 ? takerOf(context, node) : undefined;
  return [...sizes.entries()].reverse().flatMap(([i, size]) => {
    const rest = product(sizes.map((s, j) => (j === i ? 1 : s.kind === 'int' ? Number(s.value) : null)));
    if (rest === null || each % rest !== 0) return [];
    return textsFor(context.write(size), map, each / rest).flatMap(text =>
      resized(context, { span: size.at, text }, dense, each),
    );
  });
}

/** A product of sizes where one stands there, else a number. */
function textsFor(old: string, map: readonly (number | null)[], wanted: number): string[] {
  const times = /\s*\*\s*/.exec(old)?.[0];
  const isWhole = wanted === product(map);
  return [...(times && isWhole && map.length > 1 ? [map.join(times)] : []), String(wanted)];
}

function resized(context: Context, edit: Edit, dense: TypedNode | undefined, wanted: number): Option[] {
  const title = `Change the size to \`${edit.text}\``;
  const fitting = dense ? valueOptions(context, dense, 'in_features', wanted) : [];
  const both = fitting.map(option => ({
    title: `${title}, and that of \`${dense!.name ?? 'the layer after it'}\` with it`,
    edits: [edit, ...option.edits],
    group: 'view',
  }));
  return [...both, { title, edits: [edit], group: 'view' }];
}

/** The dense layer after a view, past what keeps the size. */
function takerOf(context: Context, node: TypedNode): TypedNode | undefined {
  let at: TypedNode | undefined = node;
  for (let i = 0; at && i < 8; i++) {
    const id: string = at.id;
    at = context.graph.nodes.find(n => n.inputs[0] === id);
    if (at?.layer === 'dense') return at;
  }
  return undefined;
}

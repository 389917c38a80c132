import type { TypedNode } from '../../../graph.js';
import type { Edit } from '../../../source.js';
import type { Expression, ImportFrom } from '../syntax/index.js';
import type { Context } from './context.js';
import { spelling } from './projection.js';
import { operandsOf } from './torch-shortcut.js';
import type { Option } from './values.js';

/** Two maps that meet with different heights and widths: the smaller one is brought to the size of the other. */
export function sizeOptions(context: Context, merge: TypedNode): Option[] {
  const shapes = merge.inputs.map(id => context.shape(id));
  const path = context.path(merge.at);
  const at = path.findLast(n => n.at.start === merge.at.start && n.at.end === merge.at.end);
  const operands = at ? meeting(at as Expression) : [];
  const [a, b] = shapes;
  if (!a || !b || operands.length !== 2 || shapes.length !== 2 || a.length !== 3 || b.length !== 3) return [];
  const axes = context.framework === 'torch' ? [1, 2] : [0, 1];
  const gaps = axes.map(axis => (a[axis] ?? Number.NaN) - (b[axis] ?? Number.NaN));
  if (gaps.some(Number.isNaN) || gaps.every(gap => gap === 0)) return [];
  const small = gaps.every(gap => gap <= 0) ? 0 : gaps.every(gap => gap >= 0) ? 1 : undefined;
  if (small === undefined) return [];
  const [operand, other] = [operands[small]!, operands[1 - small]!];
  return context.framework === 'torch'
    ? resized(context, operand, other)
    : padded(context, operand, gaps.map(Math.abs));
}

/** What a concatenation or an addition takes. */
function meeting(e: Expression): Expression[] {
  const [first] = e.kind === 'call' ? e.args : [];
  return first?.kind === 'list' || first?.kind === 'tuple' ? [...first.elts] : operandsOf(e);
}

/** `F.interpolate(up, size=skip.shape[2:])`: right for every size that comes. */
function resized(context: Context, operand: Expression, other: Expression): Option[] {
  if (other.kind !== 'name') return [];
  const { text } = context;
  const alias =
    /^import torch\.nn\.functional as (\w+)/m.exec(text)?.[1] ??
    /^from torch\.nn import functional as (\w+)/m.exec(text)?.[1] ??
    throughNn(text);
  if (alias === undefined) return [];
  const value = `${alias}.interpolate(${context.write(operand)}, size=${other.id}.shape[2:])`;
  return [
    {
      title: `Bring it to the size of \`${other.id}\`: \`${value}\``,
      edits: [{ span: operand.at, text: value }],
    },
  ];
}

function throughNn(text: string): string | undefined {
  const found = /^(?:import torch\.nn as (\w+)|from torch import nn(?: as (\w+))?)/m.exec(text);
  return found ? `${found[1] ?? found[2] ?? 'nn'}.functional` : undefined;
}

/** `ZeroPadding2D(((0, 1), (0, 1)))(up)`, spelt as the file spells its layers. */
function padded(context: Context, operand: Expression, gaps: readonly number[]): Option[] {
  const conv = context.graph.nodes.find(node => node.layer === 'conv' && spelling(context, node));
  const spelt = conv && spelling(context, conv);
  if (!spelt) return [];
  const layer = `${spelt.prefix}ZeroPadding2D(${`(${gaps.map(gap => `(0, ${gap})`).join(', ')})`})`;
  const value = `${layer}(${context.write(operand)})`;
  const imported = spelt.prefix === '' ? importOf(context, spelt.name) : [];
  if (!imported) return [];
  const edits = [...imported, { span: operand.at, text: value }];
  return [{ title: `Pad it to the size of the other: \`${value}\``, edits }];
}

/** One name more in the import that brings the file's convolutions; undefined where there is no such import. */
function importOf({ module, text }: Context, name: string): Edit[] | undefined {
  if (/\bZeroPadding2D\b/.test(text)) return [];
  const from = module.body.find(
    (s): s is ImportFrom => s.kind === 'importFrom' && s.names.some(n => n.name === name || n.name === '*'),
  );
  const last = from?.names.at(-1);
  if (!last) return undefined;
  return last.name === '*'
    ? []
    : [{ span: { start: last.at.end, end: last.at.end }, text: ', ZeroPadding2D' }];
}

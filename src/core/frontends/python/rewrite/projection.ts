import type { TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import type { FunctionDef } from '../syntax/index.js';
import { lastName } from './arguments.js';
import type { Context } from './context.js';
import { constantOf, guarded } from './style.js';
import { filtersTerm, givenTerm, inputTerm, strideTerm } from './terms.js';

/** What a shortcut must do to fit its branch, in the terms of one function of the file. */
export interface Projection {
  /** Channels in; undefined where the framework does not ask and the file does not say. */
  readonly from: string | undefined;
  readonly filters: string;
  /** Undefined where nothing on the branch strides. */
  readonly stride: string | undefined;
  /** A weighted layer of the branch, to write others like it. */
  readonly model: TypedNode;
  readonly norm: TypedNode | undefined;
}

/** What the branch of a unit does to its input; undefined where that cannot be said in this function. */
export function projectionIn(
  context: Context,
  unit: Unit,
  inside: FunctionDef | undefined,
): Projection | undefined {
  const branch = unit.branch.nodes.flatMap(id => context.node(id) ?? []);
  const convs = branch.filter(node => node.layer === 'conv' || node.layer === 'separableConv');
  const [first] = convs;
  const last = convs.at(-1);
  if (!first || !last) return undefined;
  const said = filtersTerm(context, last, inside);
  if (said === undefined) return undefined;
  const filters = String(constantOf(said) ?? said);
  const strides = convs.flatMap(node => strideTerm(context, node, inside) ?? []);
  const distinct = [...new Set(strides.filter(text => !/^\(?\s*1(\s*,\s*1)?\s*,?\s*\)?$/.test(text)))];
  // Several strides multiply: that is nobody's single number.
  if (distinct.length > 1) return undefined;
  if (distinct.length === 0 && convs.some(strides2)) return undefined;
  return {
    from: inputTerm(context, first, inside) ?? givenTerm(context, first, inside),
    filters,
    stride: distinct[0],
    model: last,
    norm: branch.findLast(node => node.layer === 'batchNorm'),
  };
}

const strides2 = ({ parameters: { stride } }: TypedNode): boolean =>
  Array.isArray(stride) && stride.some(s => s !== 1);

/** When the shortcut has something to do: `stride != 1 or in_planes != planes`; undefined where it always has. */
export function condition({ from, filters, stride }: Projection): string | undefined {
  const parts: string[] = [];
  if (stride !== undefined) {
    if (/^[\d(),\s]+$/.test(stride)) return undefined;
    parts.push(`${guarded(stride)} != 1`);
  }
  if (from !== undefined && from !== filters) {
    if (constantOf(from) !== undefined && constantOf(filters) !== undefined) return undefined;
    parts.push(`${from} != ${filters}`);
  }
  return parts.length === 0 ? undefined : parts.join(' or ');
}

/** The opposite of `condition`. */
export const negated = (text: string): string => text.replaceAll(' != ', ' == ').replaceAll(' or ', ' and ');

/** The module and the class of a node's constructor: `nn.` and `Conv2d`. */
export function spelling(context: Context, node: TypedNode): { prefix: string; name: string } | undefined {
  const call = context.levels(node)[0]?.call;
  const name = call && lastName(call.func);
  if (!call || name === undefined) return undefined;
  const text = context.write(call.func);
  const plain = name.replace(/^Separable/, '');
  return { prefix: text.slice(0, text.length - name.length), name: plain };
}

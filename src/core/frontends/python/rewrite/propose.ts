import type { Finding, Proposal } from '../../../finding.js';
import type { TypedGraph, TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import { forkAt } from '../../../residual.js';
import { partingAlong } from '../../../rules/parting.js';
import { wiringOf } from '../../../rules/wiring.js';
import type { Source } from '../../../source.js';
import type { PythonReading } from '../read.js';
import { argument, layerParameters, setArgument } from './arguments.js';
import { callOptions } from './call-options.js';
import { Context } from './context.js';
import { expansionOptions } from './expansion.js';
import { expectsOptions } from './expects.js';
import { kerasShortcutOptions } from './keras-shortcut.js';
import { matchOptions } from './match.js';
import { sizeOptions } from './sizes.js';
import { torchShortcutOptions } from './torch-shortcut.js';
import { type Option, titleOf, valueOptions } from './values.js';
import { viewOptions } from './view.js';
import { wholeOptions } from './whole.js';
import { windowOptions } from './windows.js';

export interface Checked {
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
}

export interface Imported {
  readonly framework: PythonReading['framework'];
  /** The texts of the files that it imports. */
  readonly imported: readonly string[];
}

const most = 16;

/** What may mend a finding in a Python file, the surest first; none of it has been tried. */
export function propose(source: Source, checked: Checked, target: Finding, reading: Imported): Proposal[] {
  if (target.severity !== 'error' || target.at.file !== undefined) return [];
  const context = new Context(source, checked, target, reading);
  const options = optionsFor(context);
  const texts = options.map(({ edits }) => JSON.stringify(edits));
  return options
    .filter((_, i) => texts.indexOf(texts[i]!) === i)
    .slice(0, most)
    .map(({ title, edits, group }) => ({
      title,
      change: { kind: 'edit', edits },
      ...(group === undefined ? {} : { group }),
    }));
}

function optionsFor(context: Context): Option[] {
  const { target } = context;
  const node = context.node(target.nodes[0]);
  if (!node) return target.code === 'wrong-value' ? wholeOptions(context) : [];
  if (target.code === 'shortcut-mismatch') return mismatchOptions(context, node);
  if (target.code === 'concat-mismatch') return sideOptions(context, node);
  const wanted = wantedOf(target);
  if (wanted !== undefined) {
    const before = typeof node.parameters.expects === 'number' ? [wanted] : [];
    return [...expectsOptions(context, wanted), ...callOptions(context, node, before, false)];
  }
  if (target.code === 'kernel-too-large' || target.code === 'size-collapse')
    return windowOptions(context, node);
  return viewOptions(context, node);
}

function wantedOf({ proposals }: Finding): number | undefined {
  for (const { change } of proposals)
    if (change.kind === 'set-parameter' && change.parameter === 'expects' && typeof change.value === 'number')
      return change.value;
  return undefined;
}

function mismatchOptions(context: Context, merge: TypedNode): Option[] {
  const unit = context.units.find(u => u.merge === merge.id);
  if (!unit) return sideOptions(context, merge);
  const shapes = [unit.shortcut, unit.branch].map(side => context.shape(merge.inputs[side.input]));
  const sizes = [...new Set(shapes.flatMap(shape => shape?.at(-1) ?? []))];
  const isTorch = context.framework === 'torch';
  const shortcut = isTorch ? torchShortcutOptions : kerasShortcutOptions;
  return [
    ...callOptions(context, merge, sizes, true),
    ...partingOptions(context, merge, unit),
    ...strideOptions(context, unit),
    ...(isTorch ? expansionOptions(context, unit) : []),
    ...matchOptions(context, unit),
    ...shortcut(context, merge, unit),
    ...filterOptions(context, merge, unit),
    ...callOptions(context, merge, sizes, false),
  ];
}

/** A branch that strides more than once: each of its strides taken away. */
function strideOptions(context: Context, unit: Unit): Option[] {
  const strided = unit.branch.nodes.flatMap(id => {
    const node = context.node(id);
    const { stride } = node?.parameters ?? {};
    return node?.layer === 'conv' && Array.isArray(stride) && stride.some(s => s !== 1) ? [node] : [];
  });
  if (strided.length < 2) return [];
  return strided.flatMap(node => {
    const level = context.levels(node)[0];
    const parameters = (level && layerParameters(level.call)) ?? [];
    const name = ['stride', 'strides'].find(word => parameters.includes(word));
    const edit = level && name ? setArgument(context.text, level.call, parameters, name, '1') : undefined;
    return edit ? [{ title: titleOf(context, level!, edit), edits: [edit] }] : [];
  });
}

/** The last convolution of the branch, with as many filters as the shortcut has channels. */
function filterOptions(context: Context, merge: TypedNode, unit: Unit): Option[] {
  const conv = unit.branch.nodes.map(id => context.node(id)).findLast(node => node?.layer === 'conv');
  const shape = context.shape(merge.inputs[unit.shortcut.input]);
  const wanted = conv && shape?.[channelsAt(conv, shape.length)];
  if (!conv || typeof wanted !== 'number' || wanted === conv.parameters.filters) return [];
  return ['out_channels', 'filters'].flatMap(name => valueOptions(context, conv, name, wanted, false));
}

/** Where the two sides part although neither strides: a padding is missing, or rounds the other way. */
function partingOptions(context: Context, merge: TypedNode, unit: Unit): Option[] {
  const wiring = wiringOf(context);
  const rank = context.shape(merge.inputs[0])?.length ?? 0;
  const sides = [...unit.branch.nodes, ...unit.shortcut.nodes].flatMap(id => context.node(id) ?? []);
  const single = Array.from({ length: rank }, (_, axis) => axis).flatMap(axis => {
    const { branch, shortcut } = partingAlong(unit, axis, -1, wiring);
    return [branch, shortcut].flatMap(step => (step ? windowOptions(context, step.node) : []));
  });
  return [...single, ...paddedOptions(context, sides)];
}

/** Several windows take something off: all of them padded. */
function paddedOptions(context: Context, nodes: readonly TypedNode[]): Option[] {
  const edits = nodes
    .filter(node => shrinks(context, node))
    .flatMap(n => windowOptions(context, n)[0]?.edits ?? []);
  const texts = edits.map(edit => JSON.stringify(edit));
  const distinct = edits.filter((_, i) => texts.indexOf(texts[i]!) === i);
  return distinct.length < 2
    ? []
    : [{ title: 'Pad the convolutions so that they keep the size', edits: distinct }];
}

/** A window that takes something off although it does not stride. */
function shrinks(context: Context, node: TypedNode): boolean {
  const [before, after] = [context.shape(node.inputs[0]), context.shape(node.id)];
  const { stride } = node.parameters;
  if (node.layer !== 'conv' || !Array.isArray(stride) || stride.some(s => s !== 1)) return false;
  if (!before || after?.length !== before.length) return false;
  const channels = channelsAt(node, before.length);
  return before.some((size, i) => i !== channels && size !== null && (after[i] ?? size) < size);
}

const channelsAt = (node: TypedNode, rank: number): number =>
  node.parameters.dataFormat === 'channelsFirst' ? 0 : rank - 1;

/** A merge of sides of equal weight: any window on the way to it may be the one. */
function sideOptions(context: Context, merge: TypedNode): Option[] {
  const { sides } = forkAt(context.graph.nodes, merge);
  const nodes = sides.flatMap(side => side.nodes.slice(-4)).flatMap(id => context.node(id) ?? []);
  const all = sides.flatMap(side => side.nodes).flatMap(id => context.node(id) ?? []);
  return [
    ...nodes.flatMap(node => windowOptions(context, node)),
    ...paddedOptions(context, all),
    ...formatOptions(context, nodes),
    ...sizeOptions(context, merge),
  ];
}

/** One side is told where the channels are, and the other is not. */
function formatOptions(context: Context, nodes: readonly TypedNode[]): Option[] {
  const calls = nodes.flatMap(node => context.levels(node).slice(0, 1));
  const said = calls.flatMap(({ call }) => call.keywords.find(k => k.arg === 'data_format')?.value ?? [])[0];
  if (!said) return [];
  return calls.flatMap(level => {
    const parameters = layerParameters(level.call) ?? [];
    if (!parameters.includes('data_format') || argument(level.call, parameters, 'data_format')) return [];
    const edit = setArgument(context.text, level.call, parameters, 'data_format', context.write(said));
    return edit ? [{ title: titleOf(context, level, edit), edits: [edit] }] : [];
  });
}

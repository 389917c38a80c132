import type { TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import type { Call, Expression, FunctionDef, If } from '../syntax/index.js';
import { argument, layerParameters } from './arguments.js';
import type { Context } from './context.js';
import { type Projection, projectionIn, spelling } from './projection.js';
import { deeper, equals, guarded, indentAt, lineEnd, lineStart, newline } from './style.js';
import { operandsOf, replaced } from './torch-shortcut.js';
import { allIn, classAround, functionAround, methodOf, namesIn, statementAround } from './tree.js';
import type { Option } from './values.js';

/** Ways to give a Keras block the 1×1 convolution that its shortcut needs. */
export function kerasShortcutOptions(context: Context, merge: TypedNode, unit: Unit): Option[] {
  const path = context.path(merge.at);
  const inside = functionAround(path);
  const cls = classAround(path);
  const at = path.findLast(n => n.at.start === merge.at.start && n.at.end === merge.at.end);
  const operand = at && operandsOf(at as Expression)[unit.shortcut.input];
  const statement = statementAround(path);
  if (!operand || !statement) return [];
  const addition = { context, merge, unit, inside, operand, statement };
  const init = cls && methodOf(cls, '__init__');
  const projection = projectionIn(context, unit, inside);
  return [
    ...(projection ? [...asked(addition, projection), ...beforeAddition(addition, projection)] : []),
    ...(init && !projection ? inLayer(context, unit, init, operand) : []),
    ...pooled(addition),
  ];
}

interface Addition {
  readonly context: Context;
  readonly merge: TypedNode;
  readonly unit: Unit;
  readonly inside: FunctionDef | undefined;
  readonly operand: Expression;
  readonly statement: { readonly at: { readonly start: number; readonly end: number } };
}

/** `Conv2D(64, 1, strides=2, padding='same')`, in the words of the branch's own convolution. */
function convolution(context: Context, { model, filters, stride }: Projection): string | undefined {
  const conv = spelling(context, model);
  const call = context.levels(model)[0]?.call;
  if (!conv || !call) return undefined;
  const eq = equals(context.text, call);
  const written = (name: string): Expression | undefined => argument(call, layerParameters(call) ?? [], name);
  const named = (name: string): boolean => call.keywords.some(k => k.arg === name);
  const kernel = written('kernel_size');
  const tuple = kernel?.kind === 'tuple' ? context.write(kernel).replace(/\d+/g, '1') : '1';
  const padding = written('padding');
  const parts = [
    named('filters') ? `filters${eq}${filters}` : filters,
    named('kernel_size') ? `kernel_size${eq}${tuple}` : tuple,
    ...(stride === undefined ? [] : [`strides${eq}${stride}`]),
    ...(padding?.kind === 'str' ? [`padding${eq}${context.write(padding)}`] : []),
  ];
  // Words before places is no order of arguments.
  const ordered = parts.sort((a, b) => Number(/^\w+\s*=/.test(a)) - Number(/^\w+\s*=/.test(b)));
  return `${conv.prefix}${conv.name}(${ordered.join(', ')})`;
}

/** The convolution on a line of its own, under a condition where only some calls of the block need it. */
function beforeAddition(addition: Addition, projection: Projection): Option[] {
  const { context, merge, operand, statement, unit } = addition;
  const conv = convolution(context, projection);
  if (conv === undefined) return [];
  const { text } = context;
  const indent = indentAt(text, statement.at.start);
  const nl = newline(text);
  const name = nameFor(addition);
  const old = context.write(operand);
  const line = `${name} = ${conv}(${old})`;
  const others = context.graph.nodes.filter(
    n => n.layer === merge.layer && n.at.start === merge.at.start && n.at.file === merge.at.file,
  );
  const isShared = others.some(n => !context.target.nodes.includes(n.id));
  const when = whenDifferent(projection, old, sizesOf(context, merge, unit));
  const start = lineStart(text, statement.at.start);
  const inner = deeper(text, indent);
  const isConditional = isShared && when !== '';
  const before = isConditional
    ? `${name === old ? '' : `${indent}${name} = ${old}${nl}`}${indent}if ${when}:${nl}${inner}${line}${nl}`
    : `${indent}${line}${nl}`;
  const edits = [{ span: { start, end: start }, text: before }];
  const title = isConditional
    ? `Insert \`${line}\` before the addition, if \`${when}\``
    : `Insert \`${line}\` before the addition`;
  return [{ title, edits: name === old ? edits : [...edits, { span: operand.at, text: name }] }];
}

/** A projection that is there under a condition, which is not the right one. */
function asked({ context, inside, operand, statement }: Addition, projection: Projection): Option[] {
  const assigned = (body: object): Expression | undefined => {
    for (const n of allIn(body)) {
      const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
      const isOperand = s.targets?.some(
        t => t.kind === 'name' && operand.kind === 'name' && t.id === operand.id,
      );
      if (s.kind === 'assign' && isOperand && s.value?.kind === 'call') return inputOf(s.value);
    }
    return undefined;
  };
  return [...allIn({ body: inside?.body ?? context.module.body })].flatMap((n): Option[] => {
    const { branches, orelse } = n as unknown as If;
    const [first] = n.kind === 'if' && n.at.end <= statement.at.start ? branches : [];
    if (!first || branches.length !== 1) return [];
    const then = assigned({ body: first.body });
    const input = then ?? assigned({ orelse });
    if (!input) return [];
    const when = whenDifferent(projection, context.write(input), true);
    return [replaced(first.test, when, then === undefined)];
  });
}

/** What a layer or a function is applied to. */
const inputOf = ({ args, keywords }: Call): Expression | undefined =>
  args[0] ?? keywords.find(k => k.value.kind === 'name')?.value;

/** `stride != 1 or x.shape[-1] != filters` */
const whenDifferent = ({ stride, filters }: Projection, input: string, channels: boolean): string =>
  [
    ...(stride !== undefined && !/^[\d(),\s]+$/.test(stride) ? [`${guarded(stride)} != 1`] : []),
    ...(channels ? [`${input}.shape[-1] != ${filters}`] : []),
  ].join(' or ');

/** The branch is pooled and the shortcut is not: the same pooling before the addition. */
function pooled(addition: Addition): Option[] {
  const { context, unit, operand, statement, inside } = addition;
  const [pool, ...others] = unit.branch.nodes.flatMap(id => {
    const node = context.node(id);
    return node && (node.layer === 'maxPool' || node.layer === 'averagePool') ? [node] : [];
  });
  const level = pool && context.levels(pool)[0];
  if (!level || others.length > 0 || level.inside !== inside) return [];
  const { text } = context;
  const name = nameFor(addition);
  const line = `${name} = ${context.write(level.call)}(${context.write(operand)})`;
  const start = lineStart(text, statement.at.start);
  const insert = {
    span: { start, end: start },
    text: indentAt(text, statement.at.start) + line + newline(text),
  };
  const isRenamed = name !== context.write(operand);
  return [
    {
      title: `Pool the shortcut too: \`${line}\``,
      edits: [insert, ...(isRenamed ? [{ span: operand.at, text: name }] : [])],
    },
  ];
}

/** Whether the channels may differ: they do in the call at fault. */
function sizesOf(context: Context, merge: TypedNode, unit: Unit): boolean {
  const branch = context.shape(merge.inputs[unit.branch.input]);
  const shortcut = context.shape(merge.inputs[unit.shortcut.input]);
  return branch?.at(-1) !== shortcut?.at(-1);
}

/** The operand's own name where nothing later needs what it held; else a new one. */
function nameFor({ context, inside, operand, statement }: Addition): string {
  const all = namesIn({ body: inside?.body ?? context.module.body });
  if (operand.kind === 'name') {
    const first = all.find(n => n.id === operand.id && n.at.start >= statement.at.start);
    const later = all.some(n => n.id === operand.id && n.at.start > statement.at.end);
    const reassigned = first !== undefined && first.at.start === statement.at.start;
    if (!later || reassigned) return operand.id;
  }
  const taken = new Set(all.map(n => n.id));
  return ['shortcut', 'identity', 'residual', 'projection'].find(word => !taken.has(word)) ?? 'shortcut_1';
}

/** A layer with a `call` of its own: the convolution is made in `__init__`. */
function inLayer(context: Context, unit: Unit, init: FunctionDef, operand: Expression): Option[] {
  const projection = projectionIn(context, unit, init);
  const conv = projection && convolution(context, projection);
  const last = init.body.at(-1);
  if (!projection || conv === undefined || !last || operand.kind === 'call') return [];
  const { text } = context;
  const names = new Set(namesOfSelf(text));
  const name = ['shortcut', 'downsample', 'projection', 'skip'].find(word => !names.has(word));
  if (name === undefined) return [];
  const indent = indentAt(text, last.at.start);
  const end = lineEnd(text, last.at.end);
  const use = { span: operand.at, text: `self.${name}(${context.write(operand)})` };
  const line = `self.${name} = ${conv}`;
  const option = (value: string): Option => ({
    title: `Add \`${value.trim()}\` to the layer, and use it at the addition`,
    edits: [{ span: { start: end, end }, text: newline(text) + indent + value }, use],
  });
  const { stride } = projection;
  const isFixed = stride === undefined || /^[\d(),\s]+$/.test(stride);
  return isFixed ? [option(line)] : [option(`${line} if ${stride} != 1 else (lambda t: t)`), option(line)];
}

const namesOfSelf = (text: string): string[] => [...text.matchAll(/\bself\.(\w+)/g)].map(match => match[1]!);

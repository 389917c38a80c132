import type { TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import type { Edit } from '../../../source.js';
import type { Call, ClassDef, Expression, FunctionDef, If, IfExp } from '../syntax/index.js';
import { addArgument, argument, layerParameters, ownParameters } from './arguments.js';
import type { Context, Level } from './context.js';
import { condition, negated, type Projection, projectionIn } from './projection.js';
import { levelIn } from './seen.js';
import { deeper, equals, indentAt, lineEnd, lineStart, newline } from './style.js';
import { asModule, sequential, torchProjection } from './torch-module.js';
import { allIn, classAround, functionAround, isSelf, methodOf, statementAround } from './tree.js';
import type { Option } from './values.js';

/** The addition of a unit in the text of a module's `forward`. */
interface Site {
  readonly context: Context;
  readonly unit: Unit;
  readonly cls: ClassDef;
  readonly init: FunctionDef;
  readonly forward: FunctionDef;
  /** What stands for the shortcut at the addition. */
  readonly operand: Expression;
  /** From the constructor of one of the branch's layers outwards. */
  readonly levels: readonly Level[];
}

/** Ways to give a PyTorch block the shortcut that it needs. */
export function torchShortcutOptions(context: Context, merge: TypedNode, unit: Unit): Option[] {
  const site = siteOf(context, merge, unit);
  if (!site) return [];
  const own = projectionIn(context, unit, site.init);
  const ways = [...handedIn(site), ...(own ? [...builtUnder(site, own), ...added(site, own)] : [])];
  return [...(own ? flagged(site, own) : []), ...ways.map(way => ({ ...way, group: 'shortcut' }))];
}

function siteOf(context: Context, merge: TypedNode, unit: Unit): Site | undefined {
  const path = context.path(merge.at);
  const forward = functionAround(path);
  const cls = classAround(path);
  const init = cls && methodOf(cls, '__init__');
  const at = path.findLast(n => n.at.start === merge.at.start && n.at.end === merge.at.end);
  const operand = at && operandsOf(at as Expression)[unit.shortcut.input];
  const conv = unit.branch.nodes.map(id => context.node(id)).find(node => node?.layer === 'conv');
  if (!forward || !cls || !init || !operand || !conv) return undefined;
  return { context, unit, cls, init, forward, operand, levels: context.levels(conv) };
}

/** What an addition adds. */
export function operandsOf(e: { readonly kind?: string }): Expression[] {
  const node = e as Expression | { kind: 'augAssign'; target: Expression; value: Expression };
  if (node.kind === 'binOp') return [node.left, node.right];
  if (node.kind === 'augAssign') return [node.target, node.value];
  if (node.kind !== 'call') return [];
  const [first] = node.args;
  return node.args.length === 1 && first?.kind === 'list' ? [...first.elts] : [...node.args];
}

/** The block takes its shortcut as an argument: what is built where it is called. */
function handedIn(site: Site): Option[] {
  const { context, init, forward, unit, levels } = site;
  const at = levelIn(levels, init);
  const outer = levels[at + 1];
  const parameter = ownParameters(init, true).find(
    p => p.default?.kind === 'none' && storedAs(init, p.name).some(name => mentions(forward, name)),
  );
  if (at < 0 || !outer || !parameter) return [];
  const projection = projectionIn(context, unit, outer.inside);
  const names = ownParameters(init, true).map(p => p.name);
  const given = argument(outer.call, names, parameter.name);
  const made = assignedIn(outer);
  if (!given && made !== undefined) return [passed(context, outer, names, parameter.name, made)].flat();
  if (!projection) return [];
  if (given?.kind === 'name' && outer.inside) return conditions(context, outer.inside, given.id, projection);
  return given ? [] : built(site, outer, names, parameter.name, projection);
}

/** Attributes that keep a parameter: `self.downsample = downsample`. */
const storedAs = (init: FunctionDef, parameter: string): string[] =>
  [...allIn({ body: init.body })].flatMap(n => {
    const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
    const [target] = s.kind === 'assign' ? (s.targets ?? []) : [];
    return target?.kind === 'attribute' &&
      isSelf(target) &&
      s.value?.kind === 'name' &&
      s.value.id === parameter
      ? [target.attr]
      : [];
  });

const mentions = (inside: FunctionDef, name: string): boolean =>
  [...allIn({ body: inside.body })].some(n => isSelf(n as unknown as Expression, name));

/** A name that holds a module built before the call. */
function assignedIn({ inside, call }: Level): string | undefined {
  if (!inside) return undefined;
  for (const n of [...allIn({ body: inside.body })].reverse()) {
    const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
    const [target] = s.kind === 'assign' ? (s.targets ?? []) : [];
    if (target?.kind === 'name' && n.at.end <= call.at.start && s.value && buildsProjection(s.value))
      return target.id;
  }
  return undefined;
}

/** Whether something makes a convolution. */
export const buildsProjection = (e: object): boolean =>
  [...allIn(e)].some(n => {
    const call = n as unknown as Call;
    return (
      n.kind === 'call' &&
      (call.func.kind === 'name' || call.func.kind === 'attribute') &&
      /conv/i.test(call.func.kind === 'name' ? call.func.id : call.func.attr)
    );
  });

function passed(
  context: Context,
  { call }: Level,
  names: readonly string[],
  parameter: string,
  name: string,
): Option[] {
  const isNext = call.keywords.length === 0 && names.indexOf(parameter) === call.args.length;
  const text = isNext ? name : `${parameter}${equals(context.text, call)}${name}`;
  const edit = addArgument(context.text, call, text);
  return edit ? [{ title: `Pass \`${name}\` to the block`, edits: [edit] }] : [];
}

/** Conditions under which a projection is built and given a name, made right. */
function conditions(
  context: Context,
  inside: FunctionDef,
  name: string | { readonly self: string },
  projection: Projection,
): Option[] {
  const wanted = condition(projection);
  if (wanted === undefined) return [];
  // What the projection itself takes and gives says it best.
  const said = (body: object): string => condition({ ...projection, ...ownTerms(context, body) }) ?? wanted;
  const holds = (target: Expression): boolean =>
    typeof name === 'string' ? target.kind === 'name' && target.id === name : isSelf(target, name.self);
  const assigns = (body: object): boolean =>
    [...allIn(body)].some(n => {
      const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
      return s.kind === 'assign' && s.targets!.some(holds) && buildsProjection(s.value!);
    });
  return [...allIn({ body: inside.body })].flatMap((n): Option[] => {
    if (n.kind === 'if') {
      const { branches, orelse } = n as unknown as If;
      const [first] = branches;
      if (branches.length !== 1 || !first) return [];
      if (assigns({ body: first.body })) return [replaced(first.test, said({ body: first.body }))];
      return assigns({ orelse }) ? [replaced(first.test, said({ orelse }), true)] : [];
    }
    const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
    if (s.kind !== 'assign' || s.value?.kind !== 'ifExp' || !s.targets!.some(holds)) return [];
    const { test, body, orelse } = s.value as IfExp;
    if (buildsProjection({ body })) return [replaced(test, said({ body }))];
    return buildsProjection({ orelse }) ? [replaced(test, said({ orelse }), true)] : [];
  });
}

/** Channels in and out of the first convolution in some statements. */
function ownTerms(context: Context, body: object): Partial<Projection> {
  for (const n of allIn(body)) {
    const call = n as unknown as Call;
    const parameters = n.kind === 'call' ? layerParameters(call) : undefined;
    const from = parameters && argument(call, parameters, 'in_channels');
    const filters = parameters && argument(call, parameters, 'out_channels');
    if (from && filters) return { from: context.write(from), filters: context.write(filters) };
  }
  return {};
}

/** Another condition for a projection, or for the identity that stands before its `else`. */
export const replaced = (test: Expression, text: string, isElse = false): Option => {
  const written = isElse ? negated(text) : text;
  const what = isElse ? 'Keep the identity only' : 'Project the shortcut';
  return { title: `${what} when \`${written}\``, edits: [{ span: test.at, text: written }] };
};

/** A projection built before the call, or in it where it is always needed. */
function built(
  { context }: Site,
  outer: Level,
  names: readonly string[],
  parameter: string,
  projection: Projection,
): Option[] {
  const layers = torchProjection(context, projection);
  const statement = statementAround(outer.path);
  if (!layers || !statement) return [];
  const { text } = context;
  const name = sequential(context, projection);
  const when = condition(projection);
  const inline = layers.length === 1 ? layers[0] : name && `${name}(${layers.join(', ')})`;
  if (inline === undefined) return [];
  const title = `Give the block a 1×1 projection as \`${parameter}\``;
  if (when === undefined) {
    const edit = addArgument(text, outer.call, `${parameter}${equals(text, outer.call)}${inline}`);
    return edit ? [{ title, edits: [edit] }] : [];
  }
  const indent = indentAt(text, statement.at.start);
  const inner = deeper(text, indent);
  const nl = newline(text);
  const layout = { indent: inner, step: inner.slice(indent.length), newline: nl };
  const module = asModule(context, projection, layers, layout);
  const lines = [`${parameter} = None`, `if ${when}:`].map(line => indent + line + nl).join('');
  const start = lineStart(text, statement.at.start);
  const insert: Edit = {
    span: { start, end: start },
    text: `${lines}${inner}${parameter} = ${module}${nl}`,
  };
  return passed(context, outer, names, parameter, parameter).map(({ edits }) => ({
    title,
    edits: [insert, ...edits],
  }));
}

/** The shortcut is a module of its own, built under a condition. */
function builtUnder({ context, init, forward, operand }: Site, projection: Projection): Option[] {
  const names = new Set(
    [operand, ...allIn({ body: forward.body })].flatMap(n => {
      const e = n as unknown as Expression;
      return e.kind === 'attribute' && isSelf(e) ? [e.attr] : [];
    }),
  );
  return [...names].flatMap(self => conditions(context, init, { self }, projection));
}

/** `self.use_shortcut = stride == 1`, which `forward` asks before it adds. */
function flagged({ init, forward, operand }: Site, projection: Projection): Option[] {
  const wanted = condition(projection);
  if (wanted === undefined) return [];
  const asked = [...allIn({ body: forward.body })].flatMap(n => {
    const branches = n.kind === 'if' ? (n as unknown as If).branches : [];
    return branches.filter(b => b.at.start < operand.at.start && operand.at.end <= b.at.end).map(b => b.test);
  });
  return asked.flatMap(test => {
    if (test.kind !== 'attribute' || !isSelf(test)) return [];
    return [...allIn({ body: init.body })].flatMap((n): Option[] => {
      const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
      if (s.kind !== 'assign' || !s.targets!.some(t => isSelf(t, test.attr))) return [];
      const text = negated(wanted);
      const title = `Add only where the shapes agree: \`self.${test.attr} = ${text}\``;
      return [{ title, edits: [{ span: s.value!.at, text }] }];
    });
  });
}

/** No module for the shortcut yet: one is built in `__init__` and used at the addition. */
function added({ context, cls, init, operand }: Site, projection: Projection): Option[] {
  const layers = torchProjection(context, projection);
  const last = init.body.at(-1);
  if (!layers || !last || operand.kind === 'call') return [];
  const { text } = context;
  const taken = new Set(
    [...allIn({ body: cls.body })].flatMap(n =>
      isSelf(n as unknown as Expression) ? [(n as unknown as { attr: string }).attr] : [],
    ),
  );
  const name = ['shortcut', 'downsample', 'projection', 'skip'].find(word => !taken.has(word));
  if (name === undefined) return [];
  const indent = indentAt(text, last.at.start);
  const nl = newline(text);
  const step = deeper(text, indent).slice(indent.length);
  const when = condition(projection);
  const empty = sequential(context, projection);
  if (when !== undefined && empty === undefined) return [];
  const inner = when === undefined ? indent : indent + step;
  const module = asModule(context, projection, layers, { indent: inner, step, newline: nl });
  if (module === undefined) return [];
  const lines =
    when === undefined
      ? [`${indent}self.${name} = ${module}`]
      : [`${indent}self.${name} = ${empty}()`, `${indent}if ${when}:`, `${inner}self.${name} = ${module}`];
  const end = lineEnd(text, last.at.end);
  return [
    {
      title: `Add a 1×1 projection to the block: \`self.${name}\``,
      edits: [
        { span: { start: end, end }, text: lines.map(line => nl + line).join('') },
        { span: operand.at, text: `self.${name}(${context.write(operand)})` },
      ],
    },
  ];
}

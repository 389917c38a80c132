import { type ClassDef, type Expression, parsePython } from '../syntax/index.js';
import { argument, ownParameters } from './arguments.js';
import type { Context, Level } from './context.js';
import { guarded } from './style.js';
import { allIn, classAround } from './tree.js';

/** An expression as it reads some calls further out; undefined where it cannot be said there. */
export function seenFrom(
  context: Context,
  expression: Expression,
  levels: readonly Level[],
  to: number,
): string | undefined {
  let text = context.write(expression);
  for (let i = 0; i < to; i++) {
    const inner = levels[i];
    const outer = levels[i + 1];
    const [statement] = parsePython(text).body;
    if (!inner?.inside || !outer || statement?.kind !== 'expr') return undefined;
    const cls = classAround(inner.path);
    const names = ownParameters(inner.inside, cls !== undefined).map(p => p.name);
    const further = oneOut(context, statement.value, text, { inner, outer, cls, names });
    if (further === undefined) return undefined;
    text = further;
  }
  return text.replace(/\s*\n\s*/g, ' ');
}

function oneOut(context: Context, e: Expression, source: string, step: Step): string | undefined {
  let text = '';
  let at = e.at.start;
  for (const part of leavesOf(e)) {
    const said = leaf(context, part, source.slice(part.at.start, part.at.end), step);
    if (said === undefined) return undefined;
    text += source.slice(at, part.at.start) + (part === e ? said : guarded(said));
    at = part.at.end;
  }
  return text + source.slice(at, e.at.end);
}

interface Step {
  readonly inner: Level;
  readonly outer: Level;
  readonly cls: ClassDef | undefined;
  readonly names: readonly string[];
}

/** The names and attributes of an expression, in order. */
function leavesOf(e: Expression): Expression[] {
  if (e.kind === 'name' || e.kind === 'attribute') return [e];
  const leaves = [...allIn(e)].filter(n => n !== e && (n.kind === 'name' || n.kind === 'attribute'));
  const outermost = leaves.filter(
    n => !leaves.some(o => o !== n && o.at.start <= n.at.start && n.at.end <= o.at.end),
  );
  return (outermost as unknown as Expression[]).sort((a, b) => a.at.start - b.at.start);
}

function leaf(
  context: Context,
  e: Expression,
  written: string,
  { inner, outer, cls, names }: Step,
): string | undefined {
  if (e.kind === 'name') {
    const isParameter = names.includes(e.id);
    if (!isParameter) return isGlobal(context, e.id) ? e.id : undefined;
    if (isAssigned(inner, e.id)) return undefined;
    const given = argument(outer.call, names, e.id);
    if (given) return context.write(given);
    const usual = inner.inside?.params.find(p => p.name === e.id)?.default;
    return usual && context.write(usual);
  }
  if (e.kind !== 'attribute' || e.value.kind !== 'name') return undefined;
  const isOfClass = cls?.body.some(s => targetsOf(s).some(t => t.kind === 'name' && t.id === e.attr));
  if (e.value.id === 'self') return isOfClass ? `${context.write(outer.call.func)}.${e.attr}` : undefined;
  if (!names.includes(e.value.id)) return isGlobal(context, e.value.id) ? written : undefined;
  const given = argument(outer.call, names, e.value.id);
  return given && `${guarded(context.write(given))}.${e.attr}`;
}

const isGlobal = ({ module }: Context, name: string): boolean =>
  module.body.some(
    s =>
      ((s.kind === 'functionDef' || s.kind === 'classDef') && s.name === name) ||
      (s.kind === 'assign' && s.targets.some(t => t.kind === 'name' && t.id === name)) ||
      ((s.kind === 'import' || s.kind === 'importFrom') &&
        s.names.some(n => (n.asname ?? n.name.split('.')[0]) === name)),
  );

/** Whether a function gives a parameter another value before the call. */
const isAssigned = ({ inside, call }: Level, name: string): boolean =>
  [...allIn({ body: inside?.body ?? [] })].some(
    n =>
      (n.kind === 'assign' || n.kind === 'augAssign' || n.kind === 'for') &&
      n.at.start < call.at.start &&
      targetsOf(n).some(t => t.kind === 'name' && t.id === name),
  );

const targetsOf = (n: object): readonly Expression[] =>
  'targets' in n ? (n.targets as Expression[]) : 'target' in n ? [n.target as Expression] : [];

/** The level whose call stands in this function; -1 where none does. */
export const levelIn = (levels: readonly Level[], inside: Level['inside']): number =>
  levels.findIndex(level => level.inside?.at.start === inside?.at.start);

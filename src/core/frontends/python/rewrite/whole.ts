import type { Edit } from '../../../source.js';
import type { Call, Expression } from '../syntax/index.js';
import { layerParameters } from './arguments.js';
import type { Context } from './context.js';
import { textOf } from './style.js';
import { allIn, callAt, functionAround } from './tree.js';
import type { Option } from './values.js';

/** A float where a whole number is needed: `//` in place of `/`, or `int(…)` around it. */
export function wholeOptions(context: Context): Option[] {
  const call = callAt(context.module, context.target.at);
  if (!call || !layerParameters(call)) return [];
  const given = [...call.args, ...call.keywords.map(k => k.value)];
  return given.flatMap(e => mended(context, e, call));
}

function mended(context: Context, e: Expression, call: Call): Option[] {
  if (e.kind === 'name') return atAssignment(context, e.id, call);
  const option = whole(context, e);
  return option ? [option] : [];
}

/** Where the name was given its value, in the same function. */
function atAssignment(context: Context, name: string, call: Call): Option[] {
  const inside = functionAround(context.path(call.at));
  return [...allIn({ body: inside?.body ?? context.module.body })].flatMap((n): Option[] => {
    const s = n as unknown as { kind?: string; targets?: Expression[]; value?: Expression };
    if (s.kind !== 'assign' || !s.targets!.some(t => t.kind === 'name' && t.id === name)) return [];
    const option = n.at.start < call.at.start ? whole(context, s.value!) : undefined;
    return option ? [option] : [];
  });
}

function whole({ text }: Context, e: Expression): Option | undefined {
  if (e.kind === 'float' && Number.isInteger(e.value)) {
    const edit = { span: e.at, text: String(e.value) };
    return { title: `Write \`${edit.text}\``, edits: [edit] };
  }
  const divisions = [...allIn(e)].filter(n => n.kind === 'binOp' && 'op' in n && n.op === '/');
  const edits = divisions.flatMap((n): Edit[] => {
    const { left, right } = n as unknown as { left: Expression; right: Expression };
    const between = textOf(text, { start: left.at.end, end: right.at.start });
    const at = left.at.end + between.indexOf('/');
    return [{ span: { start: at, end: at + 1 }, text: '//' }];
  });
  if (edits.length > 0) return { title: 'Divide with `//`, which gives a whole number', edits };
  if (!['binOp', 'call', 'name', 'attribute'].includes(e.kind)) return undefined;
  const title = `Make it a whole number: \`int(${textOf(text, e.at)})\``;
  return { title, edits: [{ span: e.at, text: `int(${textOf(text, e.at)})` }] };
}

import { torchClasses } from '../../../dialects/torch.js';
import type { Edit } from '../../../source.js';
import { signatures } from '../keras/signatures.js';
import type { Call, Expression, FunctionDef, Module } from '../syntax/index.js';
import { equals } from './style.js';
import { methodOf } from './tree.js';

/** `nn.Conv2d` → `Conv2d` */
export const lastName = (e: Expression): string | undefined =>
  e.kind === 'name' ? e.id : e.kind === 'attribute' ? e.attr : undefined;

const split = (signature: string): string[] => signature.split(',').map(part => part.split('=')[0]!.trim());

/** The parameters of a library's layer in their order; undefined for what is none. */
export function layerParameters(call: Call): readonly string[] | undefined {
  const name = lastName(call.func) ?? '';
  const signature = Object.hasOwn(torchClasses, name)
    ? torchClasses[name as keyof typeof torchClasses]!.signature
    : Object.hasOwn(signatures, name)
      ? signatures[name]
      : undefined;
  return signature === undefined ? undefined : split(signature);
}

/** The parameters that a call's arguments go to: without `self`. */
export const ownParameters = ({ params }: FunctionDef, isMethod: boolean): FunctionDef['params'] =>
  isMethod ? params.slice(1) : params;

export interface Called {
  readonly function: FunctionDef;
  readonly isMethod: boolean;
}

/** A function, or a class's `__init__`, in the first of these files that has one of the name. */
export function calledIn(modules: readonly Module[], call: Call): Called | undefined {
  const name = lastName(call.func);
  for (const s of modules.flatMap(module => module.body)) {
    if (s.kind === 'functionDef' && s.name === name) return { function: s, isMethod: false };
    const init = s.kind === 'classDef' && s.name === name ? methodOf(s, '__init__') : undefined;
    if (init) return { function: init, isMethod: true };
  }
  return undefined;
}

/** What a call gives for a parameter; undefined where it leaves that to the default, or where a star hides it. */
export function argument(call: Call, parameters: readonly string[], name: string): Expression | undefined {
  const keyword = call.keywords.find(k => k.arg === name);
  if (keyword) return keyword.value;
  const at = parameters.indexOf(name);
  const before = call.args.slice(0, at + 1);
  return at < 0 || before.some(arg => arg.kind === 'starred') ? undefined : before[at];
}

/** Gives a parameter a value: in place of what stands there, or as one argument more. */
export function setArgument(
  text: string,
  call: Call,
  parameters: readonly string[],
  name: string,
  value: string,
): Edit | undefined {
  const given = argument(call, parameters, name);
  if (given) return { span: widen(text, given), text: value };
  return addArgument(text, call, `${name}${equals(text, call)}${value}`);
}

/** Brackets around an expression are not in its place. */
function widen(text: string, { at }: Expression): { start: number; end: number } {
  let { start, end } = at;
  for (;;) {
    const before = /\(\s*$/.exec(text.slice(Math.max(0, start - 40), start));
    const after = /^\s*\)/.exec(text.slice(end, end + 40));
    const opener = before ? start - before[0].length : -1;
    // A bracket after a name is a call's.
    if (!before || !after || /[\w)\]]\s*$/.test(text.slice(Math.max(0, opener - 40), opener)))
      return { start, end };
    start = opener;
    end += after[0].length;
  }
}

/** One argument more, after the last and before any `**`. */
export function addArgument(text: string, call: Call, argumentText: string): Edit | undefined {
  if (call.incomplete) return undefined;
  const last = [...call.args, ...call.keywords].sort((a, b) => a.at.start - b.at.start).at(-1);
  if (!last) return { span: { start: call.argsAt.start + 1, end: call.argsAt.end - 1 }, text: argumentText };
  const star = call.keywords.find(k => k.arg === undefined);
  if (star) return { span: { start: star.at.start, end: star.at.start }, text: `${argumentText}, ` };
  const { end } = 'value' in last && 'arg' in last ? last.at : widen(text, last as Expression);
  const lead = leadOf(text, call, end);
  return { span: { start: end, end }, text: `,${lead}${argumentText}` };
}

/** A new line where each argument has one, or a space. */
function leadOf(text: string, call: Call, end: number): string {
  const places = [...call.args, ...call.keywords].map(arg => arg.at.start);
  const lines = places.map(start => text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
  const isTall = places.length > 1 && lines.every(line => /^\s*$/.test(line));
  return isTall ? `${/\r?\n/.exec(text.slice(0, end))?.[0] ?? '\n'}${lines[0]}` : ' ';
}

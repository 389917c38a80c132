import type { Expression, FunctionDef, Statement } from '../syntax/index.js';
import type { Code } from './values.js';

const known = new WeakMap<FunctionDef, DefinedCode>();

/** What a definition does, in whatever module object it is run. */
export function codeOf(def: FunctionDef): Code {
  const found = known.get(def) ?? new DefinedCode(def);
  known.set(def, found);
  return found;
}

class DefinedCode implements Code {
  private answer: boolean | undefined;

  constructor(private readonly def: FunctionDef) {}

  get body(): Code['body'] {
    return this.def.body;
  }

  /** A generator has a `yield`. */
  get isGenerator(): boolean {
    this.answer ??= holdsYield(this.def.body);
    return this.answer;
  }
}

type Part = Statement | Expression;

/** Whether there is a `yield` outside inner functions and classes. */
function holdsYield(part: unknown): boolean {
  const open: unknown[] = [part];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      open.push(...next);
      continue;
    }
    if (typeof next !== 'object' || next === null) continue;
    const { kind } = next as Part;
    if (kind === 'yield' || kind === 'yieldFrom') return true;
    if (kind === 'functionDef' || kind === 'classDef' || kind === 'lambda') continue;
    for (const child of Object.values(next))
      if (typeof child === 'object' && child !== null) open.push(child);
  }
  return false;
}

import type { Expression, FunctionDef, Statement } from '../syntax/index.js';

const known = new WeakMap<FunctionDef, boolean>();

/** Whether a function is a generator. */
export function hasYield(def: FunctionDef): boolean {
  const found = known.get(def);
  if (found !== undefined) return found;
  const answer = holdsYield(def.body);
  known.set(def, answer);
  return answer;
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

import type { Module, Statement } from './ast.js';

/** A text with its syntax. */
export interface Parsed {
  readonly text: string;
  readonly module: Module;
}

/** What two versions of a text have in common, and where reading goes on. */
export interface Kept {
  readonly body: readonly Statement[];
  readonly from: number;
}

const none: Kept = { body: [], from: 0 };

/** What may follow a statement on its line. */
const restOfLine = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)/y;

/**
 * The top-level statements of another version of a text that stand before the first difference. The last of them is read
 * again: an `else` may follow it now. Where something is wrong in the other version, where a statement ends is a guess.
 */
export function keptOf({ text: old, module }: Parsed, text: string): Kept {
  if (module.errors.length > 0) return none;
  const same = commonStart(old, text);
  const before = module.body.findIndex(({ at }) => at.end >= same);
  for (let count = (before < 0 ? module.body.length : before) - 1; count > 0; count--) {
    restOfLine.lastIndex = module.body[count - 1]!.at.end;
    if (restOfLine.test(text)) return { body: module.body.slice(0, count), from: restOfLine.lastIndex };
  }
  return none;
}

/** How many characters two texts have in common from the start. */
function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

import { isCloser, isOp, isOpener, type Token } from './tokens.js';

/**
 * The indices of the tokens that belong to a statement itself: outside all brackets, and outside the parameters of
 * a lambda, whose `,`, `=` and `:` are its own.
 */
export function topLevel(tokens: readonly Token[]): number[] {
  const indices: number[] = [];
  let depth = 0;
  let lambdas = 0;
  tokens.forEach((token, at) => {
    if (isCloser(token)) depth--;
    if (depth === 0) {
      if (token.kind === 'name' && token.text === 'lambda') lambdas++;
      else if (lambdas && isOp(token, ':')) lambdas--;
      else if (!lambdas) indices.push(at);
    }
    if (isOpener(token)) depth++;
  });
  return indices;
}

/** The index of the first such token that reads `text`; -1 where there is none. */
export function find(tokens: readonly Token[], text: string, from = 0): number {
  return topLevel(tokens).find(at => at >= from && tokens[at]!.text === text) ?? -1;
}

/** The tokens between those that read `text`; what follows the last one only if it is not empty. */
export function split(tokens: readonly Token[], text: string): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  for (const at of topLevel(tokens)) {
    if (tokens[at]!.text !== text) continue;
    parts.push(tokens.slice(from, at));
    from = at + 1;
  }
  if (from < tokens.length) parts.push(tokens.slice(from));
  return parts;
}

/** What stands before and behind the first token that reads `text`. */
export function cut(tokens: readonly Token[], text: string): [readonly Token[], (readonly Token[])?] {
  const at = find(tokens, text);
  return at < 0 ? [tokens] : [tokens.slice(0, at), tokens.slice(at + 1)];
}

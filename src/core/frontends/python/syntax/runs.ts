import { isCloser, isOp, isOpener, isWord, type RunToken, type Token } from './tokens.js';

/** From how many operators on lezer does not get to see them: it breaks off chains that are too long. */
const longest = 40;

const operatorText = /^(?:[-+*/%@|^&~<>]|\*\*|\/\/|<<|>>|==|!=|<>|<=|>=|and|or|not|in|is|await)$/;

export const isOperator = (token: Token): boolean =>
  (token.kind === 'op' || token.kind === 'name') && operatorText.test(token.text);

/** What stands between two operator expressions. */
const borderText = /^(?:[,:=;]|:=|->|if|else|for|async|lambda|yield|from)$/;

/** The contents of one pair of brackets, as far as they are read. */
interface Level {
  /** Where the operator expression at hand begins, in what is written. */
  start: number;
  operators: number;
  /** Between `for` and `in`. */
  inTarget: boolean;
}

/** Puts one token in the place of every operator expression that is very long, whatever the brackets around it. */
export function foldRuns(tokens: readonly Token[]): readonly Token[] {
  if (tokens.length <= longest) return tokens;
  const folder = new Folder();
  for (const token of tokens) folder.add(token);
  return folder.finish();
}

class Folder {
  private readonly out: Token[] = [];
  private readonly levels: Level[] = [{ start: 0, operators: 0, inTarget: false }];

  add(token: Token): void {
    const level = this.levels.at(-1)!;
    if (isOpener(token)) {
      this.out.push(token);
      this.levels.push({ start: this.out.length, operators: 0, inTarget: false });
    } else if (isCloser(token)) {
      this.fold(level);
      if (this.levels.length > 1) this.levels.pop();
      this.out.push(token);
    } else if (this.isBorder(token, level)) this.border(token, level);
    else {
      if (isOperator(token)) level.operators++;
      this.out.push(token);
    }
  }

  finish(): readonly Token[] {
    this.fold(this.levels.at(-1)!);
    return this.out;
  }

  /** A star that nothing stands before is none of the expression's. */
  private isBorder(token: Token, level: Level): boolean {
    if (token.kind !== 'op' && token.kind !== 'name') return false;
    if (borderText.test(token.text) || (level.inTarget && isWord(token, 'in'))) return true;
    return this.out.length === level.start && (isOp(token, '*') || isOp(token, '**'));
  }

  private border(token: Token, level: Level): void {
    this.fold(level);
    if (token.kind === 'name') level.inTarget = token.text === 'for';
    this.out.push(token);
    level.start = this.out.length;
    level.operators = 0;
  }

  private fold(level: Level): void {
    if (level.operators <= longest) return;
    const tokens = this.out.splice(level.start);
    const run: RunToken = { kind: 'run', text: '', tokens, start: tokens[0]!.start, end: tokens.at(-1)!.end };
    this.out.push(run);
    level.operators = 0;
  }
}

/** An operator expression by its operands, each a row of tokens, and its operators. */
export function splitRun(tokens: readonly Token[]): (Token | readonly Token[])[] {
  const items: (Token | readonly Token[])[] = [];
  let operand: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (isCloser(token)) depth--;
    if (depth === 0 && isOperator(token)) {
      if (operand.length) items.push(operand);
      items.push(token);
      operand = [];
    } else operand.push(token);
    if (isOpener(token)) depth++;
  }
  if (operand.length) items.push(operand);
  return items;
}

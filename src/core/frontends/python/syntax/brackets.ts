import { maxDepth } from './limits.js';
import { closerOf, type Found, isCloser, isOpener, missing, type Token } from './tokens.js';

/** Collects tokens and sees to it that their brackets match. */
export class Brackets {
  private readonly stack: Token[] = [];
  private readonly tokens: Token[] = [];
  private readonly complaints: { readonly message: string; readonly token: Token }[] = [];

  get open(): boolean {
    return this.stack.length > 0;
  }

  add(token: Token): void {
    if (isOpener(token)) this.stack.push(token);
    else if (isCloser(token) && !this.close(token)) return;
    this.tokens.push(token);
  }

  copy(): Brackets {
    const copy = new Brackets();
    copy.stack.push(...this.stack);
    for (const token of this.tokens) copy.tokens.push(token);
    copy.complaints.push(...this.complaints);
    return copy;
  }

  /** All tokens, the brackets that are still open closed. */
  finish(found: Found): readonly Token[] {
    const end = this.tokens.at(-1)?.end ?? 0;
    while (this.stack.length) this.closeLast(end);
    for (const { message, token } of this.complaints) {
      found.faults.push({ message, at: { start: token.start, end: token.end } });
    }
    return this.tokens;
  }

  /** Whether the closer has an opener; brackets left open inside that one are closed before it. */
  private close(closer: Token): boolean {
    const at = this.openerOf(closer);
    if (at < 0) {
      this.complaints.push({ message: `unmatched '${closer.text}'`, token: closer });
      return false;
    }
    while (this.stack.length > at + 1) this.closeLast(closer.start);
    this.stack.pop();
    return true;
  }

  private openerOf(closer: Token): number {
    const { stack } = this;
    for (let at = stack.length - 1; at >= 0 && at >= stack.length - maxDepth; at--) {
      if (closerOf[stack[at]!.text] === closer.text) return at;
    }
    return -1;
  }

  private closeLast(at: number): void {
    const opener = this.stack.pop()!;
    this.complaints.push({ message: `'${opener.text}' was never closed`, token: opener });
    this.tokens.push(missing('op', closerOf[opener.text]!, at));
  }
}

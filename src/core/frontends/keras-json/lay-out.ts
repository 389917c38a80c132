/** Longer texts stay as they are: nobody reads them line by line. */
const longest = 4_000_000;

/** Lists and objects up to this length stay on one line, if there is none inside that is longer. */
const lineLength = 100;

/**
 * A JSON text that stands on one line, over several: it is the same but for white space between its tokens, so that
 * what is no valid JSON stays as it is, too. One that would become too long is left alone.
 */
export function layOut(text: string): string {
  if (text.length > longest) return text;
  const tokens = tokensOf(text);
  const ends = shortEnds(tokens);
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let size = 0;
  const breakLine = (): void => {
    lines.push(line);
    size += line.length + 1;
    line = '  '.repeat(depth);
  };
  for (let i = 0; i < tokens.length && size <= longest; i++) {
    const token = tokens[i]!;
    const end = ends.get(i);
    if (end !== undefined) {
      line += joined(tokens, i, end);
      i = end;
    } else if (token === '{' || token === '[') {
      line += token;
      depth++;
      breakLine();
    } else if (token === '}' || token === ']') {
      depth = Math.max(depth - 1, 0);
      breakLine();
      line += token;
    } else if (token === ',') {
      line += token;
      breakLine();
    } else line += token === ':' ? ': ' : token;
  }
  const laidOut = `${[...lines, line].join('\n')}\n`;
  return laidOut.length > longest ? text : laidOut;
}

/** Strings, marks and words, without the white space between them. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const word = /[^\s"{}[\],:]+/y;
  for (let i = 0; i < text.length; ) {
    const start = i;
    const char = text[i]!;
    if (char === '"') i = stringEnd(text, i);
    else if ('{}[],:'.includes(char)) i++;
    else {
      word.lastIndex = i;
      if (!word.test(text)) {
        i++;
        continue;
      }
      i = word.lastIndex;
    }
    tokens.push(text.slice(start, i));
  }
  return tokens;
}

/** Behind the closing quote of a string, or the text's end. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return Math.min(i + 1, text.length);
}

/** For each bracket whose inside is short, the bracket that closes it. */
function shortEnds(tokens: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: { readonly at: number; readonly from: number }[] = [];
  let length = 0;
  tokens.forEach((token, i) => {
    if (token === '{' || token === '[') open.push({ at: i, from: length });
    length += token.length + (token === ',' || token === ':' ? 1 : 0);
    const opened = token === '}' || token === ']' ? open.pop() : undefined;
    if (opened && length - opened.from <= lineLength) ends.set(opened.at, i);
  });
  return ends;
}

function joined(tokens: readonly string[], from: number, to: number): string {
  const spaced = (token: string): string => (token === ',' || token === ':' ? `${token} ` : token);
  return tokens
    .slice(from, to + 1)
    .map(spaced)
    .join('');
}

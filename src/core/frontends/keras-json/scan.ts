/** What a look at the brackets of a JSON text tells, without recursion. */
export interface Scan {
  /** How deeply arrays and objects are nested. */
  readonly depth: number;
  /** The text with Python's `NaN` and `Infinity`, which are no JSON, made valid at equal length. */
  readonly text: string;
}

const quote = 0x22;
const backslash = 0x5c;

/** Goes once over a text. */
export function scan(text: string): Scan {
  const masks: { readonly at: number; readonly word: string }[] = [];
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) i = endOfString(text, i);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x4e || code === 0x49 || code === 0xfeff) {
      const word = wordAt(text, i);
      if (word === undefined) continue;
      const minus = text[i - 1] === '-' ? 1 : 0;
      masks.push({ at: i - minus, word: text.slice(i - minus, i + word.length) });
      i += word.length - 1;
    }
  }
  return { depth: deepest, text: mask(text, masks) };
}

/** The closing quote of the string that opens at `start`, or the text's end. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (code === backslash) i++;
  }
  return text.length;
}

const wordAt = (text: string, at: number): string | undefined =>
  ['NaN', 'Infinity', '\ufeff'].find(word => text.startsWith(word, at));

function mask(text: string, masks: readonly { readonly at: number; readonly word: string }[]): string {
  if (masks.length === 0) return text;
  const parts: string[] = [];
  let end = 0;
  for (const { at, word } of masks) {
    parts.push(text.slice(end, at), standIn(word));
    end = at + word.length;
  }
  return parts.join('') + text.slice(end);
}

/** No bound is what infinity means as a limit; three characters have no room for null. */
const standIn = (word: string): string =>
  (word === '\ufeff' ? '' : word.length < 4 ? '0' : 'null').padEnd(word.length);

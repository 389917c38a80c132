/** Widths of texts without a browser: a little above those of the usual interface fonts, so that nothing overflows. */

const narrow = new Set("iljt.,:;'|!()[]fIr- ·");
const wide = new Set('mwMW@%');

function characterWidth(character: string): number {
  if (narrow.has(character)) return 0.33;
  if (wide.has(character)) return 0.9;
  return /[A-Z0-9×→–&]/.test(character) ? 0.65 : 0.56;
}

export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size;
}

/** Width of text in a font of equal widths. */
export const monospaceWidth = (text: string, size: number): number => text.length * size * 0.61;

/** Cuts a text so that it fits, with an ellipsis where it does not. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let end = text.length;
  while (end > 1 && measure(`${text.slice(0, end)}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const sequence = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{([^{}]*)\}|(.))/gs;

/** What stands for a character that is written by its Unicode name: the names are not here. */
const unnamed = '\ufffd';

/** What a string's body means. Line breaks count as line feeds, as everywhere in Python. */
export function decodeEscapes(
  body: string,
  { raw, bytes }: { readonly raw: boolean; readonly bytes: boolean },
): string {
  const text = body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
  if (raw || !text.includes('\\')) return text;
  return text.replace(sequence, (whole, octal, hex, short, long, name, other) => {
    if (octal) return character(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    if (hex) return character(Number.parseInt(hex, 16));
    if (bytes && other === undefined) return whole;
    if (short ?? long) return character(Number.parseInt(short ?? long, 16));
    return name === undefined ? (simple[other] ?? whole) : unnamed;
  });
}

const character = (code: number): string => (code > 0x10ffff ? unnamed : String.fromCodePoint(code));

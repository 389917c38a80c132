/** Random numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Mutate = (text: string, below: (n: number) => number, other: string) => string;

const tokens = /\w+|[^\w\s]|\s+/g;
const snippets = [
  '(',
  ')',
  '[',
  ':',
  '\n',
  '\n    ',
  ' = ',
  '*',
  '**x',
  'None',
  '-1',
  '0',
  '1e9',
  'x',
  '"""',
  '#',
  '@',
  'yield ',
  'lambda: ',
];

const mutations: readonly Mutate[] = [
  // Cut off.
  (text, below) => text.slice(0, below(text.length)),
  // Cut out.
  (text, below) => {
    const from = below(text.length);
    return text.slice(0, from) + text.slice(from + below(200));
  },
  // Splice.
  (text, below, other) => {
    const [at, from] = [below(text.length), below(other.length)];
    return text.slice(0, at) + other.slice(from, from + below(400)) + text.slice(at);
  },
  // Swap two tokens.
  (text, below) => {
    const parts = text.match(tokens) ?? [];
    if (parts.length < 2) return text;
    const [a, b] = [below(parts.length), below(parts.length)];
    [parts[a], parts[b]] = [parts[b]!, parts[a]!];
    return parts.join('');
  },
  // Put something in.
  (text, below) => {
    const at = below(text.length);
    return text.slice(0, at) + snippets[below(snippets.length)] + text.slice(at);
  },
  // Another number.
  (text, below) => {
    const numbers = [...text.matchAll(/\d+/g)];
    const found = numbers[below(Math.max(1, numbers.length))];
    if (!found) return text;
    const value = ['0', '-1', '1.5', '99999999', 'n', '(1, 2)'][below(6)]!;
    return text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
  },
  // A line less, or twice.
  (text, below) => {
    const lines = text.split('\n');
    const at = below(lines.length);
    lines.splice(at, below(2), ...lines.slice(at, at + below(2)));
    return lines.join('\n');
  },
];

/** A text with one to four random changes. */
export function mutated(texts: readonly string[], random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n);
  let text = texts[below(texts.length)]!;
  for (let n = 1 + below(4); n > 0; n--)
    text = mutations[below(mutations.length)]!(text, below, texts[below(texts.length)]!);
  return text;
}

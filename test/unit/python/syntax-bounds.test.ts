import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePython } from '../../../src/core/frontends/python/syntax/index.js';
import { misplaced } from './syntax-places.js';
import { readRows } from './syntax-rows.js';

const folder = new URL('../../../../shared/reference/bugs/', import.meta.url);
const rows = [...readRows('syntax-cases.txt'), ...readRows('syntax-broken.txt')];

function sources(): string[] {
  const texts = rows.map(({ source }) => source);
  try {
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.py')) texts.push(readFileSync(new URL(file, folder), 'utf8'));
    }
  } catch {
    console.log('the reference models are not here: the rows alone are mutated');
  }
  return texts;
}

/** Random numbers that are the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const scraps =
  '( ) [ ] { } : , = . " \' """ f" \\ # @ * ! % ` $ \0 \r \t \f \ufeff \ud800 \n def class if else for'.split(
    ' ',
  );

/** Cuts the text off, cuts something out, puts something in, or moves a piece. */
function mutate(text: string, random: () => number): string {
  const place = () => Math.floor(random() * (text.length + 1));
  const [from, to] = [place(), place()].sort((a, b) => a - b) as [number, number];
  switch (Math.floor(random() * 4)) {
    case 0:
      return text.slice(0, to);
    case 1:
      return text.slice(0, from) + text.slice(Math.min(to, from + 40));
    case 2:
      return text.slice(0, from) + scraps[Math.floor(random() * scraps.length)] + text.slice(from);
    default:
      return text.slice(from, from + 60) + text.slice(0, to) + text.slice(from);
  }
}

describe('whatever stands there', () => {
  const texts = sources();

  test('spans lie within the text and within each other', () => {
    for (const text of texts) expect(misplaced(parsePython(text), text.length), text).toEqual([]);
  });

  test('300 mutations throw nothing, and their spans lie within', () => {
    const random = seeded(3);
    for (let i = 0; i < 300; i++) {
      let text = texts[Math.floor(random() * texts.length)]!;
      for (let times = 1 + Math.floor(random() * 3); times > 0; times--) text = mutate(text, random);
      expect(misplaced(parsePython(text), text.length), JSON.stringify(text)).toEqual([]);
    }
  });
});

const n = 10_000;

const extremes: readonly (readonly [string, string])[] = [
  ['nested parentheses', `${'('.repeat(n)}x${')'.repeat(n)}`],
  ['open brackets', 'f([{'.repeat(n)],
  ['closing brackets', ')]}'.repeat(n)],
  ['nested calls', `${'f('.repeat(n)}${')'.repeat(n)}`],
  ['calls that are not finished, one a line', 'f(\n'.repeat(n)],
  ['definitions that are not finished', 'def f(\n'.repeat(n)],
  ['attributes and calls of calls', `a${'.b(1)'.repeat(n)}`],
  ['not', `${'not '.repeat(n)}x`],
  ['signs', `${'-'.repeat(n)}x`],
  ['await', `${'await '.repeat(n)}x`],
  ['powers', `${'a ** '.repeat(n)}b`],
  ['lambdas', `${'lambda: '.repeat(n)}x`],
  ['conditions', `${'a if b else '.repeat(n)}c`],
  ['comprehensions', `[${'a for a in b if '.repeat(n)}c]`],
  ['f-strings in f-strings', 'f"{'.repeat(n)],
  ['fields in format specifications', `f"${'{x:'.repeat(n)}"`],
  ['quotes', '"""x\n'.repeat(n)],
  ['blocks', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n')],
  ['elif', `if a: pass\n${'elif a: pass\n'.repeat(n)}`],
  ['digits', '9'.repeat(n)],
  ['a list', `[${'1, '.repeat(n)}]`],
  ['targets', `${'a = '.repeat(n)}b`],
  ['backslashes', `${'\\\n'.repeat(n)}x`],
  ['junk', '$?!`'.repeat(n)],
];

test.each(extremes)('%s beyond all measure end soon', (_, text) => {
  const start = performance.now();
  const module = parsePython(`${text}\nlast = 1\n`);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(misplaced(module, text.length + 10)).toEqual([]);
});

test.each(['+', 'and', '<', '@'])('a chain of 5,000 %s is read whole', op => {
  const terms = Array.from({ length: 5000 }, (_, i) => `a${i}`);
  const { body, errors } = parsePython(`x = f(${terms.join(` ${op} `)})`);
  expect(errors).toEqual([]);
  const [assign] = body;
  let value = assign?.kind === 'assign' && assign.value.kind === 'call' ? assign.value.args[0]! : undefined;
  let count = 1;
  if (value?.kind === 'boolOp') count = value.values.length;
  else if (value?.kind === 'compare') count = value.comparators.length + 1;
  for (; value?.kind === 'binOp'; value = value.left) count++;
  expect(count).toBe(5000);
});

test('time grows with the length', () => {
  const block = rows.map(({ source }) => source).join('\n');
  const time = (text: string): number => {
    const start = performance.now();
    parsePython(text);
    return performance.now() - start;
  };
  time(block);
  const short = Math.min(time(block.repeat(4)), time(block.repeat(4)));
  const long = Math.min(time(block.repeat(16)), time(block.repeat(16)));
  expect(long / short).toBeLessThan(12);
});

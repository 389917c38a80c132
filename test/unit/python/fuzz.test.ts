import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutated, seeded } from '../../corpus/mutations.js';
import { check, errorsIn } from './check.js';

const folder = new URL('../../fixtures/python/', import.meta.url);
const names = readdirSync(folder).filter(name => name.endsWith('.py'));
const texts = names.map(name => readFileSync(new URL(name, folder), 'utf8'));

test.each(names)('%s is read without a finding', name => {
  const checked = check(readFileSync(new URL(name, folder), 'utf8'));
  expect([errorsIn(checked), checked.reading.faults]).toEqual([[], []]);
  expect(checked.parameters).toBeGreaterThan(1_000);
});

// `npm run corpus -- fuzz` reads 20,000.
test('300 mutated files throw nothing', { timeout: 240_000 }, () => {
  const random = seeded(7);
  for (let i = 0; i < 300; i++) {
    const text = mutated(texts, random);
    expect(check(text).reading.faults, text).toEqual([]);
  }
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kerasJson } from '../../../src/core/frontends/keras-json/index.js';
import { residual1, residual2, residual3 } from './fixtures.js';
import { check } from './model.js';
import { Random } from './random.js';

const fixtures = [residual1, residual2, residual3].map(model => JSON.stringify(model));

const mutations = 300;
const enoughTime = 2_000;

/** Words that mean something, in places where they mean nothing. */
const scraps = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'null',
  '-1',
  '0',
  '1e99',
  'NaN',
  '"Conv2D"',
  '"stem"',
  '"Sequential"',
  '"InputLayer"',
  '"Functional"',
  '"layers"',
  '[["stem",0,0]]',
  '{"class_name":"Model","config":{}}',
  '\ufeff',
  '"\\ud800"',
  '"__proto__"',
];

function mutate(text: string, random: Random): string {
  const at = random.integer(0, text.length);
  const far = Math.min(text.length, at + random.integer(1, 60));
  const others = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(far),
    () => text.slice(0, at) + random.pick(scraps) + text.slice(at),
    () => text.slice(0, at) + random.pick(scraps) + text.slice(far),
    () => text.slice(0, far) + text.slice(at),
    () => replaceValue(text, random),
    () => replaceValue(text, random),
    () => replaceValue(text, random),
  ];
  return random.pick(others)();
}

/** Another value for one of the file's, so that the text stays JSON. */
function replaceValue(text: string, random: Random): string {
  const values = [...text.matchAll(/"[^"]*"(?!:)|\b\d+(?:\.\d+)?\b|\btrue\b|\bnull\b/g)];
  const { index, 0: old } = random.pick(values);
  const other = random.chance(0.5)
    ? random.pick(values)[0]
    : random.pick(['null', '-1', '0', '"x"', '[]', '{}', '[[]]', '1e99', '[null,"a"]']);
  return text.slice(0, index) + other + text.slice(index + old.length);
}

describe.each(fixtures.map((text, i) => [i + 1, text] as const))(
  'mutations of a model of Keras %i',
  (seed, fixture) => {
    it('are read without an exception, and soon', () => {
      const random = new Random(seed);
      for (let i = 0; i < mutations; i++) {
        let text = fixture;
        for (let n = random.integer(1, 3); n > 0; n--) text = mutate(text, random);
        const started = performance.now();
        kerasJson.claims({ uri: 'file:///model.json', text });
        const { graph, findings } = check(text);
        expect(performance.now() - started, text).toBeLessThan(enoughTime);
        const ids = new Set(graph.nodes.map(node => node.id));
        expect(ids.size, text).toBe(graph.nodes.length);
        expect(
          graph.nodes.flatMap(node => node.inputs).every(id => ids.has(id)),
          text,
        ).toBe(true);
        expect(
          findings.every(({ at }) => at.start >= 0 && at.end >= at.start),
          text,
        ).toBe(true);
      }
    });
  },
);

it('wrong values in any layer of Keras are no reason to throw, nor for a size that is none', () => {
  const lines = readFileSync(new URL('keras-3.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const random = new Random(7);
  for (const line of lines) {
    const model = JSON.stringify((JSON.parse(line) as { model: unknown }).model);
    for (let i = 0; i < 40; i++) {
      const text = replaceValue(replaceValue(model, random), random);
      const { graph } = check(text);
      const sizes = graph.nodes.flatMap(({ output, weights, macs }) => [
        ...(output ?? []),
        weights.total,
        weights.trainable,
        macs,
      ]);
      expect(
        sizes.every(size => size === null || (Number.isInteger(size) && size >= 0)),
        text,
      ).toBe(true);
    }
  }
});

it('a flood of one character is read soon', () => {
  for (const character of ['"', '\\', '{', '[', 'N', '"class_name":', "'class_name'", ' ', ',']) {
    const text = character.repeat(Math.floor(2_000_000 / character.length));
    const started = performance.now();
    kerasJson.claims({ uri: 'file:///model.json', text });
    check(text);
    expect(performance.now() - started, character).toBeLessThan(5 * enoughTime);
  }
});

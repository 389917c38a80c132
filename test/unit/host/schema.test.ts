import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shortcutPolicies } from '../../../src/core/finding.js';
import { modelSchema, shortcutDocs } from '../../../src/core/frontends/native/schema.js';

const root = new URL('../../../', import.meta.url);
const file = new URL('media/resnet.schema.json', root);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** `${…}` may stand unquoted in our files, where YAML would take the braces for its own. */
const parseModel = (text: string): unknown => parse(text.replace(/(?<!")\$\{[^}\n]*\}(?!")/g, '"$&"'));

let validate: ValidateFunction;
beforeAll(() => {
  validate = new Ajv({ strict: false }).compile(modelSchema());
});

const isValid = (text: string): boolean => validate(parseModel(text)) as boolean;
const mistakes = (text: string): unknown => (isValid(text) ? [] : validate.errors);

test('the packaged schema is the generated one; UPDATE=1 writes it', () => {
  const schema = JSON.stringify(modelSchema(), null, 2);
  if (process.env.UPDATE) writeFileSync(file, `${schema}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(schema));
});

describe('accepts', () => {
  const models = ['examples/', 'src/core/zoo/', 'test/fixtures/ok/'].flatMap(folder =>
    readdirSync(new URL(folder, root))
      .filter(name => /\.resnet\.(ya?ml|json)$/.test(name))
      .map(name => folder + name),
  );

  test.each(models)('%s', path => {
    expect(mistakes(read(path))).toEqual([]);
  });

  test.each([
    [
      'a plain network with one long shortcut',
      'layers:\n  - conv: {filters: 64, kernel: 3, id: early}\n  - repeat: {times: 83, layers: [{conv: {filters: 64, kernel: 3}}]}\n  - add: {with: early}\n',
    ],
    [
      'parallel branches',
      'layers:\n  - parallel:\n      merge: concat\n      branches:\n        - []\n        - [{maxPool: {kernel: 5, stride: 1}}]\n',
    ],
    [
      'several inputs',
      'input: {left: [8, 8, 3], right: [8, 8, null]}\nlayers:\n  - add: {from: [left, right]}\n',
    ],
    [
      'a file of blocks',
      'blocks:\n  unit:\n    parameters: [filters]\n    layers: [{conv: {filters: "${2 * filters}", kernel: [3, 1], padding: [[1, 1], [0, 0]]}}]\n',
    ],
    [
      'a spelled out side',
      'layers:\n  - add: {with: {from: a, layers: [{conv: {filters: $f, kernel: 1}}]}}\n',
    ],
    ['an empty file', '{}'],
  ])('%s', (_, text) => {
    expect(mistakes(text)).toEqual([]);
  });

  test.each(shortcutPolicies)('shortcut: %s, which has a word of explanation', policy => {
    expect(mistakes(`blocks: {unit: {residual: [relu], shortcut: ${policy}}}`)).toEqual([]);
    expect(shortcutDocs[policy]).toBeTruthy();
  });
});

describe('rejects', () => {
  test.each([
    ['an unknown word', 'layer: [relu]'],
    ['a parameter that a layer has not', 'layers: [{relu: {kernel: 3}}]'],
    ['a value of the wrong type', 'layers: [{conv: {filters: many, kernel: 3}}]'],
    ['a missing parameter', 'layers: [{conv: {kernel: 3}}]'],
    ['two layers in one item', 'layers: [{relu: {}, softmax: {}}]'],
    ['an unknown shortcut', 'blocks: {unit: {residual: [relu], shortcut: straight}}'],
  ])('%s', (_, text) => {
    expect(isValid(text)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';

/** The name of a definition and of every use of it, as the text at its place says them, each with its offset. */
function placesOf(text: string, kind: string, name: string, uri = 'a.resnet.yaml'): string[] {
  const found = analyze({ uri, text })!.definitions.filter(d => d.kind === kind && d.name === name);
  expect(found).toHaveLength(1);
  const { nameAt, references } = found[0]!;
  return [nameAt, ...references].map(({ start, end }) => `${start} ${text.slice(start, end)}`);
}

/** Where a name must stand: after each of these pieces of the text, in order. */
const after = (text: string, name: string, pieces: readonly string[]): string[] =>
  pieces.map(piece => `${text.indexOf(piece) + piece.length} ${name}`);

const yaml = `input: [8, 8, 3]
blocks:
  inner:
    parameters: {filters: 4}
    layers: [{conv: {filters: "\${2 * filters}", kernel: 1}}]
  outer:
    parameters: {filters: 8}
    layers:
      - inner: {filters: $filters}
      - stage: {block: inner, repeat: 2, "filters": 2}
layers:
  - outer: {filters: 16}
  - repeat: {times: 2, layers: [{stage: {block: outer, filters: 3}}]}
  - conv: {filters: 5, kernel: 1}
`;

test('a parameter is used where its own block says it, and where a use sets it', () => {
  const definitions = analyze({ uri: 'a.resnet.yaml', text: yaml })!.definitions;
  const [inner, outer] = definitions
    .filter(({ kind }) => kind === 'parameter')
    .map(({ nameAt, references }) =>
      [nameAt, ...references].map(({ start, end }) => `${start} ${yaml.slice(start, end)}`),
    );
  expect(inner).toEqual(
    after(yaml, 'filters', ['inner:\n    parameters: {', '${2 * ', '- inner: {', 'inner, repeat: 2, "']),
  );
  expect(outer).toEqual(
    after(yaml, 'filters', [
      'outer:\n    parameters: {',
      'inner: {filters: $',
      '- outer: {',
      'block: outer, ',
    ]),
  );
});

test('names in JSON stand inside their quotes', () => {
  const json =
    '{"blocks": {"unit": {"parameters": {"n": 1}, "layers": []}}, "layers": ["unit", {"unit": {"n": 2}}]}';
  expect(placesOf(json, 'block', 'unit', 'a.resnet.json')).toEqual(
    after(json, 'unit', ['"blocks": {"', '"layers": ["', 'unit", {"']),
  );
  expect(placesOf(json, 'parameter', 'n', 'a.resnet.json')).toEqual(
    after(json, 'n', ['"parameters": {"', ', {"unit": {"']),
  );
});

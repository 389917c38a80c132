import { describe, expect, test } from 'vitest';
import type { Shape } from '../../../src/core/graph.js';
import { isLayerName, type LayerName, layerNames, layers } from '../../../src/core/layers/index.js';
import { type Parameter, readValue } from '../../../src/core/layers/parameters.js';
import { Draw } from './draw.js';
import { infer } from './infer.js';

const parameters = layerNames.flatMap(layer =>
  Object.entries(layers[layer].parameters).map(([name, parameter]) => ({ layer, name, parameter })),
);

describe('every layer', () => {
  test.each(layerNames)('%s has a title, a sentence, and says what happens to the shape', layer => {
    const { title, doc } = layers[layer];
    expect(title).toMatch(/^[A-Z]/);
    expect(doc).toMatch(/^[A-Z].*[.)]$/);
    const shapeWords =
      /shape|[Oo]utput:|channels stay|Height and width|last axis|size|axis|axes|batch|become/;
    expect(doc).toMatch(shapeWords);
  });

  test('titles are not given twice', () => {
    const titles = layerNames.map(layer => layers[layer].title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });

  test('only names in the list are names', () => {
    expect(isLayerName('conv')).toBe(true);
    expect(['Conv', 'toString', '__proto__', ''].map(isLayerName)).toEqual([false, false, false, false]);
  });
});

describe('every parameter', () => {
  test.each(parameters)('$layer.$name has a sentence', ({ parameter }) =>
    expect(parameter.doc).toMatch(/^[A-Z`].{8,}\.$/),
  );

  test.each(parameters.filter(({ parameter }) => parameter.default !== undefined))(
    '$layer.$name: its own reader takes its default',
    ({ parameter }) => expect(readValue(parameter, parameter.default)).toHaveProperty('value'),
  );

  test.each(parameters)('$layer.$name is either required or has a default, not both', ({ parameter }) =>
    expect(parameter.required && parameter.default !== undefined).toBeFalsy(),
  );

  test.each(parameters.filter(({ parameter }) => parameter.kind === 'choice'))(
    '$layer.$name offers words',
    ({ parameter }) => expect(parameter.of?.length).toBeGreaterThan(1),
  );
});

/** Values of every sort that a parameter's reader takes. */
const candidates: readonly unknown[] = [
  ...[1, 0, 2, 3, -1, 5, 0.5, true, false, 'same', 'valid', 'a class'],
  ...[
    [1],
    [2, 1],
    [3, 1, 2],
    [-1, 4],
    [0, 1],
    [
      [0, 1],
      [2, 0],
    ],
    [],
    [null, 3],
    [7, 7],
  ],
];

function valuesOf(parameter: Parameter): unknown[] {
  const values = [...candidates, ...(parameter.of ?? [])].filter(
    value => 'value' in readValue(parameter, value),
  );
  return parameter.required ? values : [undefined, ...values];
}

/** A value for each parameter; what is optional is often left out. */
function drawSetting(layer: LayerName, random: Draw): Record<string, unknown> {
  const drawn = Object.entries(layers[layer].parameters).map(([name, parameter]) => [
    name,
    random.pick(valuesOf(parameter)),
  ]);
  return Object.fromEntries(drawn.filter(([, value]) => value !== undefined));
}

const drawShape = (random: Draw): Shape => {
  const rank = random.int(-1, 4);
  return rank < 0 ? null : Array.from({ length: rank }, () => random.pick([1, 4, 6, null]));
};

const drawInputs = (layer: LayerName, random: Draw): Shape[] => {
  const { arity } = layers[layer];
  return Array.from({ length: arity === 'many' ? random.int(0, 3) : arity }, () => drawShape(random));
};

const isShape = (shape: Shape): boolean =>
  shape === null || shape.every(size => size === null || Number.isSafeInteger(size));

describe('whatever comes in, nothing is thrown and shapes are shapes', () => {
  test.each(layerNames)('%s', layer => {
    const random = new Draw(layerNames.indexOf(layer));
    const names = Object.keys(layers[layer].parameters);
    for (let i = 0; i < 500; i++) {
      const [setting, inputs] = [drawSetting(layer, random), drawInputs(layer, random)];
      const { output, weights, macs, total, problems } = infer(layer, setting, inputs);
      const fine =
        [output, [macs ?? null, total], ...Object.values(weights)].every(isShape) &&
        problems.every(
          ({ message, parameter }) => message !== '' && (!parameter || names.includes(parameter)),
        );
      if (!fine) expect({ setting, inputs, output, weights, macs, total, problems }).toBe('fine');
    }
  });

  test.each(layerNames)('%s: nothing is reported of what is not known', layer => {
    const needed = Object.entries(layers[layer].parameters).filter(([, parameter]) => parameter.required);
    const setting = Object.fromEntries(needed.map(([name, parameter]) => [name, valuesOf(parameter)[0]]));
    expect(infer(layer, setting, layers[layer].arity === 0 ? [] : [null, null]).problems).toEqual([]);
  });
});

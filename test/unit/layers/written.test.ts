import { expect, test } from 'vitest';
import type { Parameter, Value } from '../../../src/core/layers/parameters.js';
import { formatWritten, parseWritten } from '../../../src/core/layers/written.js';

const of = (kind: Parameter['kind'], more: Partial<Parameter> = {}): Parameter => ({
  kind,
  doc: '',
  ...more,
});

test.each<[text: string, parameter: Parameter, value: Value]>([
  ['64', of('integer'), 64],
  [' 0.5 ', of('number'), 0.5],
  ['true', of('boolean'), true],
  ['3', of('sizes'), [3, 3]],
  ['3×5', of('sizes'), [3, 5]],
  ['3 x 5', of('sizes'), [3, 5]],
  ['3, 5', of('sizes'), [3, 5]],
  ['[3, 5]', of('sizes'), [3, 5]],
  ['same', of('padding'), 'same'],
  [
    '1',
    of('padding'),
    [
      [1, 1],
      [1, 1],
    ],
  ],
  [
    '[[0, 1], [0, 1]]',
    of('borders'),
    [
      [0, 1],
      [0, 1],
    ],
  ],
  ['4×4×8', of('shape'), [4, 4, 8]],
  ['-1', of('shape'), [-1]],
  ['-1', of('axes'), [-1]],
  ['relu', of('text'), 'relu'],
  ['ones', of('choice', { of: ['ones', 'zeros'] }), 'ones'],
])('%s is read', (text, parameter, value) => {
  expect(parseWritten(parameter, text)).toEqual({ value });
  expect(parseWritten(parameter, formatWritten(value))).toEqual({ value });
});

test.each<[text: string, parameter: Parameter, expected: RegExp]>([
  ['', of('integer'), /whole number/],
  ['2.5', of('integer'), /whole number/],
  ['three', of('sizes'), /height, width/],
  ['[3,', of('sizes'), /height, width/],
  ['maybe', of('boolean'), /true or false/],
  ['both', of('choice', { of: ['ones', 'zeros'] }), /ones or zeros/],
])('%s is refused', (text, parameter, expected) => {
  const read = parseWritten(parameter, text);
  expect('expected' in read && read.expected).toMatch(expected);
});

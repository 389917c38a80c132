import { describe, expect, test } from 'vitest';
import { mergeConflict } from '../../../src/core/layers/merge.js';
import { shape } from './infer.js';
import { testRows } from './rows.js';

const elementwise = ['add', 'subtract', 'average', 'maximum', 'minimum', 'multiply'] as const;

describe('element by element', () => {
  testRows(
    elementwise.flatMap(layer => [
      ['the same', layer, {}, ['4×5×3', '4×5×3'], '4×5×3'] as const,
      ['three of them', layer, {}, ['8', '8', '8'], '8'] as const,
      ['sizes from the others', layer, {}, ['4×?×?', '?×5×?'], '4×5×?'] as const,
      ['a rank from the others', layer, {}, ['…', '4×5'], '4×5'] as const,
      ['nothing known', layer, {}, ['…', '…'], '…'] as const,
      ['a conflict goes on with the first', layer, {}, ['4×5×3', '4×?×6'], '4×5×3'] as const,
      ['other ranks', layer, {}, ['3', '4×5×3'], '3'] as const,
      ['a conflict behind an unknown rank', layer, {}, ['…', '3', '4'], '…'] as const,
      ['one input', layer, {}, ['4×5'], '4×5'] as const,
      ['none', layer, {}, [], '…'] as const,
      ['scalars', layer, {}, ['', ''], ''] as const,
    ]),
  );
  testRows([
    ['nothing is broadcast', 'add', {}, ['1×1×64', '56×56×64'], { output: '1×1×64', label: 'Add' }],
    ['a gate first', 'multiply', {}, ['1×1×64', '56×56×64'], { output: '56×56×64', label: 'Multiply' }],
    ['a gate second', 'multiply', {}, ['56×56×64', '1×1×64'], '56×56×64'],
    ['two gates', 'multiply', {}, ['56×1×64', '1×56×64'], '56×56×64'],
    ['nothing but gates', 'multiply', {}, ['1×1×64', '1×1×64'], '1×1×64'],
    ['a gate for an unknown size', 'multiply', {}, ['1×1×64', '?×?×64'], '?×?×64'],
    ['a gate for an unknown rank', 'multiply', {}, ['1×1×64', '…'], '?×?×64'],
  ]);
});

describe('concat', () =>
  testRows([
    ['DenseNet', 'concat', {}, ['56×56×64', '56×56×32'], { output: '56×56×96', label: 'Concat' }],
    ['channels first', 'concat', { axis: 1 }, ['64×56×55', '32×56×55'], '96×56×55'],
    ['another axis', 'concat', { axis: -2 }, ['4×5×6', '4×7×6'], '4×12×6'],
    ['sizes from the others', 'concat', {}, ['?×5×3', '4×?×3'], '4×5×6'],
    ['an unknown addend', 'concat', {}, ['4×5×3', '4×5×?'], '4×5×?'],
    ['an unknown rank', 'concat', {}, ['4×5×3', '…'], '4×5×?'],
    ['an unknown rank first', 'concat', {}, ['…', '4×5×3'], '4×5×?'],
    ['nothing known', 'concat', {}, ['…', '…'], '…'],
    ['a conflict: the larger size goes on', 'concat', {}, ['4×?×3', '5×5×3'], '5×5×6'],
    ['other ranks', 'concat', {}, ['4×5×3', '3'], '4×5×3'],
    [
      'no such axis',
      'concat',
      { axis: 4 },
      ['4×5×3', '4×5×3'],
      { output: '4×5×3', problems: ['wrong-value axis'] },
    ],
    ['the batch', 'concat', { axis: 0 }, ['3', '3'], { output: '3', problems: ['wrong-value axis'] }],
    ['none', 'concat', {}, [], '…'],
  ]));

describe('mergeConflict', () => {
  const rank = { kind: 'rank' };
  const axes = (...numbers: number[]) => ({ kind: 'axes', axes: numbers });
  test.each([
    ['add', ['4×5×3', '4×5×3'], {}, undefined],
    ['add', ['4×5×3', '4×6×7'], {}, axes(1, 2)],
    ['add', ['4×5×3', '?×5×?', '3×5×3'], {}, axes(0)],
    ['add', ['1×1×3', '4×5×3'], {}, axes(0, 1)],
    ['average', ['1', '3'], {}, axes(0)],
    ['add', ['3', '4×5×3'], {}, rank],
    ['add', ['…', '4×5×3', '4×5×?'], {}, undefined],
    ['add', ['…', '4×5×3', '4×5'], {}, rank],
    ['add', [], {}, undefined],
    ['multiply', ['1×1×3', '4×5×3'], {}, undefined],
    ['multiply', ['1×1×3', '4×5×6'], {}, axes(2)],
    ['multiply', ['1×4×3', '2×4×3', '3×4×3'], {}, axes(0)],
    ['multiply', ['3', '4×5×3'], {}, rank],
    ['concat', ['4×5×3', '4×5×6'], { axis: -1 }, undefined],
    ['concat', ['4×5×3', '5×5×6'], { axis: -1 }, axes(0)],
    ['concat', ['4×5×3', '4×6×6'], { axis: 2 }, axes(2)],
    ['concat', ['4×5×3', '4×5'], { axis: 1 }, rank],
    ['concat', ['4×5×3', '4×1×3'], { axis: 1 }, axes(1)],
    ['concat', ['4×5×3', '9×9×9'], { axis: 7 }, undefined],
    ['conv', ['4×5×3', '9×9×9'], {}, undefined],
  ] as const)('%s %j', (layer, inputs, parameters, expected) => {
    expect(mergeConflict(layer, inputs.map(shape), parameters)).toEqual(expected);
  });
});

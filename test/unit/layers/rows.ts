import { expect, test } from 'vitest';
import { type Expected, infer, problemText, type Row, shape } from './infer.js';

/** One test for each row. */
export function testRows(rows: readonly Row[]): void {
  test.each(rows.map(row => [`${row[1]}: ${row[0]}`, row] as const))(
    '%s',
    (_, [, layer, parameters, inputs, wanted]) => {
      const expected: Expected = typeof wanted === 'string' ? { output: wanted } : wanted;
      const found = infer(layer, parameters, inputs.map(shape));
      expect(found.output).toEqual(shape(expected.output));
      expect(found.problems.map(problemText)).toEqual(expected.problems ?? []);
      if (expected.weights) {
        expect(found.weights).toEqual(
          Object.fromEntries(Object.entries(expected.weights).map(([k, v]) => [k, shape(v)])),
        );
      }
      for (const figure of ['total', 'trainable', 'macs'] as const) {
        if (expected[figure] !== undefined) expect(found[figure], figure).toBe(expected[figure]);
      }
      if (expected.label !== undefined) {
        expect([found.text, found.detail].filter(Boolean).join(' | ')).toBe(expected.label);
      }
    },
  );
}

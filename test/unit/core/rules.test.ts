import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { codes, type Finding } from '../../../src/core/finding.js';
import { rules } from '../../../src/core/rules/index.js';
import { exampleFiles, type Rule } from '../../../src/core/rules/rule.js';
import { lineOf, lineStarts } from '../../../src/core/source.js';

const findingsIn = (text: string, { format = 'yaml' }: Rule): readonly Finding[] =>
  analyze({ uri: exampleFiles[format], text })!.findings;

describe.each(rules)('$code', rule => {
  test('is found in its bad example, and nothing else', () => {
    expect([...new Set(findingsIn(rule.bad, rule).map(f => f.code))]).toEqual([rule.code]);
  });

  test('is not found in its good example', () => {
    expect(findingsIn(rule.good, rule)).toEqual([]);
  });

  test.runIf(rule.check)('is found at the line that it says', () => {
    const starts = lineStarts(rule.bad);
    expect(findingsIn(rule.bad, rule).map(({ at }) => lineOf(starts, at.start) + 1)).toEqual([rule.line]);
  });

  test('has the severity that it says', () => {
    expect(findingsIn(rule.bad, rule)[0]!.severity).toBe(rule.severity);
  });
});

// That no other code is reported, the compiler proves.
test('every code has one page', () => {
  expect(rules.map(rule => rule.code).sort()).toEqual([...codes].sort());
});

import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { rules } from '../../../src/core/rules/index.js';

const codesIn = (text: string): string[] =>
  analyze({ uri: 'example.resnet.yaml', text })!.findings.map(f => f.code);

describe.each(rules)('$code', rule => {
  test('is found in its bad example, and nothing else', () => {
    expect([...new Set(codesIn(rule.bad))]).toEqual([rule.code]);
  });

  test('is not found in its good example', () => {
    expect(codesIn(rule.good)).toEqual([]);
  });

  test('has the severity that it says', () => {
    const { findings } = analyze({ uri: 'example.resnet.yaml', text: rule.bad })!;
    expect(findings[0]!.severity).toBe(rule.severity);
  });
});

test('codes are unique', () => {
  const codes = rules.map(rule => rule.code);
  expect(new Set(codes).size).toBe(codes.length);
});

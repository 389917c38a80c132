import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type Model } from '../../../src/core/analyze.js';
import { isProblem } from '../../../src/core/finding.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { lineOf, lineStarts } from '../../../src/core/source.js';

const folder = (name: string): URL => new URL(`../../fixtures/${name}/`, import.meta.url);
const modelsIn = (name: string): string[] => readdirSync(folder(name)).filter(file => !file.endsWith('.out'));

function read(kind: string, file: string): { source: { uri: string; text: string }; model: Model } {
  const source = { uri: file, text: readFileSync(new URL(file, folder(kind)), 'utf8') };
  return { source, model: analyze(source)! };
}

/** Findings as text: position from 1, code, message, what belongs to it, proved fixes. */
function print(source: { uri: string; text: string }, model: Model): string {
  const starts = lineStarts(source.text);
  const at = (offset: number): string => {
    const line = lineOf(starts, offset);
    return `${line + 1}:${offset - starts[line]! + 1}`;
  };
  return model.findings
    .map(f =>
      [
        `${at(f.at.start)}-${at(f.at.end)} ${f.severity} ${f.code}: ${f.message}`,
        ...f.related.map(r => `    ${at(r.at.start)} ${r.message}`),
        ...provedFixes(source, model, f).map(fix => `    fix: ${fix.title}`),
        '',
      ].join('\n'),
    )
    .join('');
}

describe('mistakes are findings at their place', () => {
  test.each(modelsIn('err'))('%s', file => {
    const { source, model } = read('err', file);
    const expected = new URL(`${file}.out`, folder('err'));
    const printed = print(source, model);
    if (process.env.UPDATE || !existsSync(expected)) writeFileSync(expected, printed);
    expect(printed).toBe(readFileSync(expected, 'utf8'));
    expect(printed).not.toBe('');
  });
});

describe('healthy files are silent', () => {
  test.each(modelsIn('ok'))('%s', file => {
    const { source, model } = read('ok', file);
    const loud = { ...model, findings: model.findings.filter(isProblem) };
    expect(print(source, loud)).toBe('');
  });
});

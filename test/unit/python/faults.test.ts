import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type Model } from '../../../src/core/analyze.js';
import { type Finding, isProblem } from '../../../src/core/finding.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { applyEdits, type Files, type Source } from '../../../src/core/source.js';

/**
 * Each file is a fault that people make. `#!` ends a line at which an error is expected; the fixed twin reads what stands
 * behind `#=>` in place of its line, and has the lines behind `#+` too; `# no fix` says that
 * none is offered. The `.out` beside it has findings and fixes in full.
 */
const folder = new URL('../../fixtures/python/faults/', import.meta.url);
const cases = readdirSync(folder).filter(name => name.endsWith('.py') && !name.startsWith('lib_'));

const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files: Files = {
  read: uri => (existsSync(new URL(uri, folder)) ? read(uri) : undefined),
};

const twin = (text: string): string =>
  text.replace(/^([ \t]*)#\+ /gm, '$1').replace(/^([ \t]*).*#=> (.*)$/gm, '$1$2');

const expected = (text: string): number[] =>
  text.split('\n').flatMap((line, i) => Array<number>(line.split('#!').length - 1).fill(i + 1));

const errors = (model: Model | undefined): readonly Finding[] =>
  (model?.findings ?? []).filter(f => f.severity === 'error');

function printed(source: Source, model: Model): string {
  const textOf = (file: string | undefined): string =>
    file === undefined ? source.text : (files.read(file) ?? '');
  const where = ({ start, file }: Finding['at']): string => {
    const before = textOf(file).slice(0, start).split('\n');
    return `${file === undefined ? '' : `${file}:`}${before.length}:${before.at(-1)!.length + 1}`;
  };
  return model.findings
    .map(f => {
      const { start, end, file } = f.at;
      const quoted = textOf(file).slice(start, end).replace(/\s+/g, ' ');
      return [
        `${where(f.at)} ${f.severity} ${f.code}: ${f.message}`,
        `  at ${quoted.slice(0, 100)}`,
        ...f.related.map(r => `  ${where(r.at)} ${r.message}`),
        ...provedFixes(source, model, f, files).flatMap(fix => [
          `  fix: ${fix.title}`,
          ...changes(source.text, applyEdits(source.text, fix.edits)).map(line => `    ${line}`),
        ]),
        '',
      ].join('\n');
    })
    .join('');
}

/** The lines that differ, as a diff without context. */
function changes(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const lengths = a
    .map(() => new Array<number>(b.length + 1).fill(0))
    .concat([new Array(b.length + 1).fill(0)]);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] =
        a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      lines.push(`-${a[i++]}`);
    else lines.push(`+${b[j++]}`);
  }
  return lines;
}

/** The same program as other people would write it. */
const styled = (text: string): string =>
  text
    .replace(/['"]/g, mark => (mark === '"' ? "'" : '"'))
    .replace(/^import torch\.nn as nn$/gm, 'import torch.nn as N')
    .replace(/^from torch import nn$/gm, 'from torch import nn as N')
    .replace(/(?<![.\w])nn\./g, 'N.')
    .replace(/^(from \S+ import (?:\w+, )*)layers\b/gm, '$1layers as L')
    .replace(/(?<![.\w])layers\.(?=[A-Z]|add|concatenate)/g, 'L.')
    .replace(/^(?: {4})+/gm, indent => '\t'.repeat(indent.length / 4))
    .replaceAll('\n', '\r\n');

const fixedTexts = (source: Source): string[] => {
  const model = analyze(source, files)!;
  return errors(model).flatMap(f =>
    provedFixes(source, model, f, files).map(fix => applyEdits(source.text, fix.edits)),
  );
};

describe('a fix is in the style of its file: quotes, aliases, tabs and line ends', () => {
  test.each(cases.filter(name => !read(name).includes('\r')))('%s', name => {
    const text = read(name);
    const plain = fixedTexts({ uri: name, text });
    expect(fixedTexts({ uri: name, text: styled(text) })).toEqual(plain.map(styled));
  });
});

describe('faults that people make', () => {
  test.each(cases)('%s', name => {
    const source = { uri: name, text: read(name) };
    const model = analyze(source, files)!;
    const out = new URL(`${name}.out`, folder);
    const now = printed(source, model);
    if (process.env.UPDATE || !existsSync(out)) writeFileSync(out, now);
    const lines = errors(model).map(f => source.text.slice(0, f.at.start).split('\n').length);
    expect(lines).toEqual(expected(source.text));
    expect(now).toBe(readFileSync(out, 'utf8'));
    expect(now.includes('\n  fix: ')).toBe(!source.text.includes('# no fix'));
  });

  test.each(cases)('%s: nothing is said of the fixed twin', name => {
    const text = twin(read(name));
    const model = analyze({ uri: name, text }, files);
    expect(model?.findings.filter(isProblem)).toEqual([]);
    expect(model?.graph.nodes.length).toBeGreaterThan(1);
  });
});

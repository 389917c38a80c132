import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AnalysisRun } from '../../../src/cli/analysis.js';
import { load } from '../../../src/cli/load.js';
import { report } from '../../../src/cli/report.js';
import { analyses, analysisOf } from '../../../src/core/analyses/index.js';

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const resnet20 = file('src/core/zoo/cifar-resnet20-A.resnet.yaml');

const run = (path: string, id: string, options = {}, read = {}) =>
  load(path, read).map(loaded => new AnalysisRun(loaded, analysisOf(id)!, options));

describe('as JSON', () => {
  test('it is the analysis and a row a layer, nothing else', () => {
    const [one] = run(resnet20, 'receptive-field');
    const json = one!.json(false);
    expect(Object.keys(json)).toEqual(['analysis', 'rows']);
    expect(json.analysis).toBe('receptive-field');
    expect(json.rows[1]).toEqual({
      id: 'conv1',
      kind: 'conv',
      line: 18,
      max: 3,
      min: 3,
      jump: 1,
      start: 0.5,
    });
    const [summary] = load(resnet20, {}).map(report);
    expect(json.rows.map(({ id, kind, line }) => [id, kind, line])).toEqual(
      summary!.layers.map(({ id, kind, line }) => [id, kind, line]),
    );
  });

  test('cost has parameters, MACs and activations that add up', () => {
    const rows = run(resnet20, 'cost')[0]!.json(false).rows;
    const total = (key: string): number => rows.reduce((sum, row) => sum + Number(row[key]), 0);
    expect([total('parameters'), total('macs'), rows[1]!.activations]).toEqual([
      269_722 + 2 * 688,
      40_551_040,
      16_384,
    ]);
  });

  test.each(analyses.map(({ id }) => id))('%s of nothing, and of a file that is none, is empty', id => {
    for (const path of [file('package.json'), file('README.md')])
      for (const one of run(path, id)) expect(one.json(false)).toEqual({ analysis: id, rows: [] });
  });

  test('the networks of one file are told apart', () => {
    const all = run(file('examples/source_resnet.py'), 'cost').map(one => one.json(true));
    expect(all.map(({ network, rows }) => [network, rows.length > 15])).toEqual([
      ['model_v1', true],
      ['model_v2', true],
    ]);
  });
});

describe('as text', () => {
  const text = (id: string, options = {}, path = resnet20): string => {
    const [loaded] = load(path, {});
    return new AnalysisRun(loaded!, analysisOf(id)!, options).text();
  };

  test('columns stand under their heads', () => {
    const lines = text('cost').split('\n');
    const head = lines.findIndex(line => line.startsWith('layer '));
    const end = lines[head]!.indexOf('MACs') + 4;
    expect(lines[head + 1]).toMatch(/^─[─ ]+─$/);
    const row = lines.find(line => line.startsWith('dense1 '))!;
    expect(row.slice(0, end)).toMatch(/ 640$/);
    expect(lines.at(-1)).toMatch(/^activations {2}[\d,]+$/);
  });

  test('the batch and the optimizer are said', () => {
    expect(text('memory', { batch: 128, optimizer: 'sgd' })).toMatch(
      /\nbatch +128\n[\s\S]*\noptimizer \(sgd\) +0 bytes\n/,
    );
  });

  test('findings come behind, as a figure may hang on them', () => {
    const broken = text('cost', {}, file('examples/mismatch.resnet.yaml'));
    expect(broken).toMatch(/\n\n.*mismatch\.resnet\.yaml:\d+:\d+: error: .*\[shortcut-mismatch\]/);
  });

  test('a file that is no model is said to be none', () => {
    expect(text('paths', {}, file('README.md'))).toMatch(/README\.md: not a model file that is read here$/);
  });
});

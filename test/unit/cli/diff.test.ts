import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DiffRun, twoNetworks } from '../../../src/cli/diff.js';
import { load } from '../../../src/cli/load.js';
import { report } from '../../../src/cli/report.js';

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const zoo = (id: string): string => file(`src/core/zoo/${id}.resnet.yaml`);
const run = (from: string, to: string): DiffRun => new DiffRun(...twoNetworks(load(from, {}), load(to, {}))!);

describe('as JSON', () => {
  const json = run(zoo('resnet50-v1'), zoo('resnet50-v1.5')).json();

  test('both networks have their figures, and the hashes of the summary', () => {
    expect(Object.keys(json)).toEqual(['from', 'to', 'same', 'rows']);
    expect(json.from).toMatchObject({ network: 'ResNet-50 v1', layers: 174, units: 16, macs: 3_857_973_248 });
    expect(json.to).toMatchObject({ macs: 4_089_184_256, receptiveField: 427 });
    const [summary] = load(zoo('resnet50-v1'), {}).map(report);
    expect([json.from.hash, json.same]).toEqual([summary!.hash, false]);
  });

  test('a row says what a layer was and is, where, and what that makes', () => {
    const row = json.rows.find(({ id }) => id === 'stage2.0.conv1');
    expect(row).toMatchObject({
      status: 'changed',
      kind: 'conv',
      from: { output: [28, 28, 128], line: 9, receptiveField: 35 },
      to: { output: [56, 56, 128], line: 9, receptiveField: 35 },
      changes: [{ name: 'stride', from: [2, 2], to: [1, 1] }],
      delta: { parameters: 0, macs: 77_070_336, receptiveField: 0 },
    });
    expect(json.rows.filter(({ status }) => status === 'changed')).toHaveLength(6);
  });

  test('what came has no before', () => {
    const { rows } = run(zoo('plain18'), zoo('resnet18')).json();
    const added = rows.find(({ id }) => id === 'stage2.0.shortcut.conv')!;
    expect([added.status, added.from, added.delta.parameters]).toEqual(['added', null, 8192]);
  });
});

test('native and Python of one network have one structure', () => {
  const same = run(file('examples/source-resnet-v1.resnet.yaml'), file('examples/source_resnet.py'));
  expect(same.json()).toMatchObject({ same: true, rows: [], to: { network: 'model_v1' } });
  expect(same.text()).toContain('\nthe same structure (');
});

test('of several networks those of the same name are compared', () => {
  const python = file('examples/source_resnet.py');
  expect(run(python, python).json().from.network).toBe('model_v1');
  expect(twoNetworks(load(file('README.md'), {}), load(python, {}))).toBeUndefined();
});

test('text says what, where and how much', () => {
  const lines = run(zoo('resnet18'), zoo('resnet34')).text().split('\n');
  expect(lines.find(line => line.startsWith('parameters'))).toMatch(
    /^parameters +11,699,112 +21,814,696 +\+10,115,584 +\+86\.5 %$/,
  );
  expect(lines.find(line => line.includes('stage4.1'))).toMatch(
    /^\+ {2}stage4\.1 +basic +7 layers +7×7×512 +\+4,722,688 +\+231,211,008 +771$/,
  );
  expect(lines.every(line => line === line.trimEnd())).toBe(true);
});

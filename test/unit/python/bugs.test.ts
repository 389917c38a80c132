import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Bug, linesOf } from '../../corpus/bugs.js';
import { check, errorsIn, lineOfFinding } from './check.js';

const folder = '../shared/reference/';
const isThere = existsSync(`${folder}real-bugs.json`);

const bugs: readonly Bug[] = isThere
  ? JSON.parse(readFileSync(`${folder}real-bugs.json`, 'utf8')).entries.filter((bug: Bug) => bug.repro)
  : [];

describe.skipIf(!isThere)('bugs that people reported (skipped where ../shared is missing)', () => {
  test.each(bugs)('$id: an error at the line of the traceback, with its calls', bug => {
    const text = readFileSync(folder + bug.repro, 'utf8');
    const checked = check(text);
    const lines = linesOf(bug);
    const found = errorsIn(checked).filter(f => lineOfFinding(text, f) === lines.at(-1));
    expect(found.length).toBeGreaterThan(0);
    const node = checked.graph.nodes.find(n => n.id === found[0]!.nodes[0]);
    const calls = (node?.calls ?? []).map(call => text.slice(0, call.at.start).split('\n').length);
    expect(calls).toEqual(lines.slice(0, -1).reverse());
  });

  test.each(bugs)('$id: nothing is said of the fixed twin', bug => {
    expect(
      check(readFileSync(folder + bug.repro_fixed, 'utf8')).findings.filter(
        f => !['warning', 'hint'].includes(f.severity),
      ),
    ).toEqual([]);
  });
});

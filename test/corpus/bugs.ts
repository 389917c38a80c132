import { readFileSync } from 'node:fs';
import { check, errorsIn, lineOfFinding } from '../unit/python/check.js';

/** An entry of `real-bugs.json`. */
export interface Bug {
  readonly id: string;
  readonly repro?: string;
  readonly repro_fixed?: string;
  readonly verified?: { readonly faulty: string };
}

/** The lines of the real traceback, from the outside in. */
export const linesOf = (bug: Bug): number[] =>
  (/@lines \[([^\]]*)\]/.exec(bug.verified?.faulty ?? '')?.[1] ?? '').split(',').map(Number);

/** What is wrong with the findings of a bug and its fixed twin; nothing where all is well. */
export function faultsOf(bug: Bug, folder: string): string[] {
  const text = readFileSync(folder + bug.repro, 'utf8');
  const checked = check(text);
  const lines = linesOf(bug);
  const errors = errorsIn(checked);
  const found = errors.find(f => lineOfFinding(text, f) === lines.at(-1));
  const node = checked.graph.nodes.find(n => n.id === found?.nodes[0]);
  const calls = (node?.calls ?? []).map(call => text.slice(0, call.at.start).split('\n').length);
  const fixed = errorsIn(check(readFileSync(folder + bug.repro_fixed, 'utf8')));
  return [
    ...(found ? [] : [`${bug.id}: no error at line ${lines.at(-1)}`]),
    ...(found && String(calls) !== String(lines.slice(0, -1).reverse())
      ? [`${bug.id}: the calls are at lines ${calls}, not ${lines.slice(0, -1).reverse()}`]
      : []),
    ...errors
      .filter(f => !found || lineOfFinding(text, f) !== lineOfFinding(text, found))
      .map(f => `${bug.id}: said besides, at line ${lineOfFinding(text, f)}: ${f.message}`),
    ...fixed.map(f => `${bug.id}: said of the fixed twin: ${f.message}`),
  ];
}

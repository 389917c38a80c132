import { type Finding, isProblem } from '../../src/core/finding.js';
import { icon, make } from '../widgets.js';

/** A problem that the picture can show. */
export interface Problem {
  readonly finding: number;
  readonly node: string;
}

/** Mistakes and warnings with a node, mistakes first; those that repeat count once. */
export function problemsOf(findings: readonly Finding[]): Problem[] {
  const shown = findings.flatMap((found, finding) => {
    const node = found.nodes[0];
    return node === undefined || !isProblem(found) ? [] : [{ finding, node, severity: found.severity }];
  });
  const rank = (problem: { severity: string }): number => (problem.severity === 'error' ? 0 : 1);
  return shown.sort((a, b) => rank(a) - rank(b)).map(({ finding, node }) => ({ finding, node }));
}

/** `2 errors, 1 warning`, as a button that goes from one to the next; undefined where there are none. */
export function problemStatus(findings: readonly Finding[], click: () => void): HTMLElement | undefined {
  const count = (severity: Finding['severity']): number =>
    findings.filter(f => f.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return undefined;
  const status = make('button', 'problem-status');
  status.type = 'button';
  if (errors > 0) status.append(make('span', 'count error', icon('error'), String(errors)));
  if (warnings > 0) status.append(make('span', 'count warning', icon('warning'), String(warnings)));
  const words = [plural(errors, 'error'), plural(warnings, 'warning')].filter(text => text !== '').join(', ');
  status.title = `${words}: go to the next`;
  status.setAttribute('aria-label', status.title);
  status.addEventListener('click', click);
  return status;
}

const plural = (count: number, word: string): string =>
  count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;

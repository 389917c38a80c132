import { checkLines, runLines } from '../../core/smoke-text.js';
import type { Check, SmokeReport } from '../../protocol.js';

/** The report as the Test Explorer's terminal shows it; `lineOf` says where a check's fault is. */
export function outputOf(
  name: string,
  { verdict, summary, checks, ...run }: SmokeReport,
  lineOf: (check: Check) => string,
): string {
  const headline = verdict === 'pass' ? 'learns' : verdict === 'fail' ? `fails: ${summary}` : summary;
  const rows = checks.map(check => {
    const { id, message } = check;
    return { id, verdict: check.verdict, said: check.verdict === 'fail' ? lineOf(check) : message };
  });
  const told = checks
    .filter(check => check.verdict === 'fail')
    .map(check => `${lineOf(check)}: ${check.title}: ${check.message} [${check.id}]`);
  // On their way from the page, what is no number has become null.
  const losses = run.losses.map(loss => loss ?? Number.NaN);
  return [
    `${name}: ${headline}`,
    '',
    ...(rows.length > 0 ? [...checkLines(rows), ''] : []),
    ...(told.length > 0 ? [...told, ''] : []),
    ...(run.steps > 0 ? [...runLines({ ...run, losses }), ''] : []),
  ].join('\n');
}

/** Terminals want a carriage return, too. */
export const terminalText = (text: string): string => text.replace(/\r?\n/g, '\r\n');

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLines, runLines } from '../../core/smoke-text.js';
import type { Place } from '../../core/source.js';
import { type Locate, locator } from '../lines.js';
import { lineText } from '../text.js';
import type { CheckResult, SmokeResult } from './result.js';

/** A smoke test for people: the verdict, a table of the checks, what is wrong as compilers print it, and the losses. */
export function smokeText(result: SmokeResult): string {
  const { loaded, network, reason, report, checks, advice } = result;
  const locate = locator(loaded);
  const name = network === '' ? loaded.path : `${loaded.path}: ${network}`;
  const located = checks.flatMap(check => (check.at ? [checkText(result, check, check.at, locate)] : []));
  const isTrained = report !== undefined && report.steps > 0 && reason !== 'too-large';
  return [
    `${name}: ${headline(result)}`,
    ...(isTrained ? ['', ...checkTable(result, locate)] : []),
    ...(located.length > 0 ? ['', ...located] : []),
    ...(isTrained ? ['', ...runLines(report)] : []),
    ...(advice === undefined ? [] : [advice]),
  ].join('\n');
}

function headline({ reason, summary }: SmokeResult): string {
  switch (reason) {
    case undefined:
      return 'learns';
    case 'checks':
      return `fails: ${summary}`;
    case 'not-trainable':
      return 'cannot be trained here';
    case 'errors':
      return `no smoke test yet: ${summary}`;
    default:
      return `no smoke test: ${summary}`;
  }
}

const checkTable = (result: SmokeResult, locate: Locate): string[] =>
  checkLines(
    result.checks.map(({ id, verdict, message, at }) => {
      const isBlamed = verdict === 'fail' && at !== undefined;
      return { id, verdict, said: isBlamed ? placeText(result, at, locate) : message };
    }),
  );

/** As compilers say it, so that editors and CI find the line. */
function checkText(result: SmokeResult, check: CheckResult, at: Place, locate: Locate): string {
  const { id, title, message, threshold, source } = check;
  const said = result.reason === 'errors' ? message : `${title}: ${message}`;
  const { files, source: own } = result.loaded;
  const text = at.file === undefined ? own.text : (files.read(at.file) ?? '');
  return [
    `${placeText(result, at, locate)}: error: ${said} [${id}]`,
    `  | ${lineText(text, at.start)}`,
    ...(threshold === undefined ? [] : [`  threshold: ${threshold}`]),
    ...(source === undefined ? [] : [`  source: ${source}`]),
  ].join('\n');
}

function placeText({ loaded }: SmokeResult, at: Place, locate: Locate): string {
  const { line, column } = locate(at);
  const file = at.file === undefined ? loaded.path : path.relative('', fileURLToPath(at.file));
  return `${file}:${line}:${column}`;
}

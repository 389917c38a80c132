import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from '../../src/core/finding.js';
import { check, errorsIn } from '../unit/python/check.js';
import { agreed, isAboveHint } from './agreed.js';
import { type Checkout, checkoutOf, diskFiles } from './checkouts.js';

/** An entry of `python-models.json`: what the framework gave. */
export interface Expected {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  readonly entry: string;
  readonly input_shape: readonly number[] | null;
  readonly params: number;
  readonly output_shape: readonly (number | null)[] | null;
}

export type Verdict = 'exact' | 'named unknown' | 'wrong' | 'missing';

export interface Outcome {
  readonly label: string;
  readonly verdict: Verdict;
  readonly errors: readonly Finding[];
  /** What is said of its design above a hint, beside what the literature agrees with; and what it no longer says. */
  readonly unagreed: readonly string[];
  readonly detail: string;
}

/** Remarks that say where the reading stopped knowing. */
export const unknownsIn = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(f => f.severity === 'information' && ['unknown-layer', 'too-large'].includes(f.code));

/** Roots for imports: the checkout itself, then torchvision, which several import. */
export const rootsOf = (all: readonly Checkout[], own: Checkout): string[] => [
  own.folder,
  ...all.filter(c => c.repo === 'pytorch/vision' && c !== own).map(c => c.folder),
];

export function runEntry(all: readonly Checkout[], e: Expected): Outcome {
  const label = `${e.repo} ${e.path} ${e.entry}`;
  const own = checkoutOf(all, e.repo, e.commit);
  const uri = own && own.folder + e.path;
  if (!own || !uri || !existsSync(uri))
    return { label, verdict: 'missing', errors: [], unagreed: [], detail: '' };
  const input = e.input_shape ? `(${e.input_shape.join(', ')})` : undefined;
  const options = { entry: e.entry, input, roots: rootsOf(all, own) };
  const checked = check(readFileSync(uri, 'utf8'), options, diskFiles, uri);
  const output = checked.reading.outputShapes[0] ?? null;
  const isExact =
    checked.parameters === e.params &&
    (e.output_shape === null || JSON.stringify(output) === JSON.stringify(e.output_shape));
  const [unknown] = unknownsIn(checked.findings);
  const got = `${checked.parameters} parameters → ${JSON.stringify(output)}`;
  const detail = isExact
    ? ''
    : `${got}, not ${e.params} → ${JSON.stringify(e.output_shape)}${unknown ? `; ${unknown.message}` : ''}`;
  return {
    label,
    verdict: isExact ? 'exact' : unknown ? 'named unknown' : 'wrong',
    errors: errorsIn(checked),
    unagreed: unagreedIn(label, checked.findings),
    detail,
  };
}

function unagreedIn(label: string, findings: readonly Finding[]): string[] {
  const told = new Set<string>(findings.filter(isAboveHint).map(({ code }) => code));
  const known = agreed.filter(({ where }) => where === label).map(({ code }) => code);
  return [...[...told].filter(code => !known.includes(code)), ...known.filter(code => !told.has(code))];
}

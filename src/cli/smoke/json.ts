import type { Check } from '../../protocol.js';
import { locator } from '../lines.js';
import type { CheckResult, Reason, SmokeResult } from './result.js';

/** A smoke test as JSON. Lines count from 1; what is no number is null. */
export interface SmokeJson {
  readonly file: string;
  /** Only where a file has several networks. */
  readonly network?: string;
  /** Null where nothing was tried. */
  readonly backend: string | null;
  /** Steps that were run. */
  readonly steps: number;
  readonly seed: number;
  readonly verdict: 'pass' | 'fail';
  /** Only where it is not passed. */
  readonly reason?: Reason;
  readonly summary: string;
  readonly checks: readonly {
    readonly id: string;
    readonly verdict: Check['verdict'];
    readonly message: string;
    /** The line to blame. */
    readonly line: number | null;
    /** The URI of the file that has this line, where it is another one. */
    readonly file?: string;
    readonly value: number | null;
    readonly threshold: string | null;
  }[];
  readonly losses: readonly (number | null)[];
  readonly msPerStep: number;
  /** Examples of each step. */
  readonly batch: number;
  /** What was assumed of the task, and what else is to be known of the run. */
  readonly notes: readonly string[];
}

export function smokeJson(result: SmokeResult, several: boolean): SmokeJson {
  const { loaded, network, report, seed, reason, summary, advice, checks } = result;
  const locate = locator(loaded);
  return {
    file: loaded.path,
    ...(several && { network }),
    backend: report?.backend ?? null,
    steps: report?.steps ?? 0,
    seed,
    verdict: reason === undefined ? 'pass' : 'fail',
    ...(reason !== undefined && { reason }),
    summary,
    checks: checks.map(({ id, verdict, message, at, value, threshold }: CheckResult) => ({
      id,
      verdict,
      message,
      line: at ? locate(at).line : null,
      ...(at?.file !== undefined && { file: at.file }),
      value: finite(value),
      threshold: threshold ?? null,
    })),
    losses: report?.losses.map(finite) ?? [],
    msPerStep: Number((report?.msPerStep ?? 0).toFixed(2)),
    batch: report?.batch ?? 0,
    notes: [...(report?.notes ?? []), ...(advice === undefined ? [] : [advice])],
  };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

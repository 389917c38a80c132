import { costOf } from '../../../webview/training/estimate.js';
import { isNetwork, placeToBlame } from '../../core/networks.js';
import { networkName } from '../../core/program.js';
import type { Place } from '../../core/source.js';
import type { Check, SmokeReport } from '../../protocol.js';
import type { Loaded } from '../load.js';
import { noModel } from '../text.js';

/** Why a smoke test is not passed. Only the first says something of how the network learns. */
export type Reason = 'checks' | 'errors' | 'not-trainable' | 'too-large' | 'no-network';

/** One answer, at the place to blame. */
export interface CheckResult extends Pick<Check, 'id' | 'title' | 'verdict' | 'message' | 'value'> {
  readonly threshold?: string | undefined;
  readonly source?: string | undefined;
  /** Absent where nothing is to blame. */
  readonly at?: Place;
}

/** What the smoke test of one network says. */
export interface SmokeResult {
  readonly loaded: Loaded;
  readonly network: string;
  /** Undefined where nothing was trained. */
  readonly report?: SmokeReport;
  readonly seed: number;
  readonly reason?: Reason;
  /** `learns`, or what is wrong, in a few words. */
  readonly summary: string;
  /** What to do where there was no run, as a sentence. */
  readonly advice?: string;
  readonly checks: readonly CheckResult[];
}

/** The result of a network that cannot be tried, as it is none or has errors; undefined where it can. */
export function resultWithoutRun(loaded: Loaded, seed: number): SmokeResult | undefined {
  const { model } = loaded;
  const nothing = { loaded, network: model ? networkName(model) : '', seed, checks: [] };
  if (!model) return { ...nothing, reason: 'no-network', summary: loaded.problem ?? noModel };
  const errors = model.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
    const checks = errors.map(({ code, message, at }): CheckResult => {
      return { id: code, title: 'No errors', verdict: 'fail', message, at };
    });
    return { ...nothing, reason: 'errors', summary: `${count} to mend first`, checks };
  }
  if (isNetwork(model)) return undefined;
  return { ...nothing, reason: 'no-network', summary: model.broken ?? 'there is no layer in it' };
}

/** What a run has shown. */
export function resultOf(loaded: Loaded, report: SmokeReport): SmokeResult {
  const model = loaded.model!;
  const { verdict, seed, summary } = report;
  return {
    loaded,
    network: networkName(model),
    report,
    seed,
    summary,
    checks: report.checks.map(({ node, ...check }) => {
      const isBlamed = check.verdict === 'fail' || node !== undefined;
      return { ...check, ...(isBlamed && { at: placeToBlame(model, node) }) };
    }),
    ...reasons[verdict](report),
  };
}

const reasons: Readonly<
  Record<SmokeReport['verdict'], (report: SmokeReport) => Pick<SmokeResult, 'reason' | 'advice'>>
> = {
  pass: () => ({}),
  fail: () => ({ reason: 'checks' }),
  'not-trainable': () => ({
    reason: 'not-trainable',
    advice:
      'Nothing was trained, so nothing is said of how it learns. Replace what cannot be trained here, name another network of the file by --entry, or leave the file out: check looks at its shapes all the same.',
  }),
  'too-large': ({ estimate, steps }) => ({
    reason: 'too-large',
    advice: [
      steps > 0 ? 'The first steps took too long.' : estimate ? costOf(estimate) : '',
      '--shrink trains a smaller copy, --anyway the network as it is; fewer --steps, a smaller --batch and, of a Python file, a smaller --input help, too.',
    ]
      .join(' ')
      .trim(),
  }),
  cancelled: () => ({ reason: 'checks' }),
};

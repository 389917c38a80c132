import { formatExact } from '../core/analyses/format.js';
import { formatShape } from '../core/graph.js';
import { left, right, table } from '../core/text-table.js';
import type { Loaded } from './load.js';
import type { Report } from './report.js';
import { checkTexts } from './text.js';

const guessed = 'The input shape is a guess: --input says it.';

/** A table as Keras prints it: a line a layer, totals below. */
export function summaryText(loaded: Loaded, report: Report): string {
  if (!loaded.model || (loaded.model.program && loaded.model.broken !== undefined))
    return checkTexts(loaded, report).join('\n');
  const rows = report.layers.map(layer => [
    layer.id,
    layer.kind,
    formatShape(layer.output),
    formatExact(layer.parameters),
    formatExact(layer.macs),
  ]);
  const { totals } = report;
  const kept =
    totals.parameters === null || totals.trainable === null ? null : totals.parameters - totals.trainable;
  return [
    `${report.network} (${report.format})`,
    '',
    ...table([left('layer'), left('kind'), left('output'), right('parameters'), right('MACs')], rows),
    '',
    `parameters  ${formatExact(totals.parameters)} (trainable ${formatExact(totals.trainable)}, not trainable ${formatExact(kept)})`,
    `MACs        ${formatExact(totals.macs)}`,
    `residual units  ${report.units.length}`,
    ...(loaded.model.program?.entry?.origin === 'guess' ? [guessed] : []),
    ...(report.findings.length > 0 ? ['', ...checkTexts(loaded, report)] : []),
  ].join('\n');
}

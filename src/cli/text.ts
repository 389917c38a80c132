import type { Loaded } from './load.js';
import type { Report } from './report.js';

/** What is said of a file that no front end claims. */
export const noModel = 'not a model file that is read here';

/**
 * Findings as compilers print them, each with the line, what belongs to it, and the fixes. The networks of one file
 * share most of their code: what has been said of a place is not said again.
 */
export function checkTexts(
  { path, source, model, problem = noModel }: Loaded,
  report: Report,
  said = new Set<string>(),
): string[] {
  const { findings, totals, layers } = report;
  if (!model) return [`${path}: ${problem}`];
  const isNamed = model.program && (model.broken === undefined || model.options.entry !== undefined);
  const name = isNamed ? `${path}: ${report.network}` : path;
  if (model.program && model.broken !== undefined && findings.length === 0)
    return [`${name}: ${model.broken}`];
  const parameters = totals.parameters === null ? 'unknown' : totals.parameters.toLocaleString('en');
  const isClean = findings.every(({ severity }) => severity === 'hint');
  const clean = isClean ? [`${name}: clean (${layers.length} layers, ${parameters} parameters)`] : [];
  const told = findings.flatMap((finding, i) => {
    const { start, end } = finding.range;
    const key = JSON.stringify([path, model.findings[i]!.at.file, start, end, finding.code]);
    if (said.has(key)) return [];
    said.add(key);
    const lines = [
      `${path}:${start.line}:${start.column}: ${finding.severity}: ${finding.message} [${finding.code}]`,
    ];
    if (model.findings[i]!.at.file === undefined)
      lines.push(`  | ${lineText(source.text, model.findings[i]!.at.start)}`);
    for (const { message, line, file } of finding.related)
      lines.push(`  - ${file ?? 'line'} ${line}: ${message}`);
    for (const title of finding.fixes) lines.push(`  fix: ${title}`);
    return lines.join('\n');
  });
  return [...clean, ...told];
}

/** The line that holds an offset, without the space around it. */
export function lineText(text: string, offset: number): string {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : Math.min(end, start + 200)).trim();
}

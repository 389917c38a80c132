import { analyze, frontendFor, type Model } from './analyze.js';
import type { Finding, Fix, Severity } from './finding.js';
import type { ReadOptions } from './program.js';
import { applyEdits, type Files, noFiles, type Source } from './source.js';

/**
 * The fixes of a finding that hold: each proposal is written into the text, the text is analysed again, and only if the
 * finding is gone and no new error has come is it offered.
 */
export function provedFixes(source: Source, model: Model, target: Finding, files: Files = noFiles): Fix[] {
  const frontend = frontendFor(source);
  if (!frontend || target.proposals.length === 0) return [];
  const reading = frontend.read(source, files, optionsOf(model));
  const fixes: Fix[] = [];
  for (const { title, change } of target.proposals) {
    const edits = frontend.rewrite
      ? frontend.rewrite(source, reading, change)
      : change.kind === 'edit'
        ? change.edits
        : undefined;
    if (!edits || edits.some(edit => edit.span.file !== undefined)) continue;
    const edited = analyze({ ...source, text: applyEdits(source.text, edits) }, files, optionsOf(model));
    const known = fixes.some(fix => JSON.stringify(fix.edits) === JSON.stringify(edits));
    if (edited && !known && mends(model, edited, target)) fixes.push({ title, edits });
  }
  return fixes;
}

/** The same network of a program, also where none was asked for. */
const optionsOf = ({ options, program }: Model): ReadOptions =>
  program?.entry ? { ...options, entry: program.entry.entry } : options;

/** Whether a finding is gone and nothing else has broken. Nodes keep their ids through an edit; places may shift. */
function mends(before: Model, after: Model, target: Finding): boolean {
  const marked = new Set(target.nodes);
  const sameFault = (f: Finding): boolean =>
    f.code === target.code &&
    (marked.size === 0 ? f.message === target.message : f.nodes.some(id => marked.has(id)));
  const count = (findings: readonly Finding[]): number => findings.filter(sameFault).length;
  if (count(after.findings) >= count(before.findings) || (marked.size > 0 && count(after.findings) > 0))
    return false;
  const has = ({ findings }: Model, severity: Severity): number =>
    findings.filter(f => f.severity === severity).length;
  const isError = target.severity === 'error';
  return (
    has(after, 'error') <= has(before, 'error') - Number(isError) &&
    has(after, 'warning') <= has(before, 'warning')
  );
}

import { analyze, frontendFor, type Model } from './analyze.js';
import type { Finding, Fix, Severity } from './finding.js';
import type { ReadOptions } from './program.js';
import { applyEdits, type Files, noFiles, type Source } from './source.js';

/**
 * The fixes of a finding that hold: each proposal is written into the text, the text is analysed again, and only if the
 * finding is gone and no new error has come is it offered. What mends more faults with it comes first: it is their cause.
 */
export function provedFixes(source: Source, model: Model, target: Finding, files: Files = noFiles): Fix[] {
  const frontend = frontendFor(source);
  if (!frontend || (target.proposals.length === 0 && !frontend.propose)) return [];
  const options = optionsOf(model);
  const reading = frontend.read(source, files, options);
  const proposals = [
    ...(frontend.propose?.(source, reading, model, target, files) ?? []),
    ...target.proposals,
  ];
  const fixes: (Fix & { readonly left: number })[] = [];
  const groups = new Set<string>();
  for (const { title, change, group } of proposals) {
    if (group !== undefined && groups.has(group)) continue;
    const edits = frontend.rewrite
      ? frontend.rewrite(source, reading, change)
      : change.kind === 'edit'
        ? change.edits
        : undefined;
    if (!edits || edits.some(edit => edit.span.file !== undefined)) continue;
    if (fixes.some(fix => JSON.stringify(fix.edits) === JSON.stringify(edits))) continue;
    const after = { ...source, text: applyEdits(source.text, edits) };
    const edited = analyze(after, files, options);
    if (!edited || !mends(model, edited, target)) continue;
    const [before, now] = [
      { source, graph: model.graph },
      { source: after, graph: edited.graph },
    ];
    if (frontend.accepts?.(before, now, files, options) === false) continue;
    fixes.push({ title, edits, left: errorsIn(edited) });
    if (group !== undefined) groups.add(group);
  }
  return fixes.sort((a, b) => a.left - b.left).map(({ title, edits }) => ({ title, edits }));
}

/** The same network of a program, also where none was asked for. */
const optionsOf = ({ options, program }: Model): ReadOptions =>
  program?.entry ? { ...options, entry: program.entry.entry } : options;

const errorsIn = ({ findings, consequences = [] }: Model): number =>
  findings.filter(f => f.severity === 'error').length + consequences.length;

/** Whether a finding is gone and nothing else has broken. Nodes keep their ids through an edit; places may shift. */
function mends(before: Model, after: Model, target: Finding): boolean {
  const marked = new Set(target.nodes);
  const sameFault = (f: Finding): boolean =>
    f.code === target.code &&
    (marked.size === 0 ? f.message === target.message : f.nodes.some(id => marked.has(id)));
  const count = (findings: readonly Finding[]): number => findings.filter(sameFault).length;
  if (count(after.findings) >= count(before.findings) || (marked.size > 0 && count(after.findings) > 0))
    return false;
  // A merge that has become a stretching of single values is clean, and not what anybody meant.
  const stretched = ({ graph }: Model): number =>
    graph.nodes.filter(({ layer, inputs }) => layer === 'operation' && inputs.length > 1).length;
  if (stretched(after) > stretched(before)) return false;
  const has = ({ findings }: Model, severity: Severity): number =>
    findings.filter(f => f.severity === severity).length;
  const isError = target.severity === 'error';
  const hidden = before.consequences ?? [];
  // A fault that was hidden behind the one that is gone may show now, but only as it was.
  const known = new Set([...before.findings.flatMap(keysOf), ...hidden.flatMap(exactKeysOf)]);
  const isKnown = (f: Finding): boolean => [...keysOf(f), ...exactKeysOf(f)].some(key => known.has(key));
  return (
    has(after, 'error') <= has(before, 'error') + hidden.length - Number(isError) &&
    has(after, 'warning') <= has(before, 'warning') &&
    (after.consequences?.length ?? 0) <= hidden.length &&
    after.findings.every(f => f.severity !== 'error' || isKnown(f))
  );
}

/** A fault is known again by its nodes, or by what is said of it. */
const keysOf = ({ code, message, nodes }: Finding): string[] =>
  nodes.length > 0 ? nodes.map(id => `${code} ${id}`) : [`${code} ${message}`];

const exactKeysOf = (f: Finding): string[] => keysOf(f).map(key => `${key} ${f.message}`);

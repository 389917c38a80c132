import * as vscode from 'vscode';
import type { Place } from '../core/source.js';
import { writtenFormats } from './formats.js';
import { groupBy } from './group-by.js';
import { shortList } from './markdown.js';
import type { Models } from './models.js';
import { onDidChangeSetting, setting } from './settings.js';
import type { Analysis } from './tracked.js';
import { type Run, samePlace, type Use, usesOf } from './uses.js';
import { wholeOf } from './whole.js';

/** More shapes than this of one line are left to its tooltip. */
const mostShapes = 4;

/** What stands behind one line. */
export interface LineHint {
  readonly line: number;
  readonly text: string;
  readonly at: Place;
  readonly runs: readonly Run[];
}

/** One hint for each line of layers: the shape after it, or what its `shortcut:` has become. */
export function lineHints(analysis: Analysis): LineHint[] {
  const uses = usesOf(analysis);
  const isProgram = analysis.model.format === 'python';
  const lines = new Map<number, Use[]>();
  for (const use of uses.all) {
    // A call in a program ends where its closing parenthesis is.
    const line = analysis.lines.line(isProgram ? use.at.end : use.at.start);
    const [before, ...others] = lines.get(line) ?? [];
    // The last one counts, and what holds others before what it holds.
    if (!before || use.at.start >= before.at.end) lines.set(line, [use]);
    else if (isProgram && samePlace(before.at, use.at)) lines.set(line, [before, ...others, use]);
  }
  return [...lines].flatMap(([line, here]) => {
    const runs = here.flatMap(use => uses.runs(use));
    const text = here[0]!.kind === 'shortcut' ? shortcutText(runs) : shapeText(here, runs);
    return text === undefined ? [] : [{ line, text, at: here[0]!.at, runs }];
  });
}

function shapeText(uses: readonly Use[], runs: readonly Run[]): string | undefined {
  const nodes = uses.flatMap(use => use.nodes);
  if (nodes.length === 0 || nodes.every(node => node.layer === 'input')) return undefined;
  const shapes = [...new Set(runs.map(run => run.result))];
  const more = shapes.length > mostShapes ? ', …' : '';
  return `→ ${shapes.slice(0, mostShapes).join(', ')}${more}`;
}

/** `identity ×12, projection ×4` */
function shortcutText(runs: readonly Run[]): string | undefined {
  if (runs.length < 2) return runs[0]?.result;
  return [...groupBy(runs, run => run.result)].map(([kind, { length }]) => `${kind} ×${length}`).join(', ');
}

export function registerHints(models: Models): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(document, range) {
      if (!setting('inlayHints.enabled', document)) return [];
      const known = await models.settled(document);
      const shown = known?.whole ?? known?.drawable;
      return shown ? hintsOf(document, wholeOf(shown), range, models) : [];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerInlayHintsProvider(writtenFormats, provider),
    models.onDidChange(() => changed.fire()),
    onDidChangeSetting('inlayHints.enabled', () => changed.fire()),
  );
}

/** While the text is broken, the last good hints stay on their lines. */
function hintsOf(
  document: vscode.TextDocument,
  analysis: Analysis,
  range: vscode.Range,
  models: Models,
): vscode.InlayHint[] {
  const locator = models.locator(document.uri, analysis);
  const isProgram = analysis.model.format === 'python';
  return lineHints(analysis).flatMap(({ text, at, runs }) => {
    const { start, end } = locator.range(at);
    const { line } = isProgram ? end : start;
    if (line >= document.lineCount) return [];
    const position = document.lineAt(line).range.end;
    if (!range.contains(position)) return [];
    const hint = new vscode.InlayHint(position, text);
    hint.paddingLeft = true;
    hint.tooltip = hintTooltip(runs);
    return [hint];
  });
}

/** Every run of the line by name, those with the same result together. */
function hintTooltip(runs: readonly Run[]): vscode.MarkdownString | undefined {
  if (runs.length < 2) return undefined;
  const groups = [...groupBy(runs, ({ result }) => result)];
  const lines = groups.map(([result, group]) => `- ${result} — ${shortList(group.map(({ name }) => name))}`);
  return new vscode.MarkdownString(lines.join('\n'));
}

import * as vscode from 'vscode';
import type { Finding, Fix } from '../core/finding.js';
import { provedFixes } from '../core/fixes.js';
import { findingsIn } from '../core/networks.js';
import { diagnosticOf } from './diagnostics.js';
import { allFormats } from './formats.js';
import type { Models } from './models.js';
import { workspaceEdit } from './positions.js';
import type { Analysis } from './tracked.js';

const proved = new WeakMap<Finding, readonly Fix[]>();

/** The fixes of a finding, each tried on the text before it is offered. */
export function fixesOf({ model, lines }: Analysis, finding: Finding, models: Models): readonly Fix[] {
  const known = proved.get(finding);
  if (known) return known;
  const fixes = provedFixes({ uri: model.uri, text: lines.text }, model, finding, models.files);
  proved.set(finding, fixes);
  return fixes;
}

/** Offers the fixes of the findings at the cursor, the surest one first. */
export function registerFixes(models: Models): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context) {
      const newest = (await models.settled(document))?.newest;
      if (!newest || newest.version !== document.version) return [];
      if (!wantsQuickFixes(context)) return [];
      const findings = findingsIn(newest.networks).filter(
        ({ finding: { at } }) => at.file === undefined && newest.lines.range(at).intersection(range),
      );
      return findings.flatMap(({ finding, model }) =>
        actionsFor(document.uri, { ...newest, model }, finding, models),
      );
    },
  };
  return vscode.languages.registerCodeActionsProvider(allFormats, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

const wantsQuickFixes = ({ only }: vscode.CodeActionContext): boolean =>
  only === undefined || only.contains(vscode.CodeActionKind.QuickFix);

function actionsFor(
  uri: vscode.Uri,
  analysis: Analysis,
  finding: Finding,
  models: Models,
): vscode.CodeAction[] {
  const locator = models.locator(uri, analysis);
  return fixesOf(analysis, finding, models).map(({ title, edits }, i) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEdit(edits, locator);
    action.diagnostics = [diagnosticOf(finding, locator)];
    action.isPreferred = i === 0;
    return action;
  });
}

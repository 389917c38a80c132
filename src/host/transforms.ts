import * as vscode from 'vscode';
import { networkTotals } from '../core/totals.js';
import { type Transform, type Transformed, tryTransform } from '../core/transforms/transform.js';
import type { CommandServices } from './commands/command.js';
import { targetOf } from './commands/target.js';
import { roughly } from './figures.js';
import { workspaceEdit } from './positions.js';
import type { Analysis } from './tracked.js';

type Done = Extract<Transformed, { readonly edits: unknown }>;
export type Choice = vscode.QuickPickItem & { readonly done: Done };

/** Changes the network of a file in one of several ways; says so where none of them works. All edits are shown first. */
export async function transformNetwork(
  services: CommandServices,
  clicked: unknown,
  transforms: readonly Transform[],
  pick: (items: Choice[]) => PromiseLike<Choice | undefined>,
): Promise<void> {
  const { models } = services;
  const uri = await targetOf(clicked, services);
  const newest = uri && models.get(uri)?.newest;
  if (!uri || !newest) return;
  const { choices, reason } = choicesFor(newest, transforms, services);
  if (choices.length === 0) {
    await vscode.window.showInformationMessage(`Nothing is changed: ${reason}.`);
    return;
  }
  const chosen = await pick(choices);
  if (!chosen) return;
  const preview = { needsConfirmation: true, label: chosen.label, description: chosen.description };
  await vscode.workspace.applyEdit(workspaceEdit(chosen.done.edits, models.locator(uri, newest), preview));
}

/** What works, each text once; else why nothing does. */
function choicesFor(
  { model, lines }: Analysis,
  transforms: readonly Transform[],
  { models }: CommandServices,
): { choices: Choice[]; reason: string } {
  const source = { uri: model.uri, text: lines.text };
  const before = roughly(networkTotals(model).parameters);
  const choices: Choice[] = [];
  const reasons: string[] = [];
  for (const transform of transforms) {
    const done = tryTransform(transform, source, model, models.files);
    if ('reason' in done) reasons.push(done.reason);
    else if (!choices.some(choice => JSON.stringify(choice.done.edits) === JSON.stringify(done.edits)))
      choices.push({
        label: transform.title,
        description: `${before} → ${roughly(networkTotals(done.model).parameters)} parameters, ${unitsOf(done)}`,
        detail: transform.detail,
        done,
      });
  }
  return { choices, reason: reasons[0] ?? '' };
}

function unitsOf({ model: { units } }: Done): string {
  if (units.length === 0) return 'no residual units';
  return units.length === 1 ? '1 residual unit' : `${units.length} residual units`;
}

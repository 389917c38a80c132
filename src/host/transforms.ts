import * as vscode from 'vscode';
import { applyEdits } from '../core/source.js';
import { type Transform, type Transformed, tryTransform } from '../core/transforms/transform.js';
import type { CommandServices } from './commands/command.js';
import { targetOf } from './commands/target.js';
import { parameterDifference } from './figures.js';
import { workspaceEdit } from './positions.js';
import { confirmChange } from './preview.js';
import type { Analysis } from './tracked.js';

type Done = Extract<Transformed, { readonly edits: unknown }>;
export type Choice = vscode.QuickPickItem & { readonly done: Done };

/** Changes the network of a file in one of several ways, shown before; says so where none of them works. */
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
  const { done, label, description } = chosen;
  const becomes = applyEdits(newest.lines.text, done.edits);
  if (!(await confirmChange(uri, becomes, `${label}: ${description}`))) return;
  await vscode.workspace.applyEdit(workspaceEdit(done.edits, models.locator(uri, newest)));
}

/** What works, each text once; else why nothing does. */
function choicesFor(
  { model, lines }: Analysis,
  transforms: readonly Transform[],
  { models }: CommandServices,
): { choices: Choice[]; reason: string } {
  const source = { uri: model.uri, text: lines.text };
  const choices: Choice[] = [];
  const reasons: string[] = [];
  for (const transform of transforms) {
    const done = tryTransform(transform, source, model, models.files);
    if ('reason' in done) reasons.push(done.reason);
    else if (!choices.some(choice => JSON.stringify(choice.done.edits) === JSON.stringify(done.edits)))
      choices.push({
        label: transform.title,
        description: `${unitsOf(done)}, ${parameterDifference(model, done.model)}`,
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

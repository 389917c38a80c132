import * as vscode from 'vscode';
import type { Model } from '../../core/analyze.js';
import { networkName } from '../../core/program.js';
import { networkTotals } from '../../core/totals.js';
import { roughly } from '../figures.js';
import type { Models } from '../models.js';
import { inputText } from '../program-lenses.js';

/**
 * Which network of a file a command is about: the one that was clicked, else, where there are several, the one that is
 * picked from a list. False where the list was closed.
 */
export async function pickNetwork(
  uri: vscode.Uri,
  clicked: unknown,
  models: Models,
  placeHolder: string,
): Promise<boolean> {
  if (typeof clicked === 'string') {
    models.choose(uri, clicked);
    return true;
  }
  const known = models.get(uri);
  const { networks } = known?.whole ?? known?.newest ?? { networks: [] };
  if (networks.length < 2) return true;
  const shown = known?.newest.model.program?.entry?.entry;
  const inOrder = [...networks].sort((a, b) => placeOf(a) - placeOf(b));
  const items = inOrder.map(model => ({
    label: networkName(model),
    description: `${roughly(networkTotals(model).parameters)} parameters · ${inputText(model)}`,
    entry: model.program?.entry?.entry ?? '',
  }));
  // What is shown now is at hand.
  items.sort((a, b) => Number(b.entry === shown) - Number(a.entry === shown));
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (picked) models.choose(uri, picked.entry);
  return picked !== undefined;
}

const placeOf = ({ program }: Model): number => program?.entry?.at.start ?? 0;

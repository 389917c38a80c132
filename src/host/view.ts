import type * as vscode from 'vscode';
import { networkName } from '../core/program.js';
import type { ViewModel } from '../protocol.js';
import type { Analysis, Known } from './tracked.js';

export const fileName = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);

/** The analysis that a panel shows; an empty one with the reason is better than nothing. */
export const shownOf = ({ newest, drawable }: Known): Analysis => drawable ?? newest;

export function viewOf(uri: vscode.Uri, known: Known): ViewModel {
  const { version, model } = shownOf(known);
  const { networks } = known.whole ?? shownOf(known);
  const choices = networks.map(network => ({
    entry: network.program?.entry?.entry ?? '',
    name: networkName(network),
    at: network.program?.entry?.at.start ?? 0,
  }));
  return {
    file: fileName(uri),
    version,
    model,
    networks: choices.sort((a, b) => a.at - b.at).map(({ entry, name }) => ({ entry, name })),
    stale: known.newest.model.broken,
  };
}

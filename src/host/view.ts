import type * as vscode from 'vscode';
import type { ViewModel } from '../protocol.js';
import type { Analysis, Known } from './tracked.js';

export const fileName = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);

/** The analysis that a panel shows; an empty one with the reason is better than nothing. */
export const shownOf = ({ newest, drawable }: Known): Analysis => drawable ?? newest;

export function viewOf(uri: vscode.Uri, known: Known): ViewModel {
  const { version, model } = shownOf(known);
  return { file: fileName(uri), version, model, stale: known.newest.model.broken };
}

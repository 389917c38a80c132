import * as vscode from 'vscode';
import { analyses } from '../../core/analyses/index.js';
import type { Command } from './command.js';
import { pickNetwork } from './pick-network.js';
import { targetOf } from './target.js';

/** Shows a network in figures, as a table that follows the text. */
export const showAnalysis: Command = {
  id: 'resnetDesigner.showAnalysis',
  title: 'Show Analysis…',
  async run(services, uri, entry) {
    const file = await targetOf(uri, services);
    if (!file) return;
    if (!(await pickNetwork(file, entry, services.models, 'Which network is to be analysed?'))) return;
    const picked = await vscode.window.showQuickPick(
      analyses.map(({ id, title, doc }) => ({ label: title, detail: doc, analysis: id })),
      { title: 'Show Analysis', placeHolder: 'What to look at', matchOnDetail: true },
    );
    if (picked)
      await services.reports.show({ kind: 'analysis', file: file.toString(), analysis: picked.analysis });
  },
};

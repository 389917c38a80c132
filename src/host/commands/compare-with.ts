import * as vscode from 'vscode';
import { fileOf } from '../archives.js';
import { repositoryOf, textAtHead } from '../git.js';
import { head } from '../reports.js';
import type { Command, CommandServices } from './command.js';
import { pickNetwork } from './pick-network.js';
import { targetOf } from './target.js';

interface Choice extends vscode.QuickPickItem {
  /** What to compare with; undefined where that is to be asked. */
  readonly from: string | undefined;
}

/** Shows what has become of an older or another network in this one. */
export const compareWith: Command = {
  id: 'resnetDesigner.compareWith',
  title: 'Compare with…',
  async run(services, uri, entry) {
    const file = await targetOf(uri, services);
    if (!file) return;
    if (!(await pickNetwork(file, entry, services.models, 'Which network is to be compared?'))) return;
    const picked = await vscode.window.showQuickPick(await choicesFor(file, services), {
      title: 'Compare with',
      placeHolder: 'The network before the changes',
    });
    const from = picked && (picked.from ?? (await askForFile(file, services)));
    if (from === undefined || !(await isThere(file, from, services))) return;
    await services.reports.show({ kind: 'comparison', file: file.toString(), from });
  },
};

async function choicesFor(file: vscode.Uri, { models }: CommandServices): Promise<Choice[]> {
  const others = [...models.all()].filter(([uri]) => uri.toString() !== file.toString());
  return [
    ...((await repositoryOf(file)) ? [{ label: 'Last Commit', description: 'HEAD', from: head }] : []),
    ...others.map(([uri]) => ({
      label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      description: vscode.workspace.asRelativePath(uri),
      from: uri.toString(),
    })),
    { label: 'File…', from: undefined },
  ];
}

/** Of an archive it is what stands in it; one that cannot be read is left to be found wanting. */
async function askForFile(file: vscode.Uri, { archives }: CommandServices): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(fileOf(file), '..'),
      title: 'Compare with',
      openLabel: 'Compare',
    })) ?? [];
  if (!chosen) return undefined;
  const document = await archives.documentFor(chosen);
  return ('uri' in document ? document.uri : chosen).toString();
}

/** Whether there is something to compare with; says so where there is not. */
async function isThere(file: vscode.Uri, from: string, { models }: CommandServices): Promise<boolean> {
  const isFound =
    from === head
      ? (await textAtHead(file)) !== undefined
      : (await models.load(vscode.Uri.parse(from))) !== undefined;
  if (!isFound)
    void vscode.window.showInformationMessage(
      from === head
        ? 'This file is not in the last commit.'
        : 'That file is no network that ResNet Designer can read.',
    );
  return isFound;
}

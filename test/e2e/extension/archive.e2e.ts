import * as assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import * as vscode from 'vscode';
import { eventually, hoverAt } from './documents';

/** A network as `model.save()` writes it, with the units of its last layer. */
function saved(units: number): Uint8Array {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'image', batch_shape: [null, 8, 8, 3] } },
    { class_name: 'Flatten', config: { name: 'flat' } },
    { class_name: 'Dense', config: { name: 'classes', units } },
  ];
  const config = { class_name: 'Sequential', config: { name: 'small', layers } };
  return zipSync({
    'metadata.json': strToU8('{}'),
    'config.json': strToU8(JSON.stringify(config)),
    'model.weights.h5': new Uint8Array(100),
  });
}

describe('an archive of Keras', () => {
  const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;
  const shown = (name: string): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith(`/${name}.keras.json`));

  async function openDiagram(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const archive = vscode.Uri.joinPath(folder(), `${name}.keras`);
    await vscode.workspace.fs.writeFile(archive, bytes);
    await vscode.commands.executeCommand('resnetDesigner.openDiagram', archive);
    return archive;
  }

  it('has a diagram, and its architecture is a document that follows the file', async () => {
    const archive = await openDiagram('small', saved(10));
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    const tabs = await eventually(labels, found => found.includes('Diagram: small.keras.json'));
    assert.ok(tabs.includes('Diagram: small.keras.json'), tabs.join());
    const document = shown('small')!;
    assert.match(document.getText(), /"units": 10/);
    assert.match(await hoverAt(document, 'classes'), /1,930/);
    await vscode.window.showTextDocument(document);
    await vscode.workspace.fs.writeFile(archive, saved(7));
    const text = await eventually(
      () => document.getText(),
      found => found.includes('"units": 7'),
    );
    assert.match(text, /"units": 7/);
  });

  it('that is none opens nothing', async () => {
    await openDiagram('none', strToU8('PK'));
    assert.equal(shown('none'), undefined);
  });
});

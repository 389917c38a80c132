import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('extension host', () => {
  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension('resnet-designer.resnet-designer');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('opens a file of the folder', async () => {
    const [file] = await vscode.workspace.findFiles('hello.yaml');
    assert.ok(file, 'hello.yaml is not in the folder');
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, 'yaml');
    assert.equal(document.getText(), 'greeting: hello\n');
  });
});

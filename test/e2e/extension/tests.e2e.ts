import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, lensesOf, lineOf, open } from './documents';

const SMOKE_LIMIT = 180_000;

describe('the Test Explorer', () => {
  it('runs the smoke test of the file in the editor, in its diagram, and marks the guilty line', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    const document = await open('dead-branch.resnet.yaml');
    await lensesOf(document, found => found.length > 0);
    const found = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(one => codeOf(one) === 'gradient-arrives');
    assert.deepEqual(found(), []);
    await vscode.commands.executeCommand('testing.runCurrentFile');
    const [diagnostic] = await eventually(found, all => all.length > 0, SMOKE_LIMIT);
    assert.ok(diagnostic, 'the smoke test has marked nothing');
    assert.equal(diagnostic.range.start.line, lineOf(document, 'rescale: {scale: 0}'));
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs.map(({ label }) => label));
    assert.ok(
      tabs.some(label => label.startsWith('Diagram: dead-branch')),
      tabs.join(', '),
    );
  });
});

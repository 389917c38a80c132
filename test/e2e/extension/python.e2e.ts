import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  codeOf,
  diagnosticsOf,
  eventually,
  hintsOf,
  hoverAt,
  lensesOf,
  lineOf,
  open,
  problemsOf,
} from './documents';

describe('the editor, on Keras in Python', () => {
  const broken = (text: string): string => text.replace('res_block_v1(x, 16, 32)', 'res_block_v1(x, 32, 32)');

  it('shows the shapes of the source document’s networks at their lines, and no finding', async () => {
    const document = await open('source_resnet.py');
    assert.equal(document.languageId, 'python');
    const hints = await hintsOf(document);
    const at = (text: string): string => hints.get(lineOf(document, text)) ?? '';
    assert.equal(at('x = res_block_v1(x, 16, 32)'), '→ 32×32×32');
    assert.equal(at('x = keras.layers.add([identity, res_x])'), '→ 32×32×16, 32×32×32');
    assert.equal(at('y = Flatten()(x)'), '→ 32768');
    assert.deepEqual(problemsOf(document), []);
  });

  it('has lenses above both networks, with Keras’s count of parameters', async () => {
    const document = await open('source_resnet.py');
    const lenses = await lensesOf(document, found => found.length >= 8);
    for (const name of ['model_v1 =', 'model_v2 =']) {
      const line = lineOf(document, name);
      const here = lenses.filter(lens => lens.range.start.line === line).map(lens => lens.command!.title);
      assert.equal(here.length, 4, here.join(' | '));
      assert.match(here[0]!, /Diagram/);
      assert.match(here[1]!, /Smoke test/);
      assert.deepEqual(here.slice(2), ['348 k parameters', 'input 32×32×3']);
    }
  });

  it('explains a layer’s call under the mouse', async () => {
    const document = await open('source_resnet.py');
    const text = await hoverAt(document, 'Conv2D(kernel_size=(1, 1)');
    assert.match(text, /Convolution/);
    assert.match(text, /544/);
    assert.match(text, /32×32×16 → 32×32×32/);
  });

  it('marks a broken shortcut at the addition, with the calls that led there', async () => {
    const document = await open('source_resnet.py', broken);
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.equal(codeOf(diagnostic!), 'shortcut-mismatch');
    assert.equal(diagnostic!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic!.range), 'keras.layers.add([identity, res_x])');
    assert.match(diagnostic!.message, /branch 32×32×32, shortcut 32×32×16/);
    const related = diagnostic!.relatedInformation!.map(({ message, location }) => [
      message,
      location.range.start.line,
    ]);
    for (const [call, line] of [
      ['res_block_v1(x, 32, 32)', lineOf(document, 'x = res_block_v1(x, 32, 32)')],
      ['resnet_v1(inputs)', lineOf(document, 'model_v1 =')],
    ] as const) {
      assert.ok(
        related.some(([message, at]) => String(message).includes(call) && at === line),
        `${call} is not among ${JSON.stringify(related)}`,
      );
    }
  });

  it('offers fixes that hold, and applies one to the letter', async () => {
    const document = await open('source_resnet.py', broken);
    const [diagnostic] = await diagnosticsOf(document, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic!.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const before = document.getText();
    const preferred = actions.find(action => action.isPreferred)!;
    assert.equal(preferred.title, 'Change the call to `res_block_v1(x, 16, 32)`');
    assert.ok(await vscode.workspace.applyEdit(preferred.edit!));
    assert.equal(document.getText(), before.replace('res_block_v1(x, 32, 32)', 'res_block_v1(x, 16, 32)'));
    assert.deepEqual(await diagnosticsOf(document, 0), []);
  });

  it('follows the text while it is typed, and is silent where a call is half written', async () => {
    const document = await open('source_resnet.py', broken);
    await diagnosticsOf(document, 1);
    const replace = async (from: string, to: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      const start = document.getText().indexOf(from);
      edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)),
        to,
      );
      await vscode.workspace.applyEdit(edit);
    };
    await replace('res_block_v1(x, 32, 32)', 'res_block_v1(x, ');
    assert.deepEqual(await diagnosticsOf(document, 0), []);
    await replace('res_block_v1(x, \n', 'res_block_v1(x, 16, 32)\n');
    assert.deepEqual(await diagnosticsOf(document, 0), []);
    const hints = await hintsOf(document);
    assert.equal(hints.get(lineOf(document, 'x = res_block_v1(x, 16, 32)')), '→ 32×32×32');
  });

  it('offers nothing of its own for names: no completion, definition, rename or outline', async () => {
    const document = await open('source_resnet.py');
    await hintsOf(document);
    const position = document.positionAt(document.getText().indexOf('res_block_v1(x, 16, 16)') + 1);
    const targets = await vscode.commands.executeCommand<unknown[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    assert.deepEqual(targets, []);
    const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(symbols ?? [], []);
  });
});

describe('the editor, on PyTorch', () => {
  it('shows channels first, for all runs of a line', async () => {
    const document = await open('resnet_cifar.py');
    const hints = await hintsOf(document);
    const at = (text: string): string => hints.get(lineOf(document, text)) ?? '';
    assert.equal(at('out = out + self.shortcut(x)'), '→ 16×32×32, 32×16×16, 64×8×8');
    assert.equal(at('x = self.stage3(x)'), '→ 64×8×8');
    assert.deepEqual(problemsOf(document), []);
  });

  it('says that an input is a guess, and offers to set it', async () => {
    const document = await open('resnet_cifar.py', text => text.replace(/^# .*\n/gm, ''));
    const lenses = await lensesOf(document, found => found.length >= 5);
    const titles = lenses.map(lens => lens.command!.title);
    assert.ok(titles.includes('input 3×224×224 (guess)'), titles.join(' | '));
    assert.ok(titles.includes('Set input…'), titles.join(' | '));
  });

  it('reads imports of the workspace, saved or not', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const name = `blocks_${Date.now()}`;
    const library = vscode.Uri.joinPath(folder, `${name}.py`);
    const block = [
      'from torch import nn',
      'class Block(nn.Module):',
      '    def __init__(self, channels):',
      '        super().__init__()',
      '        self.conv = nn.Conv2d(channels, 8, 3, padding=1)',
      '    def forward(self, x):',
      '        return x + self.conv(x)',
      '',
    ].join('\n');
    await vscode.workspace.fs.writeFile(library, new TextEncoder().encode(block));
    const document = await open('resnet_cifar.py', () =>
      [
        '# resnet: entry=Net() input=(1, 8, 16, 16)',
        'from torch import nn',
        `from ${name} import Block`,
        'class Net(nn.Module):',
        '    def __init__(self):',
        '        super().__init__()',
        '        self.block = Block(8)',
        '    def forward(self, x):',
        '        return self.block(x)',
        '',
      ].join('\n'),
    );
    await hintsOf(document);
    assert.deepEqual(problemsOf(document), []);
    const other = await vscode.workspace.openTextDocument(library);
    const start = block.indexOf('8, 3');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(library, new vscode.Range(other.positionAt(start), other.positionAt(start + 1)), '16');
    await vscode.workspace.applyEdit(edit);
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.equal(other.isDirty, true);
    assert.equal(codeOf(diagnostic!), 'shortcut-mismatch');
    assert.equal(document.getText(diagnostic!.range), 'self.block(x)');
    // The addition itself is in the other file.
    assert.ok(
      diagnostic!.relatedInformation!.some(({ location }) => location.uri.path.endsWith(`${name}.py`)),
    );
  });

  it('is switched off by a setting, as a whole or a feature at a time', async () => {
    const settings = vscode.workspace.getConfiguration('resnetDesigner');
    const document = await open('resnet_cifar.py');
    await lensesOf(document, found => found.length > 0);
    const hover = (): Thenable<vscode.Hover[]> =>
      vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('self.stage2(x)') + 1),
      );
    assert.equal((await hover()).length, 1);
    await settings.update('hover.enabled', false);
    assert.deepEqual(await hover(), []);
    await settings.update('hover.enabled', undefined);
    await settings.update('python.enabled', false);
    assert.deepEqual(
      await eventually(
        () => lensesOf(document, () => true),
        found => found.length === 0,
      ),
      [],
    );
    await settings.update('python.enabled', undefined);
    assert.ok((await lensesOf(document, found => found.length > 0)).length > 0);
  });
});

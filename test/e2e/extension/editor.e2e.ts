import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  codeOf,
  diagnosticsOf,
  eventually,
  hintsOf,
  hoverAt,
  lineOf,
  open,
  positionOf,
  problemsOf,
} from './documents';

describe('the editor, on a native file', () => {
  const broken = (text: string): string => text.replace('shortcut: projection ', 'shortcut: identity   ');

  it('opens a sound file without a word', async () => {
    const document = await open('resnet-50.resnet.yaml');
    assert.equal(document.languageId, 'resnet');
    await hintsOf(document);
    assert.deepEqual(problemsOf(document), []);
  });

  it('marks a broken shortcut with its code, its place and the places where the sides parted', async () => {
    const document = await open('resnet-50.resnet.yaml', broken);
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.ok(diagnostic);
    assert.equal(codeOf(diagnostic), 'shortcut-mismatch');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic.range), 'shortcut: identity');
    assert.match(diagnostic.message, /branch 56×56×256, shortcut 56×56×64/);
    const lines = diagnostic.relatedInformation!.map(related => related.location.range.start.line);
    assert.ok(lines.includes(lineOf(document, '- conv: {filters: $filters, kernel: 1, bias: false}')));
    assert.ok(lines.includes(lineOf(document, '- maxPool')));
  });

  it('offers fixes, and applies one to the letter', async () => {
    const document = await open('resnet-50.resnet.yaml', broken);
    const [diagnostic] = await diagnosticsOf(document, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic!.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const titles = actions.map(action => action.title);
    for (const wanted of ['`projection`', '`auto`', '`pad`']) {
      assert.ok(
        titles.some(title => title.includes(wanted)),
        `${wanted} is not among ${titles.join(' | ')}`,
      );
    }
    const before = document.getText();
    const preferred = actions.find(action => action.isPreferred)!;
    assert.ok(await vscode.workspace.applyEdit(preferred.edit!));
    assert.equal(document.getText(), before.replace('shortcut: identity', 'shortcut: projection'));
    assert.deepEqual(await diagnosticsOf(document, 0), []);
  });

  it('follows the text while it is typed', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const edit = new vscode.WorkspaceEdit();
    const line = lineOf(document, '- globalAveragePool');
    edit.replace(document.uri, document.lineAt(line).range, '  - globalAveragePol');
    await vscode.workspace.applyEdit(edit);
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.equal(codeOf(diagnostic!), 'unknown-layer');
    assert.equal(diagnostic!.range.start.line, line);
  });

  it('shows shapes at the lines, all of them where a line is run many times', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const hints = await hintsOf(document);
    const at = (text: string): string => hints.get(lineOf(document, text)) ?? '';
    assert.equal(at('- maxPool'), '→ 56×56×64');
    assert.equal(at('repeat: 6'), '→ 14×14×1024');
    assert.match(at('- conv: {filters: $filters, kernel: 1'), /→ 56×56×256.*28×28×512.*14×14×1024.*7×7×2048/);
    assert.match(at('shortcut: projection'), /identity ×12/);
    assert.match(at('shortcut: projection'), /projection ×4/);
  });

  it('explains a layer and a shortcut under the mouse', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const conv = await hoverAt(document, 'conv: {filters: 64, kernel: 7');
    assert.match(conv, /Convolution/);
    assert.match(conv, /112×112×64/);
    assert.match(conv, /9,408/);
    assert.match(await hoverAt(document, 'shortcut: projection'), /projection/);
  });

  it('completes layers, parameters and names of the file', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const at = async (position: vscode.Position): Promise<string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const start = new vscode.Position(lineOf(document, '- globalAveragePool'), 4);
    const layers = await eventually(
      () => at(start),
      found => found.length > 0,
    );
    for (const wanted of ['conv', 'groupNorm', 'stage', 'bottleneck'])
      assert.ok(layers.includes(wanted), wanted);
    const parameter = positionOf(document, 'kernel: 7');
    assert.ok((await at(parameter)).includes('dilation'));
    const name = positionOf(document, '$width').translate(0, 0);
    assert.ok((await at(name)).includes('$width'));
  });

  it('lists the file’s parts, goes to a block and renames it', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const symbols = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        ),
      found => found?.length > 0,
    );
    assert.equal(symbols[0]!.name, 'ResNet-50');
    assert.ok(symbols[0]!.children.some(child => child.name === 'bottleneck'));

    const use = positionOf(document, 'bottleneck, repeat: 3');
    const targets = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      use,
    );
    const range =
      'range' in targets[0]!
        ? targets[0].range
        : (targets[0]!.targetSelectionRange ?? targets[0]!.targetRange);
    assert.equal(range.start.line, lineOf(document, 'bottleneck:'));

    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      use,
      'unit',
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText().match(/\bunit\b/g)!.length, 5);
    assert.deepEqual(await diagnosticsOf(document, 0), []);
  });

  it('has lenses above the network and its blocks', async () => {
    const document = await open('resnet-50.resnet.yaml');
    const lenses = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50),
      found => found?.length > 0,
    );
    const titles = lenses.map(lens => lens.command?.title ?? '').join(' | ');
    assert.match(titles, /Open Diagram/);
    assert.match(titles, /Run Smoke Test/);
    assert.match(titles, /25\.6/);
  });

  it('includes blocks of another file, saved or not', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const library = vscode.Uri.joinPath(folder, `library-${Date.now()}.resnet.yaml`);
    const name = library.path.split('/').at(-1)!;
    const blocks =
      'blocks:\n  unit:\n    residual: [{conv: {filters: 8, kernel: 3}}]\n    shortcut: identity\n';
    await vscode.workspace.fs.writeFile(library, new TextEncoder().encode(blocks));
    const document = await open(
      'mismatch.resnet.yaml',
      () => `input: [8, 8, 8]\ninclude: ${name}\nlayers: [unit]\n`,
    );
    await hintsOf(document);
    assert.deepEqual(problemsOf(document), []);
    const other = await vscode.workspace.openTextDocument(library);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      library,
      new vscode.Range(other.positionAt(blocks.indexOf('8,')), other.positionAt(blocks.indexOf('8,') + 1)),
      '16',
    );
    await vscode.workspace.applyEdit(edit);
    // A finding stands in the file that it is about.
    const found = await diagnosticsOf(other, 1);
    assert.equal(codeOf(found[0]!), 'shortcut-mismatch');
    assert.equal(other.isDirty, true);
    assert.deepEqual(problemsOf(document), []);
  });
});

describe('the editor, on Keras JSON', () => {
  it('has hover and lenses, and no finding', async () => {
    const document = await open('resnet.keras.json');
    assert.match(await hoverAt(document, '"stem_conv"'), /Convolution/);
    const lenses = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20),
      found => found?.length > 0,
    );
    assert.match(lenses.map(lens => lens.command?.title ?? '').join(' | '), /Open Diagram/);
    assert.deepEqual(problemsOf(document), []);
  });

  it('marks a shortcut with another stride than its branch, and offers the right one', async () => {
    const document = await open('resnet.keras.json', text => {
      const conv = text.indexOf('"block2_shortcut_conv"');
      return text.slice(0, conv) + text.slice(conv).replace('"strides": [2, 2]', '"strides": [1, 1]');
    });
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.equal(codeOf(diagnostic!), 'shortcut-mismatch');
    assert.equal(diagnostic!.range.start.line, lineOf(document, '"name": "block2_add"'));
    assert.match(diagnostic!.message, /branch 16×16×32, shortcut 32×32×32/);
  });
});

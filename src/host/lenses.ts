import * as vscode from 'vscode';
import type { Definition } from '../core/frontends/frontend.js';
import { roughly, totals } from './figures.js';
import { shapesThrough } from './flow.js';
import { allFormats } from './formats.js';
import type { Models } from './models.js';
import type { Locator } from './positions.js';
import { programLenses } from './program-lenses.js';
import { onDidChangeSetting, setting } from './settings.js';
import type { Analysis } from './tracked.js';
import { usesOf } from './uses.js';

/** Actions and totals above the network; uses, parameters and shapes above each block. */
export function registerLenses(models: Models): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      if (!setting('codeLens.enabled', document)) return [];
      const known = await models.settled(document);
      const analysis = known?.whole ?? known?.drawable;
      if (!analysis) return [];
      const locator = models.locator(document.uri, analysis);
      if (analysis.model.program) return programLenses(document.uri, analysis, locator);
      return [
        ...networkLenses(document.uri, analysis, locator),
        ...blockLenses(document.uri, analysis, locator),
      ];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(allFormats, provider),
    models.onDidChange(() => changed.fire()),
    onDidChangeSetting('codeLens.enabled', () => changed.fire()),
  );
}

/** A lens without a command is plain text. */
const textLens = (range: vscode.Range, title: string): vscode.CodeLens =>
  new vscode.CodeLens(range, { title, command: '' });

function networkLenses(uri: vscode.Uri, { model }: Analysis, locator: Locator): vscode.CodeLens[] {
  if (model.graph.nodes.length === 0) return [];
  const network = model.definitions.find(({ kind }) => kind === 'network');
  const range = locator.range(network?.nameAt ?? { start: 0, end: 0 });
  const { parameters, macs } = totals(model.graph.nodes);
  const action = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: [uri] });
  return [
    action('$(type-hierarchy)\u00a0Open Diagram', 'resnetDesigner.openDiagram'),
    action('$(beaker)\u00a0Run Smoke Test', 'resnetDesigner.runSmokeTest'),
    textLens(range, `${roughly(parameters)} parameters`),
    textLens(range, `${roughly(macs)} MACs`),
  ];
}

const blockLenses = (uri: vscode.Uri, analysis: Analysis, locator: Locator): vscode.CodeLens[] =>
  analysis.model.definitions
    .filter(({ kind, at }) => kind === 'block' && at.file === undefined)
    .flatMap(block => lensesOf(block, uri, analysis, locator));

/** More shapes than this are left to the hover. */
const mostShapes = 3;

function lensesOf(
  block: Definition,
  uri: vscode.Uri,
  analysis: Analysis,
  locator: Locator,
): vscode.CodeLens[] {
  const uses = usesOf(analysis);
  const runs = uses.runsOf(block.name).map(({ nodes }) => nodes);
  if (runs.length === 0) return [];
  const range = locator.range(block.nameAt);
  const shapes = [...new Set(runs.map(nodes => shapesThrough(nodes, analysis)))];
  const references = block.references.map(place => locator.location(place));
  return [
    new vscode.CodeLens(range, {
      title: `used ${runs.length === 1 ? 'once' : `${runs.length} times`}`,
      command: 'editor.action.showReferences',
      arguments: [uri, range.start, references],
    }),
    textLens(range, `${roughly(totals(runs.flat()).parameters)} parameters`),
    textLens(range, shapes.slice(0, mostShapes).join(', ') + (shapes.length > mostShapes ? ', …' : '')),
  ];
}

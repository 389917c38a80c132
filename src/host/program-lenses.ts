import * as vscode from 'vscode';
import type { Model } from '../core/analyze.js';
import { formatShape } from '../core/graph.js';
import { type InputOrigin, networkName } from '../core/program.js';
import { networkTotals } from '../core/totals.js';
import { roughly } from './figures.js';
import type { Locator } from './positions.js';
import type { Analysis } from './tracked.js';

/** Above everything in a program that makes a network: what to do with it, its size, and what goes in. */
export function programLenses(uri: vscode.Uri, analysis: Analysis, locator: Locator): vscode.CodeLens[] {
  return analysis.networks.flatMap(model => {
    const { entry } = model.program ?? {};
    if (!entry) return [];
    const range = locator.range(entry.at);
    const action = (title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command, arguments: [uri, entry.entry] });
    const text = (title: string): vscode.CodeLens => new vscode.CodeLens(range, { title, command: '' });
    const name = networkName(model);
    return [
      ...(name === entry.name ? [] : [text(name)]),
      action('$(type-hierarchy)\u00a0Diagram', 'resnetDesigner.openDiagram'),
      action('$(beaker)\u00a0Smoke test', 'resnetDesigner.runSmokeTest'),
      text(`${roughly(networkTotals(model).parameters)} parameters`),
      text(inputText(model)),
      ...(isSure(entry.origin) ? [] : [action('Set input…', 'resnetDesigner.setInput')]),
    ];
  });
}

const isSure = (origin: InputOrigin): boolean => origin !== 'guess' && origin !== 'unknown';

/** `input 3×224×224 (guess)` */
export function inputText({ graph, program }: Model): string {
  const inputs = graph.nodes
    .filter(({ layer }) => layer === 'input')
    .map(({ output }) => formatShape(output));
  const origin = program?.entry?.origin ?? 'unknown';
  if (inputs.length === 0 || inputs.every(shape => shape === '?')) return 'input unknown';
  return `input ${inputs.join(', ')}${origin === 'guess' ? ' (guess)' : ''}`;
}

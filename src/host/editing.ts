import * as vscode from 'vscode';
import { type Edited, startingParameters, tryChange } from '../core/editing.js';
import { type Change, shortcutPolicies } from '../core/finding.js';
import { layerWords } from '../core/frontends/native/expand.js';
import { shortcutDocs } from '../core/frontends/native/schema.js';
import { formatShape, type Shape } from '../core/graph.js';
import { layers } from '../core/layers/index.js';
import { parameterDifference } from './figures.js';
import type { Models } from './models.js';
import { workspaceEdit } from './positions.js';
import type { Analysis } from './tracked.js';

/** What the diagram changes in a text: the text stays the only truth, and undo takes it back. */
export class Editing {
  constructor(
    private readonly models: Models,
    private readonly uri: vscode.Uri,
    private readonly analysis: Analysis,
  ) {}

  /** Why not, as the end of a sentence; undefined where it is done. */
  async change(change: Change): Promise<string | undefined> {
    return this.apply(this.tried(change));
  }

  async insertLayer(item: string): Promise<string | undefined> {
    const input = this.outputOf(item);
    const items = layerWords
      .filter(word => layers[word].arity === 1)
      .map(word => ({ label: word, description: layers[word].title, detail: layers[word].doc, word }));
    const title = `Insert a layer that takes ${formatShape(input)}`;
    const options = { title, placeHolder: 'Choose a layer', matchOnDescription: true };
    const chosen = await vscode.window.showQuickPick(items, options);
    if (!chosen) return undefined;
    const { word: layer } = chosen;
    return this.change({ kind: 'insert-after', item, layer, parameters: startingParameters(layer, input) });
  }

  async setShortcut(merge: string): Promise<string | undefined> {
    const items = shortcutPolicies.map(policy => {
      const edited = this.tried({ kind: 'set-shortcut', merge, policy });
      return { label: policy, description: this.effectOf(edited), detail: shortcutDocs[policy], edited };
    });
    const options = { title: 'Shortcut of the block', placeHolder: 'h(x), wherever the block is used' };
    const chosen = await vscode.window.showQuickPick(items, options);
    return chosen && this.apply(chosen.edited);
  }

  private tried(change: Change): Edited {
    const { model, lines } = this.analysis;
    return tryChange({ uri: model.uri, text: lines.text }, model, change, this.models.files);
  }

  private async apply(edited: Edited): Promise<string | undefined> {
    if ('reason' in edited) return edited.reason;
    const edit = workspaceEdit(edited.edits, this.models.locator(this.uri, this.analysis));
    return (await vscode.workspace.applyEdit(edit)) ? undefined : 'the editor has refused it';
  }

  /** What a change costs, and whether all fits then. */
  private effectOf(edited: Edited): string {
    if ('reason' in edited) return edited.reason;
    const errors = edited.model.findings.filter(({ severity }) => severity === 'error').length;
    const cost = parameterDifference(this.analysis.model, edited.model);
    return errors === 0 ? cost : `${cost}, ${errors === 1 ? '1 error' : `${errors} errors`}`;
  }

  private outputOf(item: string): Shape {
    const { nodes } = this.analysis.model.graph;
    const last = nodes.findLast(
      ({ id, block }) => id === item || block === item || block.startsWith(`${item}.`),
    );
    return last?.output ?? null;
  }
}

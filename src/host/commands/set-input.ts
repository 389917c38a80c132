import * as vscode from 'vscode';
import type { Model } from '../../core/analyze.js';
import { commentEdit, shapesIn, shapeText } from '../../core/frontends/python/comments.js';
import type { Shape, Size } from '../../core/graph.js';
import { workspaceEdit } from '../positions.js';
import type { Command } from './command.js';
import { pickNetwork } from './pick-network.js';
import { targetOf } from './target.js';

/** Writes the comment that says what goes into a network of a Python file. */
export const setInput: Command = {
  id: 'resnetDesigner.setInput',
  title: 'Set Input…',
  async run(services, uri, entry) {
    const { models } = services;
    const document = await targetOf(uri, services);
    if (!document || !(await pickNetwork(document, entry, models, 'Which network’s input?'))) return;
    const known = models.get(document);
    const { newest } = known ?? {};
    const model = newest?.model;
    const candidate = model?.program?.candidates.find(c => c.entry === model.program?.entry?.entry);
    if (!newest || !model || !candidate) return;
    const input = await askInput(model);
    if (input === undefined) return;
    const edit = commentEdit(newest.lines.text, candidate, input);
    await vscode.workspace.applyEdit(workspaceEdit([edit], models.locator(document, newest)));
  },
};

const other = 'Another shape…';

async function askInput(model: Model): Promise<string | undefined> {
  const [now, ...usual] = usualInputs(model);
  const items = [
    ...(now === undefined ? [] : [{ label: now, description: 'as it is read now' }]),
    ...usual.map(label => ({ label })),
    { label: other },
  ];
  const takesBatch = model.program?.framework === 'torch';
  const placeHolder = takesBatch
    ? 'What goes in, with the batch as in torch.randn(…)'
    : 'What goes in, without the batch as in Input(shape=…)';
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (!picked || picked.label !== other) return picked?.label;
  return vscode.window.showInputBox({
    prompt: `${placeHolder}; several inputs separated by ;`,
    value: now,
    validateInput: text => (shapesIn(text) ? undefined : 'Sizes with commas between them: (1, 3, 32, 32)'),
  });
}

const imageSizes = [28, 32, 64, 96, 128, 224, 256, 299, 384];

/** The shapes as they are, then those of usual images with as many channels; as the framework takes them. */
export function usualInputs({ program, graph }: Model): string[] {
  const shapes = graph.nodes.filter(({ layer }) => layer === 'input').map(({ output }) => output);
  const isTorch = program?.framework === 'torch';
  const written = (shape: Shape): string => shapeText([...(isTorch ? [1] : []), ...(shape ?? [])]);
  const now =
    shapes.length > 0 && shapes.every(shape => shape !== null) ? shapes.map(written).join('; ') : undefined;
  const images = imagesLike(shapes, isTorch).map(written);
  return [...new Set([...(now === undefined ? [] : [now]), ...images])];
}

function imagesLike([shape, ...others]: readonly Shape[], isTorch: boolean): Shape[] {
  if (others.length > 0 || (shape && shape.length !== 3)) return [];
  const channels: Size = (isTorch ? shape?.[0] : shape?.[2]) ?? 3;
  return imageSizes.map(size => (isTorch ? [channels, size, size] : [size, size, channels]));
}

import * as vscode from 'vscode';
import { analyze, type Model } from '../core/analyze.js';
import type { Definition } from '../core/frontends/frontend.js';
import { isLayerName } from '../core/layers/index.js';
import { applyEdits, type Files } from '../core/source.js';
import { sameFile } from './files.js';
import { nativeFormats } from './formats.js';
import type { Models } from './models.js';
import { type Name, nameAt, placesOf } from './names.js';
import { Lines } from './positions.js';
import type { Analysis } from './tracked.js';

interface Target {
  readonly name: Name;
  readonly analysis: Analysis;
}

/** Renames blocks, ids and `$parameters`, where they are defined and wherever they are used. */
export function registerRename(models: Models): vscode.Disposable {
  const find = async (document: vscode.TextDocument, position: vscode.Position): Promise<Target> => {
    const analysis = (await models.settled(document))?.newest;
    const name = analysis && nameAt(analysis, analysis.lines.offset(position));
    if (!name) throw new Error('Only blocks, ids and $parameters have a name that can be changed.');
    return { name, analysis };
  };
  return vscode.languages.registerRenameProvider(nativeFormats, {
    async prepareRename(document, position) {
      const { name, analysis } = await find(document, position);
      return { range: analysis.lines.range(name.at), placeholder: name.definition.name };
    },
    async provideRenameEdits(document, position, newName) {
      const { name, analysis } = await find(document, position);
      const wanted = newName.replace(/^\$/, '');
      const obstacle = obstacleTo(wanted, name.definition, analysis);
      if (obstacle) throw new Error(obstacle);
      const places = placesOf(document.uri, name, models);
      const damage = damageOf(document, analysis, places, wanted, models.files);
      if (damage) throw new Error(damage);
      const edit = new vscode.WorkspaceEdit();
      for (const { uri, range } of places) edit.replace(uri, range, wanted);
      return edit;
    },
  });
}

/** Why a name cannot be given. */
function obstacleTo(wanted: string, definition: Definition, { model }: Analysis): string | undefined {
  const word = definition.kind === 'parameter' ? /^[A-Za-z_]\w*$/ : /^[A-Za-z_][\w-]*$/;
  if (!word.test(wanted)) return `“${wanted}” is no name: letters, digits and _, not starting with a digit.`;
  if (definition.kind === 'block' && (isLayerName(wanted) || structureWords.has(wanted))) {
    return `“${wanted}” is a word of the format.`;
  }
  const isTaken = model.definitions.some(
    other =>
      other !== definition &&
      other.name === wanted &&
      other.kind === definition.kind &&
      other.parent === definition.parent,
  );
  return isTaken ? `There is another ${definition.kind} named “${wanted}”.` : undefined;
}

/** What would be wrong in the file afterwards: a new mistake, or another network, as `stride` has a meaning of its own. */
function damageOf(
  { uri }: vscode.TextDocument,
  { model, lines }: Analysis,
  places: readonly vscode.Location[],
  wanted: string,
  files: Files,
): string | undefined {
  const edited = (file: string, old: Lines): string => {
    const own = places.filter(place => sameFile(file, place.uri));
    return applyEdits(
      old.text,
      own.map(({ range }) => ({ span: old.span(range), text: wanted })),
    );
  };
  const editedFiles: Files = {
    read: file => {
      const text = files.read(file);
      return text === undefined ? undefined : edited(file, new Lines(text));
    },
  };
  const after = analyze({ uri: model.uri, text: edited(uri.toString(), lines) }, editedFiles);
  if (errorsOf(after) > errorsOf(model)) return 'The name is used where it cannot be changed with the rest.';
  return after && layersOf(after) === layersOf(model)
    ? undefined
    : 'The network would be another one: a stage gives a parameter named `stride` to its first block only.';
}

/** The layers and their values, whatever they are called. */
const layersOf = ({ graph }: Model): string =>
  JSON.stringify(graph.nodes.map(({ layer, parameters, output }) => [layer, parameters, output]));

const errorsOf = (model: Model | undefined): number =>
  model?.findings.filter(({ severity }) => severity === 'error').length ?? 0;

const structureWords: ReadonlySet<string> = new Set(['stage', 'repeat', 'parallel']);

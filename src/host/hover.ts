import * as vscode from 'vscode';
import { describeParameter } from '../core/frontends/native/describe.js';
import { wordDocs } from '../core/frontends/native/schema.js';
import { layers } from '../core/layers/index.js';
import type { Place } from '../core/source.js';
import { allFormats } from './formats.js';
import { blockText, layerText, nameText, parameterText, partText, shortcutText } from './hover-text.js';
import type { Models } from './models.js';
import { type Name, nameAt } from './names.js';
import { setting } from './settings.js';
import type { Analysis } from './tracked.js';
import { type Use, usesOf } from './uses.js';
import { wholeOf } from './whole.js';

/** What is told of the thing under the cursor. */
export interface Explanation {
  readonly markdown: string;
  readonly at: Place;
}

export function registerHover(models: Models): vscode.Disposable {
  return vscode.languages.registerHoverProvider(allFormats, {
    async provideHover(document, position) {
      if (!setting('hover.enabled', document)) return undefined;
      const known = await models.settled(document);
      if (!known) return undefined;
      const { newest, whole } = known;
      const analysis = wholeOf(whole?.version === newest.version ? whole : newest);
      const found = explain(analysis, analysis.lines.offset(position));
      return (
        found && new vscode.Hover(new vscode.MarkdownString(found.markdown), analysis.lines.range(found.at))
      );
    },
  });
}

/** Explains the innermost thing at an offset. */
export function explain(analysis: Analysis, offset: number): Explanation | undefined {
  const uses = usesOf(analysis).at(offset);
  const name = nameAt(analysis, offset);
  if (name) return explainName(analysis, name, uses[0]);
  const [use] = uses;
  if (!use) return explainWord(analysis, offset);
  return explainParameter(use, offset) ?? explainKey(analysis, use, offset) ?? explainUse(analysis, use);
}

function explainName(
  analysis: Analysis,
  { definition, at }: Name,
  use: Use | undefined,
): Explanation | undefined {
  if (definition.kind === 'block') return { at, markdown: blockText(analysis, definition) };
  if (definition.kind === 'parameter') return { at, markdown: nameText(analysis, definition, use, at) };
  const named = usesOf(analysis).at(definition.nameAt.start)[0];
  return named && { at, markdown: explainUse(analysis, named).markdown };
}

/** The value of a layer's parameter. */
function explainParameter(use: Use, offset: number): Explanation | undefined {
  if (use.kind !== 'layer') return undefined;
  const [parameter, at] =
    Object.entries(use.nodes[0]!.places ?? {}).find(
      ([, { start, end }]) => start <= offset && offset <= end,
    ) ?? [];
  return parameter !== undefined && at ? { at, markdown: parameterText(use, parameter) } : undefined;
}

/** The name of a parameter before its value. */
function explainKey(analysis: Analysis, use: Use, offset: number): Explanation | undefined {
  const key = analysis.model.format === 'python' ? undefined : keyAt(analysis.lines.text, offset);
  if (!key) return undefined;
  const { word, at } = key;
  const { layer, places } = use.nodes[0] ?? {};
  const parameter = layer && Object.hasOwn(layers[layer].parameters, word) && layers[layer].parameters[word];
  if (use.kind !== 'layer' || !parameter || parameter.internal) return undefined;
  return { at, markdown: places?.[word] ? parameterText(use, word) : describeParameter(word, parameter) };
}

/** A word of the format, such as `residual`. */
function explainWord(analysis: Analysis, offset: number): Explanation | undefined {
  const key = keyAt(analysis.lines.text, offset);
  const doc = key && analysis.model.format === 'native' ? wordDocs[key.word] : undefined;
  return key && doc !== undefined ? { at: key.at, markdown: `\`${key.word}\`: ${doc}` } : undefined;
}

function explainUse(analysis: Analysis, use: Use): Explanation {
  const text = { layer: layerText, part: partText, shortcut: shortcutText }[use.kind];
  return { at: use.at, markdown: text(analysis, use) };
}

/** The word at an offset, if a colon follows. */
function keyAt(text: string, offset: number): { word: string; at: Place } | undefined {
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 80), offset))![0];
  const [, rest, colon] = /^(\w*)("?\s*:)?/.exec(text.slice(offset, offset + 80))!;
  const word = `${before}${rest}`;
  const start = offset - before.length;
  return colon === undefined || word === '' ? undefined : { word, at: { start, end: start + word.length } };
}

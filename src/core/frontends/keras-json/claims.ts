import { type Finding, finding } from '../../finding.js';
import type { Source } from '../../source.js';

/** How far into a text its kind is looked for. */
const head = 400_000;

const fileName = ({ uri }: Source): string => uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();

/** Files that say by their name that they are Keras's. */
const isOurName = (name: string): boolean => name.endsWith('.keras.json');

/** Other tools' names for it, that other things have, too. */
const isLikelyName = (name: string): boolean =>
  name === 'model.json' || name.endsWith('-model.json') || name.endsWith('_model.json');

/** `"class_name": "Sequential"`, also inside a string, where quotes have backslashes. */
const modelClass = /"class_name\\*"\s*:\s*\\*"(?:Sequential|Functional|Model)\\*"/;
const anyClass = /"class_name\\*"\s*:\s*\\*"/;
const layerKeys = /"(?:inbound_nodes|batch_input_shape|batch_shape|registered_name|keras_version)\\*"/;

const isKeras = (text: string): boolean =>
  modelClass.test(text) || (anyClass.test(text) && layerKeys.test(text));

/** Files under a model's name that hold something else of Keras or TensorFlow, which is worth a word. */
const relatives: readonly { readonly looksLike: RegExp; readonly message: string }[] = [
  {
    looksLike: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    message: 'a pointer of Git LFS: the file itself has not been fetched (`git lfs pull`)',
  },
  {
    looksLike: /^[^"]{0,200}'class_name'|^\s*\{\s*'[^']*':\s*<(?:tf\.|KerasTensor)/,
    message: 'a Python dictionary, not JSON: write the model with `model.to_json()`',
  },
];

const relativeOf = (text: string) => relatives.find(({ looksLike }) => looksLike.test(text));

const isGraphModel = (text: string): boolean => /"format"\s*:\s*"graph-model"/.test(text);

/** Whether a file is a Keras architecture, or nearly one under such a file's name. */
export function claims(source: Source): boolean {
  const name = fileName(source);
  if (!name.endsWith('.json')) return false;
  if (isOurName(name)) return true;
  const text = source.text.slice(0, head);
  if (isKeras(text)) return true;
  return isLikelyName(name) && (isGraphModel(text) || relativeOf(text) !== undefined);
}

/** What a file is that is nearly ours, but no JSON. */
export function relativeFinding(source: Source): Finding | undefined {
  const relative = relativeOf(source.text.slice(0, head));
  return (
    relative &&
    finding('not-a-model', 'information', relative.message, { start: 0, end: firstLine(source.text) })
  );
}

const firstLine = (text: string): number => {
  const end = text.indexOf('\n');
  return end < 0 ? Math.min(text.length, 80) : end;
};

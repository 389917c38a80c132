import { type Finding, finding } from '../../finding.js';
import type { Json } from './json.js';
import { parseJson } from './syntax.js';

/** The object with `class_name` and `config` that is the network, or why there is none. */
export type Architecture =
  | { readonly model: Json }
  | { readonly findings: readonly Finding[]; readonly broken: string };

/** The wrappers that Keras and TensorFlow.js put around a model, outermost first. */
const wrappers = ['modelTopology', 'model_topology', 'model_config'] as const;

/** Strings in strings: a dump of a dump of `model.to_json()` is deeper than anyone's mistake. */
const mostUnwrapped = 8;

/** Takes the wrappers off: TensorFlow.js's, Keras's own, and strings that hold the JSON once more. */
export function unwrap(root: Json): Architecture {
  let json = root;
  for (let step = 0; step < mostUnwrapped; step++) {
    if (json.string !== undefined) {
      const inner = parseJson(json.string, json.at);
      if ('broken' in inner) return inner;
      json = inner.root;
      continue;
    }
    if (isGraphModel(json))
      return nothing('a TensorFlow.js graph model has no layers: its graph is one of operations', json);
    const wrapper = wrappers.map(key => json.get(key)).find(value => value !== undefined);
    if (wrapper === undefined) break;
    json = wrapper;
  }
  if (json.get('class_name')?.string === undefined || json.get('config') === undefined) {
    return nothing('there is no Keras model here: it would have `class_name` and `config`', root);
  }
  const layers = json.get('config')?.get('layers') ?? json.get('config');
  if (!layers?.isArray) {
    return nothing(
      'this model has no list of layers: what it computes stands in its Python class alone',
      root,
    );
  }
  return { model: json };
}

const isGraphModel = (json: Json): boolean =>
  json.get('format')?.string === 'graph-model' || json.get('modelTopology')?.get('node') !== undefined;

function nothing(message: string, root: Json): Architecture {
  const at = { ...root.at, end: root.at.start + 1 };
  return { findings: [finding('not-a-model', 'information', message, at)], broken: message };
}

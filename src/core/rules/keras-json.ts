import type { Rule } from './rule.js';

const input = `{"class_name": "InputLayer", "config": {"name": "image", "batch_input_shape": [null, 8, 8, 3]},
       "inbound_nodes": []}`;

/** A functional model with one input, in the spelling of Keras 2. */
const model = (layers: readonly string[], outputs: readonly string[]): string => `{
  "class_name": "Functional",
  "config": {
    "name": "example",
    "layers": [
      ${[input, ...layers].join(',\n      ')}
    ],
    "input_layers": [["image", 0, 0]],
    "output_layers": [${outputs.map(name => `["${name}", 0, 0]`).join(', ')}]
  }
}
`;

const layer = (className: string, config: string, inputs: readonly string[]): string =>
  `{"class_name": "${className}", "config": {${config}},
       "inbound_nodes": [${inputs.length > 0 ? `[${inputs.map(name => `["${name}", 0, 0, {}]`).join(', ')}]` : ''}]}`;

const relu = (name: string, ...inputs: string[]): string => layer('ReLU', `"name": "${name}"`, inputs);
const norm = (name: string, ...inputs: string[]): string =>
  layer('BatchNormalization', `"name": "${name}"`, inputs);
const add = (name: string, ...inputs: string[]): string => layer('Add', `"name": "${name}"`, inputs);

/** Codes that only a Keras file's own structure gives. */
export const kerasJsonRules: readonly Rule[] = [
  {
    code: 'missing-layer',
    title: 'A connection to a layer that is not there',
    severity: 'error',
    why: 'Keras cannot load the file. The connection is left out, and everything else is checked.',
    format: 'json',
    bad: model([relu('a', 'image'), add('sum', 'a', 'b')], ['sum']),
    good: model([relu('a', 'image'), add('sum', 'a', 'image')], ['sum']),
  },
  {
    code: 'unconnected-layer',
    title: 'A layer that is called on nothing',
    severity: 'warning',
    why: 'It has weights in the file but no place in the network: its `inbound_nodes` are empty.',
    format: 'json',
    bad: model([relu('loose'), relu('last', 'image')], ['last']),
    good: model([norm('first', 'image'), relu('last', 'first')], ['last']),
  },
  {
    code: 'wrong-inputs',
    title: 'Several tensors for a layer that takes one',
    severity: 'error',
    why: 'Keras fails when the model is built. The first tensor counts here; `Add` or `Concatenate` would merge them.',
    format: 'json',
    bad: model([relu('a', 'image'), relu('last', 'image', 'a')], ['a', 'last']),
    good: model([relu('a', 'image'), add('last', 'image', 'a')], ['a', 'last']),
  },
  {
    code: 'not-a-model',
    title: 'A file that holds no Keras architecture',
    severity: 'information',
    why:
      'Other tools use the same file names. A TensorFlow.js graph model has operations, no layers; a subclassed model keeps its layers ' +
      'in Python code; a pointer of Git LFS stands for a file that has not been fetched. `model.to_json()` writes what can be read here.',
    format: 'json',
    bad: '{"format": "graph-model", "modelTopology": {"node": []}}\n',
    good: model([relu('last', 'image')], ['last']),
  },
];

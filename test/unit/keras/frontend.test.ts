import { describe, expect, it } from 'vitest';
import { kerasJson } from '../../../src/core/frontends/keras-json/index.js';
import { applyEdits, noFiles } from '../../../src/core/source.js';
import {
  conv2,
  end,
  functional,
  input2,
  layer2,
  layer3,
  link,
  model3,
  on,
  residual1,
  residual2,
  residual3,
  residualTfjs,
  residualWeights,
  sequential,
  tensor3,
} from './fixtures.js';
import { check, nodeOf, weightsOf } from './model.js';

const read = (model: unknown) => check(JSON.stringify(model));

const shapesOf = (model: unknown): Record<string, unknown> =>
  Object.fromEntries(read(model).graph.nodes.map(node => [node.id, node.output]));

const codesOf = (model: unknown): string[] => read(model).findings.map(f => f.code);

describe('one network in every dialect', () => {
  it.each([
    ['Keras 1', residual1],
    ['Keras 2', residual2],
    ['Keras 3', residual3],
    ['TensorFlow.js', residualTfjs],
    ['a model_config alone', { model_config: residual2 }],
    ['JSON in a string', JSON.stringify(residual2)],
    ['a string for model_config', { model_config: JSON.stringify(residual2) }],
  ])('%s', (_, model) => {
    const { graph, findings } = read(model);
    expect(findings).toEqual([]);
    expect(graph.name).toBe('small');
    expect(graph.nodes.map(({ id, layer, output }) => [id, layer, output])).toEqual([
      ['image', 'input', [8, 8, 3]],
      ['stem', 'conv', [8, 8, 4]],
      ['inside', 'conv', [8, 8, 4]],
      ['bn', 'batchNorm', [8, 8, 4]],
      ['sum', 'add', [8, 8, 4]],
      ['pool', 'globalAveragePool', [4]],
      ['classes', 'dense', [10]],
    ]);
    expect(nodeOf(graph, 'sum').inputs).toEqual(['bn', 'stem']);
    expect(graph.outputs).toEqual(['classes']);
    expect(weightsOf(graph.nodes)).toBe(residualWeights);
  });
});

describe('Sequential models', () => {
  const first = {
    name: 'conv',
    filters: 4,
    kernel_size: [3, 3],
    padding: 'valid',
    batch_input_shape: [null, 8, 8, 3],
  };
  const rest = [link('Flatten', { name: 'flat' }), link('Dense', { name: 'head', units: 2 })];

  it('are a chain from an input that the first layer implies', () => {
    const { graph } = read(sequential([link('Conv2D', first), ...rest]));
    expect(graph.nodes.map(({ id, inputs, output }) => [id, inputs, output])).toEqual([
      ['conv_input', [], [8, 8, 3]],
      ['conv', ['conv_input'], [6, 6, 4]],
      ['flat', ['conv'], [144]],
      ['head', ['flat'], [2]],
    ]);
    expect(graph.outputs).toEqual(['head']);
  });

  it('may be a bare list', () => {
    const shapes = shapesOf({ class_name: 'Sequential', config: [link('Conv2D', first), ...rest] });
    expect(shapes).toMatchObject({ conv: [6, 6, 4], head: [2] });
  });

  it('may name their layers not at all', () => {
    const { name: _, ...nameless } = first;
    expect(shapesOf(sequential([link('Conv2D', nameless), link('Dense', { units: 2 })]))).toMatchObject({
      conv2d_1: [6, 6, 4],
      dense_2: [6, 6, 2],
    });
  });

  it('start with an input layer in newer versions', () => {
    const layers = [link('InputLayer', { name: 'image', batch_shape: [null, 5, 5, 1] }), ...rest];
    expect(shapesOf(sequential(layers))).toEqual({ image: [5, 5, 1], flat: [25], head: [2] });
  });

  it('take their input shape from what they were built for', () => {
    expect(shapesOf(sequential(rest, { build_input_shape: [null, 4, 4, 2] }))).toMatchObject({ flat: [32] });
    const noted = { ...sequential(rest), build_config: { input_shape: [null, 3, 3, 2] } };
    expect(shapesOf(noted)).toMatchObject({ flat: [18] });
  });

  it('that say their input shape are not asked what they were built for', () => {
    const layers = [link('Flatten', { name: 'flat', batch_input_shape: [null, 4, 4] }), rest[1]!];
    expect(shapesOf(sequential(layers, { build_input_shape: [null, 9, 9] }))).toMatchObject({ flat: [16] });
  });

  it('without an input shape give unknown sizes and a remark', () => {
    const { graph, findings } = read(sequential(rest));
    expect(nodeOf(graph, 'head').output).toEqual([2]);
    expect(weightsOf(graph.nodes)).toBeNull();
    expect(findings).toMatchObject([{ code: 'no-input', severity: 'information' }]);
  });

  it('of Keras 1 may start with a merge of branches', () => {
    const branch = (name: string, units: number) => ({
      class_name: 'Sequential',
      config: [link('Dense', { name, output_dim: units, batch_input_shape: [null, 3] })],
    });
    const merge = link('Merge', {
      name: 'both',
      mode: 'concat',
      concat_axis: -1,
      layers: [branch('a', 4), branch('b', 5)],
    });
    const { graph, findings } = read({
      class_name: 'Sequential',
      config: [merge, link('Dense', { name: 'head', output_dim: 2 })],
    });
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'both').output).toEqual([9]);
    expect(nodeOf(graph, 'head').output).toEqual([2]);
  });
});

describe('models inside models', () => {
  const inner = functional('inner', [input2('x', 8, 8, 3), conv2('conv', 4, 'x')], [end('x')], [end('conv')]);
  const asLayer = (calls: unknown[]) => ({ ...inner, name: 'inner', inbound_nodes: calls });

  it('become blocks, with their input as a node that passes on', () => {
    const outer = functional(
      'outer',
      [input2('image', 8, 8, 3), asLayer([on('image')]), conv2('last', 2, 'inner')],
      [end('image')],
      [end('last')],
    );
    const { graph, findings } = read(outer);
    expect(findings).toEqual([]);
    expect(graph.blocks).toMatchObject([
      { id: '', kind: 'network', name: 'outer' },
      { id: 'inner', parent: '', kind: 'model', name: 'inner', type: 'Functional' },
    ]);
    expect(graph.nodes.map(({ id, layer, block, inputs }) => [id, layer, block, inputs])).toEqual([
      ['image', 'input', '', []],
      ['inner.x', 'identity', 'inner', ['image']],
      ['inner.conv', 'conv', 'inner', ['inner.x']],
      ['last', 'conv', '', ['inner.conv']],
    ]);
  });

  it('may count the call that made them', () => {
    const last = layer2('Flatten', { name: 'last' }, [[['inner', 1, 0, {}]]]);
    const outer = functional(
      'outer',
      [input2('image', 8, 8, 3), asLayer([on('image')]), last],
      [end('image')],
      [end('last')],
    );
    expect(shapesOf(outer)).toMatchObject({ last: [256] });
  });

  it('that are called twice have one set of weights', () => {
    const layers = [
      input2('left', 8, 8, 3),
      input2('right', 8, 8, 3),
      asLayer([on('left'), on('right')]),
      layer2('Subtract', { name: 'difference' }, [
        [
          ['inner', 1, 0, {}],
          ['inner', 2, 0, {}],
        ],
      ]),
    ];
    const { graph, findings } = read(
      functional('twins', layers, [end('left'), end('right')], [end('difference')]),
    );
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'difference').inputs).toEqual(['inner.conv', 'inner:2.conv']);
    expect(nodeOf(graph, 'inner:2.x').inputs).toEqual(['right']);
    expect(nodeOf(graph, 'inner:2.conv')).toMatchObject({ sharedWith: 'inner.conv' });
    expect(weightsOf(graph.nodes)).toBe(3 * 3 * 3 * 4 + 4);
  });

  it('may have several outputs', () => {
    const two = functional(
      'two',
      [input2('x', 4, 4, 1), conv2('a', 2, 'x'), conv2('b', 3, 'x')],
      [end('x')],
      [end('a'), end('b')],
    );
    const layers = [
      input2('image', 4, 4, 1),
      { ...two, name: 'two', inbound_nodes: [on('image')] },
      layer2('Flatten', { name: 'second' }, [[['two', 1, 1, {}]]]),
    ];
    expect(shapesOf(functional('outer', layers, [end('image')], [end('second')]))).toMatchObject({
      second: [48],
    });
  });

  it('may be Sequential inside Sequential', () => {
    const dense = (name: string, units: number, more = {}) => link('Dense', { name, units, ...more });
    const inside = sequential([dense('a', 4, { batch_input_shape: [null, 3] }), dense('b', 5)]);
    const { graph } = read(
      sequential([{ ...inside, config: { ...(inside.config as object), name: 'part' } }, dense('head', 2)]),
    );
    expect(graph.nodes.map(({ id, output }) => [id, output])).toEqual([
      ['part_input', [3]],
      ['part.a_input', [3]],
      ['part.a', [4]],
      ['part.b', [5]],
      ['head', [2]],
    ]);
  });
});

describe('calls', () => {
  it('of one layer share its weights', () => {
    const shared = conv2('shared', 3, 'image');
    const layers = [
      input2('image', 8, 8, 3),
      { ...shared, inbound_nodes: [on('image'), [['shared', 0, 0, {}]]] },
      layer2('Add', { name: 'sum' }, [
        [
          ['shared', 0, 0, {}],
          ['shared', 1, 0, {}],
        ],
      ]),
    ];
    const { graph, findings } = read(functional('m', layers, [end('image')], [end('sum')]));
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'shared:2')).toMatchObject({ inputs: ['shared'], sharedWith: 'shared' });
    expect(weightsOf(graph.nodes)).toBe(3 * 3 * 3 * 3 + 3);
  });

  it('have tensors among the keyword arguments', () => {
    const layers = [
      input2('image', 4, 4, 2),
      conv2('conv', 2, 'image'),
      layer2('TFOpLambda', { name: 'tf.__operators__.add', function: '__operators__.add' }, [
        ['conv', 0, 0, { y: ['image', 0, 0], name: null }],
      ]),
      layer2('TFOpLambda', { name: 'tf.math.multiply', function: 'math.multiply' }, [
        ['tf.__operators__.add', 0, 0, { y: 0.5, name: null }],
      ]),
      layer2('TFOpLambda', { name: 'tf.math.add', function: 'math.add' }, [
        ['_CONSTANT_VALUE', -1, 2, { y: ['tf.math.multiply', 0, 0] }],
      ]),
    ];
    const { graph, findings } = read(functional('m', layers, [end('image')], [end('tf.math.add')]));
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'tf.__operators__.add')).toMatchObject({ layer: 'add', inputs: ['conv', 'image'] });
    expect(nodeOf(graph, 'tf.math.multiply')).toMatchObject({
      layer: 'identity',
      inputs: ['tf.__operators__.add'],
    });
    expect(nodeOf(graph, 'tf.math.add')).toMatchObject({ layer: 'identity', inputs: ['tf.math.multiply'] });
  });

  it('of Keras 3 functions are layers where we have them', () => {
    const ops = 'keras.src.ops.numpy';
    const [image, conv] = [tensor3('image', 4, 4, 2), tensor3('conv', 4, 4, 2)];
    const model = model3('Functional', {
      name: 'm',
      layers: [
        layer3('InputLayer', { name: 'image', batch_shape: [null, 4, 4, 2] }, []),
        layer3('Conv2D', { name: 'conv', filters: 2, kernel_size: 1 }, [image]),
        layer3('Add', { name: 'add' }, [conv, image], {}, ops),
        layer3('Multiply', { name: 'half' }, [tensor3('add', 4, 4, 2), 0.5], {}, ops),
        layer3('Reshape', { name: 'flat', newshape: [-1, 32] }, [tensor3('half', 4, 4, 2)], {}, ops),
        layer3('Dense', { name: 'head', units: 3 }, [tensor3('flat', 32)]),
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [['head', 0, 0]],
    });
    const { graph, findings } = read(model);
    expect(nodeOf(graph, 'add')).toMatchObject({ layer: 'add', inputs: ['conv', 'image'] });
    expect(nodeOf(graph, 'half').layer).toBe('identity');
    expect(nodeOf(graph, 'flat')).toMatchObject({ layer: 'operation', output: [32] });
    expect(nodeOf(graph, 'head').weights.total).toBe(99);
    expect(findings).toEqual([]);
  });

  it('of TensorFlow functions have their arguments behind the tensor', () => {
    const call = (name: string, of: string, from: string, more: object): ReturnType<typeof layer2> =>
      layer2('TFOpLambda', { name, function: of }, [[from, 0, 0, more]]);
    const whole = { start: null, stop: null, step: null };
    const layers = [
      input2('x', 6, 8),
      layer2('SlicingOpLambda', { name: 'part', function: '__operators__.getitem' }, [
        ['x', 0, 0, { slice_spec: [whole, { ...whole, start: 1, stop: -1 }, 0] }],
      ]),
      layer2('SlicingOpLambda', { name: 'last', function: '__operators__.getitem' }, [
        ['x', 0, 0, { slice_spec: [{ class_name: '__ellipsis__' }, null, -1] }],
      ]),
      call('mean', 'math.reduce_mean', 'x', { axis: 1, keepdims: true }),
      call('rows', 'reshape', 'x', { shape: [-1, 4, 12] }),
      call('turned', 'transpose', 'x', { perm: [0, 2, 1] }),
      call('shape', 'shape', 'x', {}),
      layer2('SlicingOpLambda', { name: 'batch', function: '__operators__.getitem' }, [
        ['shape', 0, 0, { slice_spec: 0 }],
      ]),
      call('flat', 'reshape', 'x', { shape: [['batch', 0, 0], 48] }),
      layer2('Dense', { name: 'head', units: 2 }, [on('flat')]),
      layer2('TFOpLambda', { name: 'joined', function: 'concat' }, [
        [
          ['x', 0, 0, { axis: -1 }],
          ['x', 0, 0, {}],
        ],
      ]),
    ];
    const names = ['part', 'last', 'mean', 'rows', 'turned', 'joined', 'flat'];
    const { graph, findings } = read(
      functional(
        'm',
        layers,
        [end('x')],
        [...names, 'head'].map(name => end(name)),
      ),
    );
    expect(findings).toEqual([]);
    expect(names.map(name => nodeOf(graph, name).output)).toEqual([
      [4],
      [6, 1],
      [1, 8],
      [4, 12],
      [8, 6],
      [6, 16],
      [48],
    ]);
    expect(weightsOf(graph.nodes)).toBe(48 * 2 + 2);
  });

  it('take no mask for a tensor', () => {
    const x = tensor3('x', 5);
    const model = model3('Functional', {
      name: 'm',
      layers: [
        layer3('InputLayer', { name: 'x', batch_shape: [null, 5] }, []),
        layer3('Embedding', { name: 'words', input_dim: 9, output_dim: 4 }, [x]),
        layer3('Dense', { name: 'head', units: 3 }, [tensor3('words', 5, 4)], { mask: x }),
      ],
      input_layers: [['x', 0, 0]],
      output_layers: [['head', 0, 0]],
    });
    const { graph, findings } = read(model);
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'head').inputs).toEqual(['words']);
  });

  it('hand the states of an LSTM on', () => {
    const lstm = (name: string, more = {}) => ({ name, units: 4, return_state: true, ...more });
    const layers = [
      input2('x', null, 3),
      layer2('LSTM', lstm('encoder'), [on('x')]),
      layer2('LSTM', lstm('decoder', { return_sequences: true }), [
        [
          ['x', 0, 0, {}],
          ['encoder', 0, 1, {}],
          ['encoder', 0, 2, {}],
        ],
      ]),
      layer2('Dense', { name: 'state', units: 2 }, [[['encoder', 0, 1, {}]]]),
    ];
    const { graph } = read(functional('m', layers, [end('x')], [end('decoder'), end('state')]));
    expect(nodeOf(graph, 'decoder')).toMatchObject({
      inputs: ['x', 'encoder', 'encoder'],
      output: [null, 4],
    });
    expect(nodeOf(graph, 'state').weights.total).toBe(4 * 2 + 2);
  });
});

describe('layers', () => {
  it('of an unknown class are one quiet finding each class', () => {
    const lambda = (name: string, from: string) => layer2('Lambda', { name }, [on(from)]);
    const layers = [
      input2('image', 4, 4, 2),
      lambda('a', 'image'),
      lambda('b', 'a'),
      layer2('Dense', { name: 'head', units: 3 }, [on('b')]),
    ];
    const text = JSON.stringify(functional('m', layers, [end('image')], [end('head')]));
    const { graph, findings } = check(text);
    expect(findings).toMatchObject([{ code: 'unknown-layer', severity: 'information', nodes: ['a', 'b'] }]);
    expect(text.slice(findings[0]!.at.start, findings[0]!.at.end)).toBe('Lambda');
    expect(nodeOf(graph, 'a')).toMatchObject({
      layer: 'unknown',
      output: null,
      parameters: { class: 'Lambda' },
    });
    expect(weightsOf(graph.nodes)).toBeNull();
  });

  it('of an unknown activation keep their shape', () => {
    const layers = [input2('image', 4, 4, 2), conv2('conv', 3, 'image', { activation: 'my_own' })];
    const { graph, findings } = read(functional('m', layers, [end('image')], [end('conv')]));
    expect(nodeOf(graph, 'conv').output).toEqual([4, 4, 3]);
    expect(findings).toMatchObject([{ code: 'unknown-layer', severity: 'information', nodes: ['conv'] }]);
  });

  it('have an activation of its own after them where ours cannot build it in', () => {
    const layers = [
      input2('image', 4, 4, 2),
      conv2('conv', 3, 'image', { activation: 'leaky_relu' }),
      layer2('Flatten', { name: 'flat' }, [on('conv')]),
    ];
    const { graph } = read(functional('m', layers, [end('image')], [end('flat')]));
    expect(nodeOf(graph, 'conv~activation')).toMatchObject({
      layer: 'leakyRelu',
      inputs: ['conv'],
      parameters: { slope: 0.2 },
    });
    expect(nodeOf(graph, 'flat').inputs).toEqual(['conv~activation']);
  });

  it('that training leaves alone are marked', () => {
    const layers = [input2('image', 4, 4, 2), conv2('conv', 3, 'image', { trainable: false })];
    const { graph } = read(functional('m', layers, [end('image')], [end('conv')]));
    expect(nodeOf(graph, 'conv')).toMatchObject({ frozen: true, weights: { total: 57, trainable: 0 } });
    expect(weightsOf(graph.nodes, 'trainable')).toBe(0);
  });

  it('that do not say the order of their axes follow those that do', () => {
    const layers = [
      input2('image', 3, 8, 8),
      conv2('conv', 4, 'image', { data_format: 'channels_first' }),
      layer2('UpSampling2D', { name: 'up', size: [2, 2] }, [on('conv')]),
      layer2('GlobalMaxPooling2D', { name: 'pool' }, [on('up')]),
    ];
    expect(shapesOf(functional('m', layers, [end('image')], [end('pool')]))).toMatchObject({
      up: [4, 16, 16],
      pool: [4],
    });
  });

  it('have the shape that the file notes, where we cannot compute it', () => {
    const noted = [
      link('InputLayer', { name: 'x', batch_shape: [null, 4] }),
      link('Mystery', { name: 'what' }),
      link('Dense', { name: 'head', units: 2 }, { build_config: { input_shape: [null, 7] } }),
    ];
    const { graph } = read(sequential(noted));
    expect(nodeOf(graph, 'what').output).toEqual([7]);
    expect(nodeOf(graph, 'head').weights.total).toBe(16);
  });
});

it('a layer of several outputs that we cannot compute has none that we know', () => {
  const second = {
    class_name: '__keras_tensor__',
    config: { shape: [null, 3], keras_history: ['split', 0, 1] },
  };
  const model = model3('Functional', {
    name: 'm',
    layers: [
      layer3('InputLayer', { name: 'x', batch_shape: [null, 5] }, []),
      layer3('Split', { name: 'split' }, [tensor3('x', 5)]),
      layer3('Dense', { name: 'a', units: 3 }, [tensor3('split', 2)]),
      layer3('Dense', { name: 'b', units: 3 }, [second]),
    ],
    input_layers: [['x', 0, 0]],
    output_layers: [
      ['a', 0, 0],
      ['b', 0, 0],
    ],
  });
  const { graph } = read(model);
  expect(nodeOf(graph, 'split').output).toBeNull();
  expect(nodeOf(graph, 'b').weights.total).toBeNull();
});

describe('places', () => {
  const text = JSON.stringify(residual2, null, 1);
  const reading = kerasJson.read({ uri: 'file:///small.keras.json', text }, noFiles);
  const said = (at: { start: number; end: number } | undefined): string => text.slice(at?.start, at?.end);

  it('of a node is its name', () => {
    expect(reading.nodes.map(node => said(node.at))).toEqual(reading.nodes.map(node => node.name));
  });

  it('of a parameter is its value', () => {
    const { places } = reading.nodes.find(node => node.id === 'inside')!;
    expect(said(places?.filters)).toBe('4');
    expect(said(places?.padding)).toBe('"same"');
    expect(said(places?.activation)).toBe('"relu"');
    expect(said(places?.kernel).replace(/\s/g, '')).toBe('[3,3]');
  });

  it('of a definition are its object, its name and every use of the name', () => {
    const stem = reading.definitions.find(definition => definition.name === 'stem')!;
    expect(stem).toMatchObject({ kind: 'layer', detail: 'Conv2D', parent: 0 });
    expect(JSON.parse(said(stem.at))).toMatchObject({ class_name: 'Conv2D', name: 'stem' });
    const renamed = applyEdits(
      text,
      [stem.nameAt, ...stem.references].map(span => ({ span, text: 'first' })),
    );
    expect(renamed).not.toContain('"stem"');
    expect(check(renamed).findings).toEqual([]);
  });

  it('of a change are where the value stands', () => {
    const change = { kind: 'set-parameter', node: 'inside', parameter: 'filters', value: 8 } as const;
    const source = { uri: 'file:///small.keras.json', text };
    const edits = kerasJson.rewrite!(source, reading, change)!;
    const { graph, findings } = check(applyEdits(text, edits));
    expect(nodeOf(graph, 'inside').output).toEqual([8, 8, 8]);
    expect(findings.map(f => f.code)).toContain('shortcut-mismatch');
    expect(kerasJson.rewrite!(source, reading, { ...change, parameter: 'groups' })).toBeUndefined();
    expect(
      kerasJson.rewrite!(source, reading, { kind: 'set-shortcut', merge: 'sum', policy: 'pad' }),
    ).toBeUndefined();
  });

  it('are the whole string where the JSON is one', () => {
    const dumped = JSON.stringify(JSON.stringify(residual2));
    const inString = kerasJson.read({ uri: 'file:///small.keras.json', text: dumped }, noFiles);
    expect(inString.nodes[0]!.at).toEqual({ start: 0, end: dumped.length });
    expect(inString.definitions).toEqual([]);
    const change = { kind: 'set-parameter', node: 'inside', parameter: 'filters', value: 8 } as const;
    expect(
      kerasJson.rewrite!({ uri: 'file:///small.keras.json', text: dumped }, inString, change),
    ).toBeUndefined();
  });
});

it('a finding of a shape stands at the value to blame', () => {
  const layers = [
    input2('image', 4, 4, 2),
    conv2('conv', 3, 'image', { kernel_size: [7, 7], padding: 'valid' }),
  ];
  const text = JSON.stringify(functional('m', layers, [end('image')], [end('conv')]));
  const { findings } = check(text);
  expect(findings).toMatchObject([
    { code: 'kernel-too-large', severity: 'error' },
    { code: 'kernel-too-large' },
  ]);
  expect(text.slice(findings[0]!.at.start, findings[0]!.at.end)).toBe('[7,7]');
});

it('a healthy model has nothing to say', () => {
  expect(codesOf(residual2)).toEqual([]);
});

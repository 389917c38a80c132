import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { kerasJson } from '../../../src/core/frontends/keras-json/index.js';
import { conv2, end, functional, input2, layer2, link, on, residual2, sequential } from './fixtures.js';
import { check, nodeOf } from './model.js';

const claims = (name: string, text: string): boolean =>
  kerasJson.claims({ uri: `file:///models/${name}`, text });

const keras = JSON.stringify(residual2);
const pointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1\nsize 12345\n';
const graphModel =
  '{"format": "graph-model", "modelTopology": {"node": [{"name": "x", "op": "Placeholder"}]}, "weightsManifest": []}';
const dictionary = "{'class_name': 'Sequential', 'config': {'name': 'chain', 'layers': []}}";

describe('what is claimed', () => {
  it.each([
    ['model.json', keras, true],
    ['small.keras.json', keras, true],
    ['config.json', keras, true],
    ['anything.json', keras, true],
    ['anything.json', JSON.stringify(keras), true],
    ['anything.txt', keras, false],
    ['model.json', keras.slice(0, keras.length / 2), true],
    ['model.json', pointer, true],
    ['model.json', graphModel, true],
    ['model.json', dictionary, true],
    ['small.keras.json', '', true],
    ['model.json', '', false],
    ['model.json', '{"name": "a data model", "fields": []}', false],
    ['config.json', pointer, false],
    ['anything.json', graphModel, false],
    ['config.json', '{"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 768}', false],
    ['metadata.json', '{"tfjsVersion": "1.7.4", "tmVersion": "2.4.4", "labels": ["a", "b"]}', false],
    [
      'manifest.json',
      '[{"paths": ["a.bin"], "weights": [{"name": "conv/kernel", "shape": [3, 3], "dtype": "float32"}]}]',
      false,
    ],
    ['labels.json', '[{"class_name": "cat", "id": 1}]', false],
  ])('%s %.60s: %s', (name, text, expected) => {
    expect(claims(name, text)).toBe(expected);
  });
});

describe('files that are nearly ours', () => {
  it.each([
    ['a graph model', graphModel],
    ['a pointer of Git LFS', pointer],
    ['a Python dictionary', dictionary],
    [
      'a Python dictionary of tensors',
      "{ 'avg_pool': <tf.Tensor 'avg_pool:0' shape=(?, 1, 1, 2048) dtype=float32>}",
    ],
    ['other JSON', '{"name": "something else"}'],
    ['a number', '42'],
    ['a model without a class', '{"class_name": 5, "config": {}}'],
    ['a subclassed model', '{"class_name": "MyResNet", "config": {"filters": 16}, "keras_version": "2.9.0"}'],
    ['a layer', '{"class_name": "Dense", "config": {"name": "a", "units": 4}}'],
  ])('%s is one remark', (_, text) => {
    const { findings, broken, graph } = check(text);
    expect(findings).toMatchObject([{ code: 'not-a-model', severity: 'information' }]);
    expect(broken).toBe(findings[0]!.message);
    expect(graph.nodes).toEqual([]);
  });
});

describe('broken text', () => {
  it.each([
    ['half a file', keras.slice(0, keras.length / 2)],
    ['nothing', ''],
    ['a missing comma', keras.replace('"stem",', '"stem"')],
    ['a trailing comma', keras.replace('}]', '},]')],
    ['a comment', keras.replace('{', '{ // mine\n')],
    ['a broken string inside', JSON.stringify(keras.slice(0, 300))],
  ])('%s says where', (_, text) => {
    const { findings, broken, graph } = check(text);
    expect(broken).toBe(findings[0]!.message);
    expect(findings.every(f => f.code === 'syntax' && f.severity === 'error')).toBe(true);
    expect(graph.nodes).toEqual([]);
  });

  it('points at the mistake', () => {
    const text = keras.replace('"stem",', '"stem"');
    const [first] = check(text).findings;
    expect(text.slice(0, first!.at.start)).toMatch(/"stem"$/);
  });

  it("of Python's NaN and Infinity is none", () => {
    const layers = [
      link('ReLU', { name: 'relu', batch_input_shape: [null, 4], max_value: 123 }),
      link('Dropout', { name: 'NaN', rate: 0.5 }),
    ];
    const text = JSON.stringify(sequential(layers)).replace(
      '123',
      'Infinity, "a": -Infinity, "b": NaN, "c": "Infinity"',
    );
    const { findings, graph } = check(text);
    expect(findings).toEqual([]);
    expect(nodeOf(graph, 'relu').parameters.maxValue).toBeUndefined();
    const place = nodeOf(graph, 'NaN').at;
    expect(text.slice(place.start, place.end)).toBe('NaN');
  });

  it('inside a string is no part of the text', () => {
    const name = `a"NaN\\${'['.repeat(600)}`;
    const { findings, graph } = check(
      JSON.stringify(sequential([link('Dense', { name, units: 2, batch_input_shape: [null, 4] })])),
    );
    expect(findings).toEqual([]);
    expect(graph.nodes.at(-1)!.name).toBe(name);
  });

  it('is not read beyond 16 million characters', () => {
    const { findings } = check(`{"class_name": "Sequential", "x": "${'x'.repeat(16_000_000)}"}`);
    expect(findings).toMatchObject([{ code: 'too-large', severity: 'warning' }]);
  });

  it('is not read deeper than 500 levels', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect(check(nested(400)).findings).toMatchObject([{ code: 'not-a-model' }]);
      expect(check(nested(100_000)).findings).toMatchObject([{ code: 'too-large' }]);
    }
  });
});

describe('faults of a model', () => {
  const image = input2('image', 4, 4, 2);
  const model = (layers: Record<string, unknown>[], output = 'last'): string =>
    JSON.stringify(functional('m', [image, ...layers], [end('image')], [end(output)]));

  const found = (text: string) =>
    check(text).findings.map(({ code, severity, at }) => [code, severity, text.slice(at.start, at.end)]);

  it('a layer that is not there', () => {
    expect(found(model([conv2('last', 2, 'nowhere')]))).toEqual([
      ['missing-layer', 'error', 'nowhere'],
      ['unused-layer', 'warning', 'image'],
    ]);
    expect(found(model([conv2('last', 2, 'image')], 'nowhere'))).toEqual([
      ['missing-layer', 'error', 'nowhere'],
    ]);
  });

  it('a layer that is called on nothing', () => {
    const [loose] = [layer2('Dense', { name: 'loose', units: 2 })];
    expect(found(model([loose, conv2('last', 2, 'image')]))).toEqual([
      ['unconnected-layer', 'warning', 'loose'],
    ]);
  });

  it('a name that is given twice', () => {
    const { graph, findings } = check(model([conv2('last', 2, 'image'), conv2('last', 3, 'image')]));
    expect(findings).toMatchObject([{ code: 'duplicate-name', severity: 'error' }]);
    expect(nodeOf(graph, 'last').output).toEqual([4, 4, 2]);
  });

  it('several tensors for a layer that takes one', () => {
    const { graph, findings } = check(
      model([conv2('a', 2, 'image'), layer2('Dense', { name: 'last', units: 2 }, [on('image', 'a')])]),
    );
    expect(findings).toMatchObject([{ code: 'wrong-inputs', severity: 'error' }, { code: 'unused-layer' }]);
    expect(nodeOf(graph, 'last').inputs).toEqual(['image']);
  });

  it('a wrong value', () => {
    expect(found(model([conv2('last', 2, 'image', { strides: [0, 1] })]))).toEqual([
      ['wrong-value', 'error', '[0,1]'],
    ]);
  });

  it('a value that is missing or useless makes the output unknown', () => {
    const text = model([layer2('Dense', { name: 'last' }, [on('image')])]);
    expect(found(text)).toEqual([['missing-parameter', 'error', 'last']]);
    expect(nodeOf(check(text).graph, 'last').output).toBeNull();
    expect(found(model([layer2('Dense', { name: 'last', units: 'many' }, [on('image')])]))).toEqual([
      ['wrong-value', 'error', '"many"'],
    ]);
  });

  it('a cycle leaves a network that can be drawn', () => {
    const text = model([layer2('Add', { name: 'a' }, [on('image', 'b')]), conv2('b', 2, 'a')], 'b');
    const { graph, findings } = analyze({ uri: 'file:///model.json', text })!;
    expect(findings).toMatchObject([{ code: 'cycle', severity: 'error', nodes: ['a', 'b'] }]);
    expect(graph.nodes.map(node => node.id).sort()).toEqual(['a', 'b', 'image']);
  });

  it('a layer inside itself by name only', () => {
    const text = model([conv2('last', 2, 'last')]);
    expect(check(text).graph.nodes).toHaveLength(2);
  });

  it('a tower of models, each of which calls the next one many times', () => {
    const calls = Array.from({ length: 10 }, () => on('x'));
    let inner = functional('m', [input2('x', 4)], [end('x')], [end('x')]);
    for (let i = 0; i < 30; i++) {
      inner = functional(
        'm',
        [input2('x', 4), { ...inner, name: 'inner', inbound_nodes: calls }],
        [end('x')],
        [end('inner')],
      );
    }
    expect(check(JSON.stringify(inner)).findings.map(f => f.code)).toContain('too-large');
  });
});

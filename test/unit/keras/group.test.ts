import { describe, expect, it } from 'vitest';
import { conv2, end, functional, input2, layer2, on } from './fixtures.js';
import { check } from './model.js';

type Layer = Record<string, unknown>;

function blocksOf(layers: Layer[], output: string): Record<string, unknown> {
  const { graph } = check(
    JSON.stringify(functional('m', [input2('image', 8, 8, 4), ...layers], [end('image')], [end(output)])),
  );
  return Object.fromEntries(
    graph.blocks
      .slice(1)
      .map(({ id, kind, name }) => [
        id,
        [kind, name, graph.nodes.filter(n => n.block === id).map(n => n.id)],
      ]),
  );
}

/** A residual unit under a prefix. */
const unit = (prefix: string, from: string): Layer[] => [
  conv2(`${prefix}_1_conv`, 4, from),
  layer2('BatchNormalization', { name: `${prefix}_1_bn`, axis: 3 }, [on(`${prefix}_1_conv`)]),
  layer2('Add', { name: `${prefix}_add` }, [on(`${prefix}_1_bn`, from)]),
  layer2('Activation', { name: `${prefix}_out`, activation: 'relu' }, [on(`${prefix}_add`)]),
];

describe('blocks by name', () => {
  it('are stages, and units inside them', () => {
    const layers = [
      conv2('stem', 4, 'image'),
      ...unit('conv2_block1', 'stem'),
      ...unit('conv2_block2', 'conv2_block1_out'),
      ...unit('conv3_block1', 'conv2_block2_out'),
    ];
    const nodes = (prefix: string) => ['1_conv', '1_bn', 'add', 'out'].map(name => `${prefix}_${name}`);
    expect(blocksOf(layers, 'conv3_block1_out')).toEqual({
      conv2: ['stage', 'conv2', []],
      'conv2.block1': ['block', 'block1', nodes('conv2_block1')],
      'conv2.block2': ['block', 'block2', nodes('conv2_block2')],
      conv3_block1: ['block', 'conv3_block1', nodes('conv3_block1')],
    });
  });

  it('keep a number with its word', () => {
    const before = ['first', 'second', 'third', 'fourth'];
    const layers = [
      ...before.map((name, i) => conv2(name, 4, before[i - 1] ?? 'image')),
      ...unit('block_1', 'fourth'),
      ...unit('block_2', 'block_1_out'),
      ...unit('block_3', 'block_2_out'),
    ];
    expect(Object.keys(blocksOf(layers, 'block_3_out'))).toEqual(['block_1', 'block_2', 'block_3']);
  });

  it('are not made of the names that Keras gives', () => {
    const names = ['conv2d', 'conv2d_1', 'conv2d_2', 'conv2d_3'];
    const layers = names.map((name, i) => conv2(name, 4, names[i - 1] ?? 'image'));
    const later = ['last', 'least', 'end'].map((name, i, all) => conv2(name, 4, all[i - 1] ?? 'conv2d_3'));
    expect(blocksOf([...layers, ...later], 'end')).toEqual({});
  });

  it('are not made where a stranger stands between', () => {
    const layers = [
      conv2('a_1_x', 4, 'image'),
      conv2('other', 4, 'a_1_x'),
      conv2('a_1_y', 4, 'other'),
      conv2('a_1_z', 4, 'a_1_y'),
      conv2('b', 4, 'a_1_z'),
    ];
    expect(blocksOf(layers, 'b')).toEqual({});
  });

  it('are not made where two tensors go in, or two come out', () => {
    const into = [
      conv2('left', 4, 'image'),
      conv2('right', 4, 'image'),
      conv2('a_x', 4, 'left'),
      conv2('a_y', 4, 'right'),
      layer2('Add', { name: 'a_z' }, [on('a_x', 'a_y')]),
    ];
    expect(blocksOf(into, 'a_z')).toEqual({});
    const out = [
      conv2('stem', 4, 'image'),
      conv2('a_x', 4, 'stem'),
      conv2('a_y', 4, 'a_x'),
      conv2('a_z', 4, 'a_y'),
      layer2('Add', { name: 'sum' }, [on('a_x', 'a_z')]),
    ];
    expect(blocksOf(out, 'sum')).toEqual({});
  });

  it('are not made of nearly everything', () => {
    const names = ['my_a', 'my_b', 'my_c', 'my_d', 'my_e'];
    expect(
      blocksOf(
        names.map((name, i) => conv2(name, 4, names[i - 1] ?? 'image')),
        'my_e',
      ),
    ).toEqual({});
  });
});

import { describe, expect, test } from 'vitest';
import { zoo } from '../../../src/core/zoo/index.js';
import { Navigator } from '../../../webview/diagram/navigate.js';
import { Picture } from '../../../webview/diagram/picture.js';
import { describeClosed, describeLeaf, describeOpen } from '../../../webview/diagram/sentences.js';
import { draw, modelOf } from './pictures.js';

const { hierarchy, scene } = draw(modelOf(zoo.find(({ id }) => id === 'resnet50-v1.5')!.text), 'layers');
const picture = new Picture(hierarchy, scene);
const { navigator } = picture;

/** What a screen reader says of a box. */
function sentence(id: string): string {
  const { box } = navigator.places.get(id)!;
  if (box.kind === 'leaf') return describeLeaf(box.item, hierarchy);
  return box.kind === 'open' ? describeOpen(box.group, hierarchy) : describeClosed(box.groups, hierarchy);
}

/** Presses keys from a box on; answers every box on the way. */
function press(from: string, ...keys: readonly ('up' | 'down' | 'left' | 'right')[]): string[] {
  let at = from;
  return keys.map(key => {
    at = navigator.go(at, key) ?? at;
    return at;
  });
}

function downFrom(start: string): string[] {
  const way = [start];
  for (let next = navigator.go(start, 'down'); next; next = navigator.go(next, 'down')) way.push(next);
  return way;
}

describe('ResNet-50 by keyboard alone', () => {
  test('down leads from the input past every stage to the output', () => {
    const way = downFrom(navigator.order[0]!);
    expect(way).toEqual([
      ...['input', 'conv1', 'batchNorm1', 'relu1', 'maxPool1', 'stage1', 'stage2', 'stage3', 'stage4'],
      ...['globalAveragePool1', 'dense1', 'dense1 (output)'],
    ]);
  });

  test('right leads into a block, down through it, and out of it to the next', () => {
    expect(press('stage2', 'right', 'right')).toEqual(['stage2.0', 'stage2.0.conv1']);
    const way = downFrom('stage2.0.conv1');
    expect(way.slice(0, 11).map(sentence)).toEqual([
      'Conv 1×1, 128, output 56×56×128',
      'BatchNorm, output 56×56×128',
      'ReLU, output 56×56×128',
      'Conv 3×3, 128, stride 2, output 28×28×128',
      'BatchNorm, output 28×28×128',
      'ReLU, output 28×28×128',
      'Conv 1×1, 512, output 28×28×512',
      'BatchNorm, output 28×28×512',
      'addition, output 28×28×512',
      'ReLU, output 28×28×512',
      'stage2.1, bottleneck, 28×28×512 to 28×28×512, identity shortcut, 282k parameters, expanded',
    ]);
  });

  test('right at the addition leads across to the shortcut, left back, down along it', () => {
    const [shortcut] = press('stage2.0.add', 'right');
    expect(sentence(shortcut!)).toBe('BatchNorm, output 28×28×512');
    expect(press(shortcut!, 'up').map(sentence)).toEqual(['Conv 1×1, 512, stride 2, output 28×28×512']);
    expect(press(shortcut!, 'down')).toEqual(['stage2.0.add']);
    expect(press('stage2.0.add', 'left', 'left')).toEqual(['stage2.0', 'stage2']);
  });

  test('reaches every box', () => {
    const reached = new Set<string>();
    const open = [navigator.order[0]!];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      for (const key of ['up', 'down', 'left', 'right'] as const) open.push(navigator.go(id, key) ?? id);
    }
    expect(navigator.order.filter(id => !reached.has(id))).toEqual([]);
    expect(reached.size).toBe(175 + 1 + 4 + 16);
  });

  test('says something of every box, and nothing that is not known', () => {
    for (const id of navigator.order) expect(sentence(id)).toMatch(/^[\w+][^?]+\d/);
  });
});

test('right goes through all side ways of a merge, left back to it', () => {
  const text = `input: [35, 35, 192]
layers:
  - parallel:
      merge: concat
      branches:
        - [{conv: {filters: 8, kernel: 1, id: a1}}]
        - [{conv: {filters: 8, kernel: 1, id: b1}}, {conv: {filters: 8, kernel: 3, id: b2}}]
        - [{conv: {filters: 8, kernel: 1, id: c1}}, {conv: {filters: 8, kernel: 3, id: c2}}, {relu: {id: c3}}]
        - [{averagePool: {kernel: 3, stride: 1, id: d1}}]
`;
  const inception = new Navigator(draw(modelOf(text)).scene);
  const merge = inception.order.find(id => id.includes('concat'))!;
  const own = (id: string | undefined): string | undefined => id?.slice(id.lastIndexOf('.') + 1);
  const first = inception.go(merge, 'right');
  const second = inception.go(first!, 'right');
  const third = inception.go(second!, 'right');
  expect([first, second, third].map(own)).toEqual(['a1', 'b2', 'd1']);
  expect(own(inception.go(inception.order.find(id => own(id) === 'b1')!, 'right'))).toBe('d1');
  expect(inception.go(third!, 'right')).toBeUndefined();
  expect(inception.go(second!, 'left')).toBe(inception.go(first!, 'left'));
});

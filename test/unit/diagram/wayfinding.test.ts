import { describe, expect, test } from 'vitest';
import { buildHierarchy, type Hierarchy } from '../../../webview/diagram/hierarchy.js';
import { findMatches, groupsAround } from '../../../webview/diagram/search.js';
import { History } from '../../../webview/panels/history.js';
import type { Sight } from '../../../webview/state.js';
import { mismatch, resnet50, sourceResNet } from './networks.js';
import { modelOf } from './pictures.js';

const hierarchyOf = (text: string): Hierarchy => buildHierarchy(modelOf(text));

describe('search', () => {
  const hierarchy = hierarchyOf(sourceResNet);
  const found = (query: string, where = hierarchy): string[] => findMatches(where, query);

  test.each<[query: string, ids: readonly string[]]>([
    ['', []],
    ['   ', []],
    ['dense1', ['dense1']],
    ['Softmax', ['dense1']],
    ['flatten', ['flatten1']],
    ['merge', ['block1.add', 'block2.add']],
    ['block2', ['block2']],
    ['res_block_v1', ['block1', 'block2']],
    ['block2.add', ['block2.add']],
    ['conv 16x16', []],
    ['conv 32x32x32', ['block2.conv1', 'block2.conv2', 'block2.shortcut.conv']],
    ['3×3 32×32×16', ['conv1', 'block1.conv1', 'block1.conv2']],
    ['nothing of the kind', []],
  ])('“%s”', (query, ids) => expect(found(query)).toEqual(ids));

  test('“mismatch” and “error” find what is wrong', () => {
    const broken = hierarchyOf(mismatch);
    expect(found('mismatch', broken)[0]).toBe('stage1.0.add');
    expect(found('error add', broken)).toContain('stage1.0.add');
    expect(found('mismatch')).toEqual([]);
  });

  test('what must be opened to see a match', () => {
    expect(groupsAround(hierarchyOf(resnet50), 'stage2.1.conv2')).toEqual(['stage2.1', 'stage2']);
    expect(groupsAround(hierarchy, 'conv1')).toEqual([]);
  });
});

describe('back and forward', () => {
  const at = (id: string): Sight => ({ scale: 1, id, x: 0, y: 0 });

  test('lead where the reader was', () => {
    const history = new History();
    expect(history.back(at('a'))).toBeUndefined();
    history.leave(at('a'));
    history.leave(at('b'));
    expect(history.back(at('c'))?.id).toBe('b');
    expect(history.back(at('b'))?.id).toBe('a');
    expect(history.back(at('a'))).toBeUndefined();
    expect(history.forward(at('a'))?.id).toBe('b');
    expect(history.forward(at('b'))?.id).toBe('c');
    expect(history.forward(at('c'))).toBeUndefined();
  });

  test('another jump forgets what lay ahead', () => {
    const history = new History();
    history.leave(at('a'));
    history.back(at('b'));
    history.leave(at('a'));
    expect(history.forward(at('c'))).toBeUndefined();
    expect(history.back(at('c'))?.id).toBe('a');
  });
});

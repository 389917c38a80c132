import { describe, expect, test } from 'vitest';
import { Navigator } from '../../../webview/diagram/navigate.js';
import { describeClosed, describeLeaf, describeOpen } from '../../../webview/diagram/sentences.js';
import { initialState, readState } from '../../../webview/state.js';
import { inception, mismatch, resnet50, sourceResNet } from './networks.js';
import { draw, modelOf } from './pictures.js';

describe('sentences for a screen reader', () => {
  const { hierarchy } = draw(modelOf(mismatch));
  const leaf = (id: string): string => describeLeaf(hierarchy.leaves.get(id)!, hierarchy);
  const groups = (...ids: string[]) => ids.map(id => hierarchy.groups.get(id)!);

  test('of nodes', () => {
    expect(leaf('conv1')).toBe('Conv 7×7, 64, stride 2, output 112×112×64');
    expect(leaf('stage1.1.add')).toBe('addition, output 56×56×256');
  });

  test('of a mismatch', () => {
    expect(leaf('stage1.0.add')).toBe('addition, mismatch: branch 56×56×256, shortcut 56×56×64');
  });

  test('of blocks', () => {
    expect(describeClosed(groups('stage2.1', 'stage2.2', 'stage2.3'), hierarchy)).toBe(
      'stage2.1–3, 3 times bottleneck, 28×28×512 to 28×28×512, identity shortcut, 282k parameters each, collapsed',
    );
    expect(describeOpen(hierarchy.groups.get('stage2.1')!, hierarchy)).toMatch(
      /^stage2\.1, bottleneck, .*expanded$/,
    );
  });
});

describe('arrow keys', () => {
  test('follow the data, into groups and out of them', () => {
    const navigator = new Navigator(draw(modelOf(resnet50), 'layers').scene);
    expect(navigator.go('conv1', 'down')).toBe('maxPool1');
    expect(navigator.go('maxPool1', 'down')).toBe('stage1');
    expect(navigator.go('stage1', 'right')).toBe('stage1.0');
    expect(navigator.go('stage1.2', 'down')).toBe('stage2');
    expect(navigator.go('stage1.0', 'up')).toBe('stage1');
    expect(navigator.go('stage1.1', 'left')).toBe('stage1');
  });

  test('reach side ways and come back', () => {
    const navigator = new Navigator(draw(modelOf(sourceResNet)).scene);
    expect(navigator.go('block2.add', 'right')).toBe('block2.shortcut.conv');
    expect(navigator.go('block2.shortcut.conv', 'down')).toBe('block2.add');
    expect(navigator.go('block2.shortcut.conv', 'left')).toBe('block2.add');
  });

  test('everything can be reached from the start', () => {
    const navigator = new Navigator(draw(modelOf(inception)).scene);
    const reached = new Set<string>();
    const open = [navigator.order[0]!];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      for (const direction of ['up', 'down', 'left', 'right'] as const) {
        const next = navigator.go(id, direction);
        if (next !== undefined) open.push(next);
      }
    }
    expect(navigator.order.filter(id => !reached.has(id))).toEqual([]);
  });
});

describe('state', () => {
  test('comes back as it was', () => {
    const state = {
      selection: 'conv1',
      level: 'blocks',
      toggles: { stage1: false },
      sight: { scale: 0.8, id: 'conv1', x: 10, y: 20 },
      follow: false,
      overlay: 'macs',
    };
    expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test('is read with care', () => {
    expect(readState(undefined)).toEqual(initialState);
    expect(readState({ level: 'none', toggles: { a: 1, b: true }, sight: { id: 3 } })).toEqual({
      ...initialState,
      toggles: { b: true },
    });
  });
});

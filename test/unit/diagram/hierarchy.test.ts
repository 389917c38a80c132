import { describe, expect, test } from 'vitest';
import type { Box, OpenBox } from '../../../webview/diagram/arrange.js';
import { buildHierarchy, type Group, type Hierarchy } from '../../../webview/diagram/hierarchy.js';
import { marksIn } from '../../../webview/diagram/marks.js';
import { seriesName } from '../../../webview/diagram/sentences.js';
import { shortcutKinds } from '../../../webview/diagram/shortcuts.js';
import { inception, mismatch, resnet50, resnet1202, sourceResNet, unet, vgg } from './networks.js';
import { arrange, modelOf } from './pictures.js';
import { randomModel } from './random-model.js';

const hierarchyOf = (text: string): Hierarchy => buildHierarchy(modelOf(text));

const group = ({ groups }: Hierarchy, id: string): Group => {
  const found = groups.get(id);
  if (!found) throw new Error(`no group ${id}`);
  return found;
};

/** `from → to` for each edge, with ports as `in` and `out`. */
const edgesOf = ({ edges }: Group): string[] =>
  edges.map(({ from, to }) => `${from?.id ?? 'in'} → ${to?.id ?? 'out'}`);

const spineOf = ({ spines }: Group): string[] =>
  spines[0]!.map(item => (typeof item === 'string' ? item : item.id));

const boxesOf = ({ items }: OpenBox): string[] =>
  items.flatMap((item: Box) => {
    if (item.kind === 'port') return [];
    if (item.kind !== 'closed') return [item.kind === 'open' ? `[${item.id}]` : item.id];
    return [item.groups.length > 1 ? `${seriesName(item.groups)} ×${item.groups.length}` : item.id];
  });

const openedIn = (open: OpenBox, id: string): OpenBox => {
  const found = open.items.find(item => item.id === id);
  if (found?.kind !== 'open') throw new Error(`${id} is not open`);
  return found;
};

describe('nesting', () => {
  test('a value enters a block once, and is shared inside', () => {
    const block = group(hierarchyOf(sourceResNet), 'block1');
    expect(block.inputs).toEqual(['conv1']);
    expect(edgesOf(block).filter(edge => edge.startsWith('in'))).toEqual([
      'in → block1.conv1',
      'in → block1.add',
    ]);
    expect(edgesOf(block.parent!).filter(edge => edge.includes('block1'))).toEqual([
      'conv1 → block1',
      'block1 → block2',
    ]);
  });

  test('an edge across blocks is drawn at every level', () => {
    const hierarchy = hierarchyOf(unet);
    const e1 = group(hierarchy, 'e1');
    const decoder = group(hierarchy, 'block3');
    expect(e1.outputs).toHaveLength(1);
    expect(edgesOf(hierarchy.root)).toContain('e1 → block3');
    expect(decoder.inputs).toHaveLength(2);
    expect(decoder.inputs[0]).toMatch(/^block2/);
    expect(decoder.inputs[1]).toBe(e1.outputs[0]);
    const skips = decoder.edges.filter(edge => edge.value === e1.outputs[0]);
    expect(skips.map(edge => edge.to?.id)).toEqual(['block3.concat1', 'block3.add1']);
    expect(skips.every(edge => edge.from === undefined)).toBe(true);
  });

  test('a branch that is a chain has no frame of its own', () => {
    const { root, groups } = hierarchyOf(inception);
    expect([...groups.keys()]).toEqual(['', 'parallel1']);
    expect(root.children.map(item => item.id)).toContain('parallel1');
  });

  test('no link is lost, in any network', () => {
    for (let seed = 0; seed < 60; seed++) {
      const model = randomModel(seed);
      const { groups } = buildHierarchy(model);
      const links = new Set<string>();
      for (const { edges } of groups.values()) {
        for (const edge of edges) for (const { target, input } of edge.links) links.add(`${target} ${input}`);
      }
      const wanted = model.graph.nodes.flatMap(node => node.inputs.map((_, i) => `${node.id} ${i}`));
      expect(wanted.filter(link => !links.has(link))).toEqual([]);
    }
  });
});

describe('the main line', () => {
  test('takes the residual branch', () => {
    expect(spineOf(group(hierarchyOf(sourceResNet), 'block2'))).toEqual([
      'in',
      ...['conv1', 'batchNorm1', 'relu1', 'conv2', 'batchNorm2', 'add', 'relu2'].map(
        name => `block2.${name}`,
      ),
      'out',
    ]);
  });

  test('takes the deepest of parallel branches', () => {
    const spine = spineOf(group(hierarchyOf(inception), 'parallel1'));
    expect(spine).toHaveLength(6);
  });

  test('leads from the input to the output', () => {
    const spine = spineOf(hierarchyOf(unet).root);
    expect(spine[0]).toBe('input');
    expect(spine.at(-1)).toMatch(/output/);
  });
});

describe('shortcuts', () => {
  test('every piece is marked with its kind, the first says it', () => {
    const { edges } = group(hierarchyOf(sourceResNet), 'block2');
    const shortcut = edges.filter(edge => edge.shortcut);
    expect(shortcut.map(edge => [edge.to?.id, edge.shortcut, edge.splits])).toEqual([
      ['block2.shortcut.conv', 'projection', true],
      ['block2.add', 'projection', false],
    ]);
    expect(edges.filter(edge => edge.main && edge.shortcut)).toEqual([]);
  });

  test('a block knows what kinds it holds', () => {
    const hierarchy = hierarchyOf(resnet50);
    expect(shortcutKinds(group(hierarchy, 'stage2.0'))).toEqual(['projection']);
    expect(shortcutKinds(group(hierarchy, 'stage2.1'))).toEqual(['identity']);
    expect(shortcutKinds(group(hierarchy, 'stage2'))).toEqual(['projection', 'identity']);
  });
});

describe('mistakes', () => {
  const hierarchy = hierarchyOf(mismatch);

  test('both ways into a merge are wrong, with both shapes', () => {
    const { edges } = group(hierarchy, 'stage1.0');
    expect(edges.filter(edge => edge.wrong).map(edge => edge.value)).toEqual([
      'stage1.0.batchNorm3',
      'maxPool1',
    ]);
    expect(hierarchy.marks.mismatches.get('stage1.0.add')?.rows).toEqual([
      { title: 'branch', shape: '56×56×256' },
      { title: 'shortcut', shape: '56×56×64' },
    ]);
  });

  test('the line into the block carries more than the mistake', () => {
    expect(hierarchy.root.edges.filter(edge => edge.wrong)).toEqual([]);
  });

  test('marks reach the blocks around', () => {
    expect(marksIn(group(hierarchy, 'stage1'), hierarchy.marks)).not.toEqual([]);
    expect(marksIn(group(hierarchy, 'stage1.1'), hierarchy.marks)).toEqual([]);
  });

  test('a smoke test can complain too', () => {
    const { marks } = buildHierarchy(modelOf(sourceResNet), new Map([['conv1', 'no gradient']]));
    expect(marks.byNode.get('conv1')).toEqual([
      { finding: undefined, severity: 'error', message: 'no gradient' },
    ]);
  });
});

describe('what is visible', () => {
  test('a small network is shown whole', () => {
    const network = arrange(hierarchyOf(sourceResNet));
    expect(boxesOf(network)).toEqual([
      ...['input', 'conv1', '[block1]', '[block2]', 'flatten1', 'dense1'],
      'dense1 (output)',
    ]);
  });

  test('of a large one the stages, with equal blocks folded', () => {
    const network = arrange(hierarchyOf(resnet50));
    expect(boxesOf(openedIn(network, 'stage2'))).toEqual(['stage2.0', 'stage2.1–3 ×3']);
    expect(boxesOf(openedIn(arrange(hierarchyOf(resnet1202)), 'stage1'))).toEqual(['stage1.0–199 ×200']);
  });

  test('a repeated layer folds without frames around each', () => {
    expect(boxesOf(openedIn(arrange(hierarchyOf(vgg)), 'repeat1'))).toEqual(['repeat1.0–82 ×83']);
    const unfolded = arrange(hierarchyOf(vgg), 'layers');
    expect(boxesOf(openedIn(unfolded, 'repeat1'))[0]).toBe('repeat1.0.conv1');
  });

  test('a block with a mistake is open', () => {
    const stage = openedIn(arrange(hierarchyOf(mismatch)), 'stage1');
    expect(boxesOf(stage)).toEqual(['[stage1.0]', 'stage1.1–2 ×2']);
  });

  test('the reader opens, unfolds and folds', () => {
    const hierarchy = hierarchyOf(resnet50);
    const stage = (toggles: Record<string, boolean>) =>
      openedIn(arrange(hierarchy, 'auto', toggles), 'stage2');
    expect(boxesOf(stage({ 'stage2.0': true }))).toEqual(['[stage2.0]', 'stage2.1–3 ×3']);
    const unfolded = stage({ 'stage2.1 (series)': true });
    expect(boxesOf(unfolded)).toEqual(['stage2.0', 'stage2.1', 'stage2.2', 'stage2.3']);
    expect(unfolded.series).toEqual([{ id: 'stage2.1 (series)', first: 2, last: 4, count: 3 }]);
    // An open member divides what is folded.
    expect(boxesOf(stage({ 'stage2.2': true }))).toEqual(['stage2.0', 'stage2.1', '[stage2.2]', 'stage2.3']);
    expect(boxesOf(arrange(hierarchy, 'auto', { stage2: false }))).toContain('stage2');
  });

  test('levels', () => {
    const hierarchy = hierarchyOf(resnet50);
    expect(boxesOf(arrange(hierarchy, 'stages'))).toContain('stage1');
    expect(boxesOf(openedIn(arrange(hierarchy, 'blocks'), 'stage1'))).toEqual(['stage1.0', 'stage1.1–2 ×2']);
    expect(boxesOf(openedIn(arrange(hierarchy, 'layers'), 'stage1'))).toEqual([
      ...['[stage1.0]', '[stage1.1]', '[stage1.2]'],
    ]);
  });
});

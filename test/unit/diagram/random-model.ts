import type { Model } from '../../../src/core/analyze.js';
import type { Block, TypedNode } from '../../../src/core/graph.js';
import { findUnits } from '../../../src/core/residual.js';

const at = { start: 0, end: 0 };
const shape = [8, 8, 16];

/** Seeded random numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A network of any shape: several inputs and outputs, dead ends, merges of everything, blocks in blocks. */
export function randomModel(seed: number): Model {
  const next = random(seed);
  const pick = (count: number): number => Math.floor(next() * count);
  const blocks = randomBlocks(next);
  const count = 4 + pick(26);
  // Mostly in one piece, as people write; some blocks are left and entered again.
  let block = blocks[pick(blocks.length)]!.id;
  const nodes: TypedNode[] = [];
  for (let i = 0; i < count; i++) {
    if (next() < 0.3) block = blocks[pick(blocks.length)]!.id;
    nodes.push(randomNode(i, block, nodes, next));
  }
  const outputs = unused(nodes).filter(() => next() < 0.8);
  return modelOf(nodes, blocks, outputs);
}

/** A network with one input, one output and no blocks, but with ways that divide and meet anywhere. */
export function randomTangle(seed: number): Model {
  const next = random(seed);
  const count = 5 + Math.floor(next() * 10);
  const nodes: TypedNode[] = [];
  for (let i = 0; i < count; i++) {
    const first = nodes[Math.floor(next() * i)];
    const second = next() < 0.4 ? nodes[Math.floor(next() * i)] : undefined;
    const inputs = [...new Set([first, second].flatMap(node => node?.id ?? []))];
    nodes.push(madeNode(`n${i}`, '', inputs, next));
  }
  nodes.push(madeNode('end', '', unused(nodes), next));
  return modelOf(
    nodes,
    randomBlocks(() => 0),
    ['end'],
  );
}

function unused(nodes: readonly TypedNode[]): string[] {
  const used = new Set(nodes.flatMap(node => node.inputs));
  return nodes.filter(node => !used.has(node.id)).map(node => node.id);
}

const modelOf = (
  nodes: readonly TypedNode[],
  blocks: readonly Block[],
  outputs: readonly string[],
): Model => ({
  uri: 'file:///random',
  format: 'native',
  graph: { name: 'random', nodes, blocks, outputs },
  units: findUnits(nodes),
  findings: [],
  definitions: [],
  dependencies: [],
  options: {},
});

function randomBlocks(next: () => number): Block[] {
  const blocks: Block[] = [{ id: '', parent: null, kind: 'network', name: 'random', at }];
  const count = Math.floor(next() * 6);
  for (let i = 0; i < count; i++) {
    const parent = blocks[Math.floor(next() * blocks.length)]!.id;
    const kind = next() < 0.3 ? 'stage' : next() < 0.2 ? 'branch' : 'block';
    blocks.push({ id: `g${i}`, parent, kind, name: `g${i}`, at });
  }
  return blocks;
}

function randomNode(i: number, block: string, before: readonly TypedNode[], next: () => number): TypedNode {
  if (i === 0 || next() < 0.05) return madeNode(`n${i}`, block, [], next);
  const inputs = new Set<string>();
  const wanted = next() < 0.65 ? 1 : 2 + Math.floor(next() * 3);
  for (let k = 0; k < wanted; k++) {
    const reach = next() < 0.7 ? 3 : before.length;
    inputs.add(before[before.length - 1 - Math.floor(next() * Math.min(reach, before.length))]!.id);
  }
  return madeNode(`n${i}`, block, [...inputs], next);
}

/** A node of a kind that takes so many inputs. */
function madeNode(id: string, block: string, inputs: readonly string[], next: () => number): TypedNode {
  const isFirst = next() < 0.5;
  const layer =
    inputs.length === 0
      ? 'input'
      : inputs.length > 1
        ? isFirst
          ? 'add'
          : 'concat'
        : isFirst
          ? 'relu'
          : 'batchNorm';
  return {
    id,
    block,
    at,
    layer,
    inputs,
    parameters: {},
    output: shape,
    macs: 0,
    weights: { total: 0, trainable: 0 },
  };
}

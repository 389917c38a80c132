import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ReceptiveField, receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import type { Model } from '../../../src/core/analyze.js';
import { tfjsJson } from '../../../src/core/exporters/keras-json.js';
import { random } from '../diagram/random-model.js';
import { native } from './read.js';

const size = 64;
type Path = readonly string[];

/** One part of a network: ways side by side that are added; a single one is a chain. */
type Part = readonly Path[];

function drawParts(next: () => number): Part[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const conv = (stride = 1): string =>
    `conv: {filters: 1, kernel: ${pick([1, 3, 5])}, dilation: ${stride === 1 ? pick([1, 1, 2]) : 1}, stride: ${stride}}`;
  const one = (): Part => {
    const kind = next();
    if (kind < 0.25) return [[`${pick(['maxPool', 'averagePool'])}: {kernel: ${pick([2, 3])}, stride: 2}`]];
    if (kind < 0.35) return [['upsample: {factor: 2}']];
    if (kind < 0.5) return [['transposedConv: {filters: 1, kernel: 2, stride: 2}']];
    const ways: Part =
      kind < 0.7 ? [[], [conv(), conv()]] : [['conv: {filters: 1, kernel: 1, stride: 2}'], [conv(2), conv()]];
    return next() < 0.5 ? ways : ways.toReversed();
  };
  return [[[conv()]], ...Array.from({ length: 3 }, one)];
}

const textOf = (parts: readonly Part[]): string =>
  [
    `input: [${size}, 4, 1]`,
    'layers:',
    ...parts.map(ways =>
      ways.length === 1
        ? ways[0]!.map(layer => `  - ${layer}`).join('\n')
        : `  - parallel: {merge: add, branches: [${ways.map(way => `[${way.map(layer => `{${layer}}`).join(', ')}]`).join(', ')}]}`,
    ),
    '',
  ].join('\n');

/** Which rows of the input change each row of the output: one row at a time is lit, all weights are 1. */
async function seen(model: Model): Promise<boolean[][]> {
  const exported = tfjsJson.export(model.graph);
  if (!('text' in exported)) throw new Error(JSON.stringify(exported.unsupported));
  const net = await tf.models.modelFromJSON(JSON.parse(exported.text));
  for (const layer of net.layers)
    layer.setWeights(
      layer.getWeights().map((weight, i) => (i === 0 ? tf.onesLike(weight) : tf.zerosLike(weight))),
    );
  const rows = tf.tidy(() => {
    const lit = tf.eye(size).reshape([size, size, 1, 1]).tile([1, 1, 4, 1]);
    const out = net.predict(lit) as tf.Tensor4D;
    return out.max([2, 3]).greater(0).arraySync() as unknown as number[][];
  });
  net.dispose();
  return rows[0]!.map((_, row) => rows.map(lit => lit[row]! > 0));
}

interface Extent {
  readonly row: number;
  readonly size: number;
  readonly centre: number;
}

/** What each output sees, of those whose fields stay clear of the edge. */
function extentsOf(rows: readonly (readonly boolean[])[], reach: number): Extent[] {
  return rows.flatMap((seen, row) => {
    const [first, last] = [seen.indexOf(true), seen.lastIndexOf(true)];
    const extent = { row, size: last - first + 1, centre: (first + last + 1) / 2 };
    const isClear = extent.centre - reach / 2 >= 3 && extent.centre + reach / 2 <= size - 3;
    return isClear ? [extent] : [];
  });
}

/** Checks the field of the output; answers it, and whether there was an output to check it at. */
async function check(model: Model): Promise<ReceptiveField & { isChecked: boolean }> {
  const { nodes, outputs } = model.graph;
  const fields = receptiveFields(model.graph);
  const field = fields.get(outputs[0]!)!;
  const extents = extentsOf(await seen(model), field.size);
  // Where a map is enlarged, neighbours see more or less by how they stand to the coarse rows: within one of those.
  const isEnlarged = nodes.some(({ layer }) => /upsample|transposed/.test(layer));
  const slack = isEnlarged ? Math.max(...nodes.map(({ id }) => fields.get(id)!.jump)) : 0;
  for (const { row, size: found, centre } of extents) {
    expect(Math.abs(found - field.size), `size at ${row}`).toBeLessThanOrEqual(slack);
    expect(Math.abs(centre - (field.start! + row * field.jump)), `centre at ${row}`).toBeLessThanOrEqual(
      slack,
    );
  }
  return { ...field, isChecked: extents.length > 0 };
}

/** Every chain of layers through a network. */
const chainsOf = (parts: readonly Part[]): Path[] =>
  parts.reduce<Path[]>((chains, ways) => chains.flatMap(chain => ways.map(way => [...chain, ...way])), [[]]);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('receptive fields are what a lit row changes', () => {
  test.each(Array.from({ length: 24 }, (_, i) => i + 1))('in random network %i', async seed => {
    const parts = drawParts(random(seed));
    const { size: max, min, isChecked } = await check(native(textOf(parts)));
    expect(isChecked || max > size - 8).toBe(true);
    const alone: number[] = [];
    for (const chain of chainsOf(parts)) alone.push((await check(native(textOf([[chain]])))).size);
    expect([Math.max(...alone), Math.min(...alone)]).toEqual([max, min]);
  });
});

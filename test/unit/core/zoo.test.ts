import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import { analyze } from '../../../src/core/analyze.js';
import { sum } from '../../../src/core/graph.js';
import figures from './zoo-figures.json' with { type: 'json' };

const folder = new URL('../../../src/core/zoo/', import.meta.url);
const read = (id: string) => {
  const uri = `${id}.resnet.yaml`;
  return analyze({ uri, text: readFileSync(new URL(uri, folder), 'utf8') })!;
};

describe('the zoo reaches the published figures', () => {
  test.each(figures)('$id', ({ id, parameters, macs, receptiveField, counting }) => {
    const { graph } = read(id);
    const counted = sum(
      graph.nodes.map(node => (counting === 'keras' ? node.weights.total : node.weights.trainable)),
    );
    expect(counted).toBe(parameters);
    if (macs !== undefined) expect(sum(graph.nodes.map(node => node.macs))).toBe(macs);
    if (receptiveField !== undefined) {
      const fields = [...receptiveFields(graph).values()];
      expect(fields.at(-1)!.size).toBe(receptiveField);
    }
  });

  test('has figures for every file', () => {
    const ids = readdirSync(folder).flatMap(name => /^(.*)\.resnet\.yaml$/.exec(name)?.[1] ?? []);
    expect(ids.sort()).toEqual(figures.map(figure => figure.id).sort());
  });
});

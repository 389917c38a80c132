import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import { analyze } from '../../../src/core/analyze.js';
import { sum } from '../../../src/core/graph.js';
import { zoo } from '../../../src/core/zoo/index.js';
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

  test('offers every file', () => {
    expect(zoo.map(({ id }) => id).sort()).toEqual(figures.map(({ id }) => id).sort());
    for (const { id, text } of zoo)
      expect(text, id).toBe(readFileSync(new URL(`${id}.resnet.yaml`, folder), 'utf8'));
  });
});

const published = new URL('../../../../shared/reference/figures.json', import.meta.url);

describe.skipIf(!existsSync(published))('the list of published figures', () => {
  const { networks } = existsSync(published)
    ? (JSON.parse(readFileSync(published, 'utf8')) as { networks: Published[] })
    : { networks: [] };

  test.each(networks)('$id stands here with the same figures', network => {
    const { id, parameters, macs, receptiveField, counting, input } = network;
    const own = figures.find(figure => figure.id === id);
    expect(own).toMatchObject({
      parameters,
      counting: /^(keras|torchvision)/i.exec(counting)![0].toLowerCase(),
    });
    expect([own?.macs, own?.receptiveField]).toEqual([macs, receptiveField]);
    expect(read(id).graph.nodes[0]!.output).toEqual(input);
  });
});

interface Published {
  readonly id: string;
  readonly input: readonly number[];
  readonly parameters: number;
  readonly macs?: number;
  readonly receptiveField?: number;
  readonly counting: string;
}

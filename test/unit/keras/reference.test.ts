import { describe, expect, it } from 'vitest';
import { isProblem } from '../../../src/core/finding.js';
import { kerasJson } from '../../../src/core/frontends/keras-json/index.js';
import { shapesAgree } from '../../../src/core/graph.js';
import { isUnknown, outputNamed, withoutBatch } from './compare.js';
import { check, weightsOf } from './model.js';
import { type Entry, entries, isThere, textOf } from './reference.js';

const models = entries.filter(entry => entry.kind !== 'negative');
const negatives = entries.filter(entry => entry.kind === 'negative');

/**
 * TensorFlow.js has no Normalization, and so gives no number: EfficientNetB0 without its top (keras.io), attention with
 * 4 heads of 128 over 1280 features, two layer norms, and dense layers.
 */
const counted: Readonly<Record<string, number>> = {
  'k2-hybrid-cnn-transformer':
    4_049_571 +
    (3 * 1281 * 512 + 513 * 1280) +
    2 * 2 * 1280 +
    (1281 * 512 + 513 * 1280) +
    (1281 * 512 + 513 * 8),
};

const uriOf = ({ id }: Entry): string => `file:///models/${id}.json`;

describe.skipIf(!isThere)('real Keras files', () => {
  it.each(models.map(entry => [entry.id, entry] as const))('%s is claimed and has no error', (_, entry) => {
    const text = textOf(entry);
    expect(kerasJson.claims({ uri: uriOf(entry), text })).toBe(true);
    const { findings, broken } = check(text);
    expect(broken).toBeUndefined();
    expect(findings.filter(isProblem)).toEqual([]);
  });

  it.each(models.map(entry => [entry.id, entry] as const))(
    '%s has the weights that Keras counts',
    (_, entry) => {
      const { graph } = check(textOf(entry));
      expect(weightsOf(graph.nodes)).toBe(
        isUnknown(graph) ? null : (entry.expected_params ?? counted[entry.id]),
      );
    },
  );

  it.each(models.map(entry => [entry.id, entry] as const))(
    '%s has the shapes that Keras gives it',
    (_, entry) => {
      const { graph } = check(textOf(entry));
      for (const [path, expected] of Object.entries(entry.expected_output_shapes ?? {})) {
        const output = outputNamed(graph, path);
        expect(output, path).toBeDefined();
        if (isUnknown(graph)) expect(shapesAgree(output!, withoutBatch(expected)), path).toBe(true);
        else expect(output, path).toEqual(withoutBatch(expected));
      }
    },
  );

  it('are exact but for custom classes and Lambda', () => {
    const classes = models.flatMap(entry =>
      check(textOf(entry)).graph.nodes.flatMap(node =>
        node.layer === 'unknown' ? [node.parameters.class] : [],
      ),
    );
    expect([...new Set(classes)].sort()).toEqual([
      'BinaryDense',
      'Keras2toKeras3DepthwiseConv2D',
      'Lambda',
      'PixelShuffler',
    ]);
  });
});

describe.skipIf(!isThere)('real files that are no Keras architectures', () => {
  const named = (path: string): string => `file:///models/${path.slice(path.lastIndexOf('/') + 1)}`;

  it.each(negatives.map(entry => [entry.id, entry] as const))(
    '%s gives no more than a remark',
    (_, entry) => {
      const source = { uri: named(entry.path), text: textOf(entry) };
      const isGraphModel = entry.id === 'neg-graph-style';
      expect(kerasJson.claims(source)).toBe(isGraphModel);
      if (!isGraphModel) return;
      const { findings, graph } = check(source.text, source.uri);
      expect(findings).toMatchObject([{ code: 'not-a-model', severity: 'information' }]);
      expect(graph.nodes).toEqual([]);
    },
  );

  it.each(negatives.map(entry => [entry.id, entry] as const))(
    '%s under the name model.json gives one remark at most',
    (_, entry) => {
      const source = { uri: 'file:///models/model.json', text: textOf(entry) };
      if (!kerasJson.claims(source)) return;
      expect(check(source.text, source.uri).findings).toMatchObject([
        { code: 'not-a-model', severity: 'information' },
      ]);
    },
  );
});

import { readFileSync } from 'node:fs';
import type { Values } from '../../../src/core/analyses/analysis.js';
import { analysisOf, runAnalysis } from '../../../src/core/analyses/index.js';
import { analyze, type Model } from '../../../src/core/analyze.js';

export const native = (text: string): Model => analyze({ uri: 'x.resnet.yaml', text })!;

export const zoo = (id: string): Model =>
  native(readFileSync(new URL(`../../../src/core/zoo/${id}.resnet.yaml`, import.meta.url), 'utf8'));

/** The rows of an analysis by the node's id. */
export const rowsOf = (id: string, model: Model, options = {}): Map<string, Values> =>
  new Map(runAnalysis(analysisOf(id)!, model, options).rows.map(({ node, values }) => [node, values]));

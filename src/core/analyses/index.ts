import {
  type Analysed,
  type Analysis,
  type AnalysisOptions,
  type AnalysisResult,
  defaultOptions,
} from './analysis.js';
import { cost } from './cost.js';
import { memory } from './memory.js';
import { multiScale } from './multi-scale.js';
import { paths } from './paths.js';
import { receptiveField } from './receptive-field.js';
import { roofline } from './roofline.js';

/** Every analysis, in the order in which they are offered. */
export const analyses: readonly Analysis[] = [cost, memory, receptiveField, paths, multiScale, roofline];

export const analysisOf = (id: string): Analysis | undefined => analyses.find(one => one.id === id);

/** Runs one, with what is not said as it is by default. */
export const runAnalysis = (
  analysis: Analysis,
  network: Analysed,
  options: Partial<AnalysisOptions> = {},
): AnalysisResult => analysis.run(network, { ...defaultOptions, ...options });

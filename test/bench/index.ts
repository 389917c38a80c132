import { benchAnalyze } from './analyze.js';
import { benchTraining } from './training.js';

void benchAnalyze().then(benchTraining);

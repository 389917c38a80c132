import { benchAnalyze } from './analyze.js';

void benchAnalyze();

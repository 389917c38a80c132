import { benchAnalyze } from './analyze.js';
import { benchPython } from './python.js';
import { benchTraining } from './training.js';

// A folder of checkouts, as for `npm run corpus`, adds real files.
benchPython(process.argv[2]);
void benchAnalyze().then(benchTraining);

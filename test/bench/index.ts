import { benchAnalyses } from './analyses.js';
import { benchAnalyze } from './analyze.js';
import { benchLayout } from './layout.js';
import { benchPainting } from './painting.js';
import { benchPython } from './python.js';
import { benchStatistics } from './statistics.js';
import { benchTraining } from './training.js';

const names = process.argv.slice(2);
// A folder of checkouts, as for `npm run corpus`, adds real files.
const folder = names.find(name => !Object.hasOwn(benches(), name));

/** `npm run bench -- layout` runs that one alone. */
function benches(): Readonly<Record<string, () => Promise<void> | void>> {
  return {
    python: () => benchPython(folder),
    analyze: benchAnalyze,
    analyses: benchAnalyses,
    layout: benchLayout,
    painting: benchPainting,
    statistics: benchStatistics,
    training: benchTraining,
  };
}

const chosen = names.filter(name => name !== folder);
for (const [name, bench] of Object.entries(benches())) {
  if (chosen.length === 0 || chosen.includes(name)) await bench();
}

import type { Frontend } from '../frontend.js';
import { pythonFile } from './claims.js';
import { parsed } from './core/modules.js';
import { entriesIn } from './entries.js';
import { hasWeights, noNetwork, type PythonReading, readPython } from './read.js';
import { accepts, propose, rewrite } from './rewrite/index.js';

/** Keras and PyTorch models as people write them: read, not run. */
export const python: Frontend<PythonReading> = {
  ...pythonFile,
  read(source, files, options) {
    const reading = readPython(source, files, options);
    const { framework, totals, failed } = reading;
    const candidates = entriesIn(source.text).filter(candidate => !failed.includes(candidate.entry));
    const named = candidates.find(({ entry }) => entry === reading.entry?.entry);
    const entry = reading.entry && { ...reading.entry, at: named?.nameAt ?? reading.entry.at };
    const isUnfinished = parsed(source.text).errors.length > 0;
    const isWanted = options?.entry !== undefined || named?.kind === 'comment';
    return {
      ...reading,
      program: { framework, entry, totals, candidates, isUnfinished },
      ...(isWanted || hasWeights(reading) ? {} : { broken: noNetwork }),
    };
  },
  rewrite,
  propose: (source, { dependencies, framework }, checked, target, files) => {
    const imported = dependencies.flatMap(uri => files.read(uri) ?? []);
    return propose(source, checked, target, { framework, imported });
  },
  accepts,
};

export { type Candidate, candidatesIn } from './candidates.js';
export { type Entry, type PythonOptions, type PythonReading, readPython } from './read.js';

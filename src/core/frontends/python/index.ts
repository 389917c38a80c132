import type { Files, Source } from '../../source.js';
import type { Frontend } from '../frontend.js';
import { globs } from '../globs.js';
import { type PythonReading, readPython } from './read.js';

/** Keras and PyTorch models as people write them: read, not run. */
export const python: Frontend<PythonReading> = {
  format: 'python',
  title: 'Python model',
  globs: globs.python,
  claims: ({ uri, text }: Source) =>
    /\.py$/i.test(uri) && /^\s*(?:import|from)\s+(?:torch|keras|tensorflow|tf_keras|timm)\b/m.test(text),
  read: (source: Source, files: Files) => readPython(source, files),
};

export { type Candidate, candidatesIn } from './candidates.js';
export { type Entry, type PythonOptions, type PythonReading, readPython } from './read.js';

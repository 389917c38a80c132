import type { Frontend } from '../frontend.js';
import { globs } from '../globs.js';

/**
 * What tells a Python model from other files. By itself, since it is asked of every Python file that is opened: the
 * reader behind it, with the tables of its grammar, is only needed for those that say yes.
 */
export const pythonFile: Pick<Frontend, 'format' | 'title' | 'globs' | 'claims'> = {
  format: 'python',
  title: 'Python model',
  globs: globs.python,
  claims: ({ uri, text }) => /\.py$/i.test(uri) && importsFramework.test(text),
};

const importsFramework =
  /^[ \t]*(?:import|from)[ \t]+(?:torch|torchvision|keras|tensorflow|tf_keras|timm)\b/m;

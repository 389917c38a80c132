import type { Frontend } from './frontend.js';

/** The names of the files that are each format's. A front end's own `claims` has the last word. */
export const globs: Readonly<Record<Frontend['format'], readonly string[]>> = {
  native: ['**/*.resnet.yaml', '**/*.resnet.yml', '**/*.resnet.json'],
  keras: ['**/model.json', '**/*.keras.json', '**/config.json'],
  python: ['**/*.py'],
};

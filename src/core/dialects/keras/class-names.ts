import { operationNames } from './operations/index.js';
import { classNames } from './read.js';

const lowerNames: ReadonlySet<string> = new Set(
  [...classNames, ...operationNames].map(name => name.toLowerCase()),
);

/** Whether a word is a class of Keras, in lower case and without its underscores. */
export const isClassName = (word: string): boolean => lowerNames.has(word);

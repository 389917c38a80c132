import { belowKeras } from '../keras/roots.js';
import { kerasTexts } from './keras.js';
import { torchvisionTexts } from './torchvision.js';

/** The scheme of the URIs of bundled texts, which are no files. */
const scheme = 'builtin:/';

/** Networks of libraries as we write them down, by their path; read by the interpreter like a user's file. */
const texts: ReadonlyMap<string, string> = new Map(
  [...Object.entries(kerasTexts), ...Object.entries(torchvisionTexts)].map(([path, text]) => [
    `${scheme}${path}.py`,
    text,
  ]),
);

export const isBundled = (uri: string): boolean => uri.startsWith(scheme);

export const bundledText = (uri: string): string | undefined => texts.get(uri);

/** The path, without its ending, of the bundled module that goes by this name in a program. */
export function bundledPath(name: string): string | undefined {
  const inKeras = belowKeras(name);
  const path = inKeras === undefined ? name : `keras.${inKeras}`;
  const full = `${scheme}${path.replaceAll('.', '/')}`;
  return texts.has(`${full}.py`) || texts.has(`${full}/__init__.py`) ? full : undefined;
}

import { layOut } from './lay-out.js';
import { longest } from './syntax.js';
import { type Bytes, unzipText, ZipProblem } from './zip.js';

/** The architecture of a `.keras` file as text, or why there is none. */
export type Unpacked = { readonly text: string } | { readonly problem: string };

/** What a file is by its first bytes that is no archive. */
const others: readonly { readonly begins: string; readonly problem: string }[] = [
  {
    begins: '\x89HDF\r\n\x1a\n',
    problem: 'this is an HDF5 file, as older versions of Keras wrote it: save it anew with Keras 3',
  },
  {
    begins: 'version https://git-lfs.',
    problem: 'this is a pointer of Git LFS: the file itself has not been fetched (`git lfs pull`)',
  },
];

export const isArchive = (path: string): boolean => /\.keras$/i.test(path);

/** The name under which the architecture of an archive is read. */
export const nameInArchive = (archive: string): string => `${archive}/config.json`;

/** Whether a text stands in an archive, so that there is no file of that text to change. */
export const isInArchive = (uri: string): boolean => /\.keras\/config\.json$/i.test(uri);

/**
 * The `config.json` of what `model.save()` of Keras 3 writes, over several lines. Of the archive nothing else is
 * unpacked, and of the file no more is read than that takes: the weights stay where they are.
 */
export function readArchive(bytes: Bytes): Unpacked {
  const head = String.fromCharCode(...bytes.read(0, 32));
  const other = others.find(({ begins }) => head.startsWith(begins));
  if (other) return { problem: other.problem };
  if (!head.startsWith('PK')) return { problem: 'this is no archive of Keras' };
  try {
    return { text: layOut(unzipText(bytes, 'config.json', longest)) };
  } catch (error) {
    if (error instanceof ZipProblem) return { problem: error.message };
    throw error;
  }
}

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Model } from '../core/analyze.js';
import {
  isArchive,
  nameInArchive,
  readArchive,
  type Unpacked,
} from '../core/frontends/keras-json/archive.js';
import { isNetwork, networksIn } from '../core/networks.js';
import type { ReadOptions } from '../core/program.js';
import type { Files, Source } from '../core/source.js';

/** One network of a file with what is known of it; no model where it is none that we read. */
export interface Loaded {
  /** As the user wrote it. */
  readonly path: string;
  readonly source: Source;
  readonly files: Files;
  readonly model?: Model;
  /** Why there is none, where more can be said than that. */
  readonly problem?: string;
}

const texts = new Map<string, string | undefined>();

const disk: Files = {
  read(uri) {
    if (!texts.has(uri)) texts.set(uri, textOf(uri));
    return texts.get(uri);
  },
};

function textOf(uri: string): string | undefined {
  try {
    return readFileSync(fileURLToPath(uri), 'utf8');
  } catch {
    return undefined;
  }
}

/** The networks of a file, whatever it is; or of the model files below a folder. Throws the system's error where there is none. */
export function load(given: string, options: ReadOptions): Loaded[] {
  if (!statSync(given).isDirectory()) return loadFile(given, options);
  return filesBelow(given)
    .flatMap(file => loadFile(file, options))
    .filter(({ model }) => model && (model.format !== 'python' || isNetwork(model)));
}

/** The folder as a program's imports name it. */
export function rootOf(folder: string): string {
  readdirSync(folder);
  return pathToFileURL(path.resolve(folder) + path.sep).href;
}

function loadFile(given: string, options: ReadOptions): Loaded[] {
  const uri = pathToFileURL(path.resolve(given)).href;
  const unpacked = isArchive(given) ? unpack(given) : { text: readFileSync(given, 'utf8') };
  if ('problem' in unpacked) return [{ path: given, source: { uri, text: '' }, files: disk, ...unpacked }];
  // What an archive holds is read as a file of its own.
  const source = { uri: isArchive(given) ? nameInArchive(uri) : uri, text: unpacked.text };
  const file = { path: given, source, files: disk };
  const models = [...networksIn(source, disk, options)];
  if (models.length === 0) return [file];
  const networks = models.filter(isNetwork);
  const shown = networks.length === 0 ? models : networks.sort((a, b) => placeOf(a) - placeOf(b));
  return shown.map(model => ({ ...file, model }));
}

/** Of a file that may hold gigabytes of weights, the little that is needed. */
function unpack(given: string): Unpacked {
  const file = openSync(given, 'r');
  try {
    const { size } = fstatSync(file);
    return readArchive({
      size,
      read(start, end) {
        const from = Math.min(Math.max(start, 0), size);
        const bytes = new Uint8Array(Math.max(Math.min(end, size) - from, 0));
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
      },
    });
  } finally {
    closeSync(file);
  }
}

const placeOf = ({ program }: Model): number => program?.entry?.at.start ?? 0;

/** Folders of packages that others have written. */
const foreign = new Set(['node_modules', 'site-packages', '__pycache__', 'venv']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !entry.name.startsWith('.') && !foreign.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const inner = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(inner);
      return entry.isFile() && /\.(ya?ml|json|py|keras)$/i.test(entry.name) ? [inner] : [];
    });
}

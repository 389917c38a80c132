import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { analyze, type Model } from '../core/analyze.js';
import type { Files, Source } from '../core/source.js';

/** One file with what is known of it; no model where it is none that we read. */
export interface Loaded {
  /** As the user wrote it. */
  readonly path: string;
  readonly source: Source;
  readonly files: Files;
  readonly model?: Model;
}

const disk: Files = {
  read(uri) {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return undefined;
    }
  },
};

/** A file, whatever it is; or the model files below a folder. Throws the system's error where there is none. */
export function load(given: string): Loaded[] {
  if (!statSync(given).isDirectory()) return [loadFile(given)];
  return filesBelow(given)
    .map(loadFile)
    .filter(loaded => loaded.model);
}

function loadFile(given: string): Loaded {
  const uri = pathToFileURL(path.resolve(given)).href;
  const source = { uri, text: readFileSync(given, 'utf8') };
  return { path: given, source, files: disk, model: analyze(source, disk) };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const inner = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(inner);
      return entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name) ? [inner] : [];
    });
}

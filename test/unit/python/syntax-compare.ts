import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parsePython } from '../../../src/core/frontends/python/syntax/index.js';
import { Dump } from './syntax-dump.js';

const where = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
const python = spawnSync('python3', ['-c', where], { encoding: 'utf8' });

/** The folder of CPython's own library; undefined where there is no python3. */
export const library = python.status === 0 ? python.stdout.trim() : undefined;

/** CPython's trees of a file, with the line where each statement starts; null where it is no Python for it. */
type Trees = readonly (readonly [number, string])[] | null;

async function treesOf(files: readonly string[], dumper: string): Promise<Trees[]> {
  const child = spawn('python3', [dumper], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(files));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as Trees);
}

const withoutPlaces = (tree: string): string => tree.replace(/‹[^›]*›/g, '');

export interface Compared {
  files: number;
  statements: number;
  same: number;
  placed: number;
  readonly faulty: string[];
  readonly different: string[];
}

/** Compares our trees of files with those that `dumper`, a Python script, prints. */
export async function compare(files: readonly string[], dumper: string): Promise<Compared> {
  const result: Compared = { files: 0, statements: 0, same: 0, placed: 0, faulty: [], different: [] };
  const trees = await treesOf(files, dumper);
  files.forEach((file, i) => {
    const theirs = trees[i];
    if (!theirs) return;
    const { body, errors } = parsePython(readFileSync(file, 'utf8'));
    const dump = new Dump(true);
    const ours = body.map(statement => dump.statement(statement));
    result.files++;
    result.statements += Math.max(theirs.length, ours.length);
    if (errors.length) result.faulty.push(`${file}: ${errors[0]!.message} at ${errors[0]!.at.start}`);
    theirs.forEach(([line, tree], at) => {
      const own = ours[at] ?? '';
      if (own === tree) result.placed++;
      if (own === tree || withoutPlaces(own) === withoutPlaces(tree)) result.same++;
      else result.different.push(`${file}:${line}`);
    });
  });
  return result;
}

export const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parsePython } from '../../../src/core/frontends/python/syntax/index.js';
import { Dump } from './syntax-dump.js';

const bugs = fileURLToPath(new URL('../../../../shared/reference/bugs/', import.meta.url));
const dumper = fileURLToPath(new URL('syntax-dump.py', import.meta.url));

const where = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
const python = spawnSync('python3', ['-c', where], { encoding: 'utf8' });
const library = python.status === 0 ? python.stdout.trim() : undefined;
if (!library) console.log('python3 is not here: our trees are not compared with those of CPython');

function filesIn(folder: string, deep: boolean): string[] {
  try {
    return readdirSync(folder, { recursive: deep, encoding: 'utf8' })
      .filter(file => file.endsWith('.py') && !file.includes('-packages'))
      .sort()
      .map(file => join(folder, file));
  } catch {
    console.log(`${folder} is not here`);
    return [];
  }
}

/** CPython's trees of a file, with the line where each statement starts; null where it is no Python for it. */
type Trees = readonly (readonly [number, string])[] | null;

async function treesOf(files: readonly string[]): Promise<Trees[]> {
  const child = spawn('python3', [dumper], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(files));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as Trees);
}

const withoutPlaces = (tree: string): string => tree.replace(/‹[^›]*›/g, '');

async function compare(files: readonly string[]) {
  const result = {
    files: 0,
    statements: 0,
    same: 0,
    placed: 0,
    faulty: [] as string[],
    different: [] as string[],
  };
  const trees = await treesOf(files);
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

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

/** Every so manyth file, from a fixed start. */
function pick(files: readonly string[], count: number): string[] {
  const step = files.length / count;
  return Array.from({ length: count }, (_, i) => files[Math.floor((i + 0.618) * step) % files.length]!);
}

describe.skipIf(!library)("our trees are those of CPython's ast", () => {
  test('the reference models', async ({ skip }) => {
    const files = filesIn(bugs, false);
    if (!files.length) skip();
    const result = await compare(files);
    expect(result.different).toEqual([]);
    expect(result.faulty).toEqual([]);
    expect(result.placed).toBe(result.statements);
  });

  test('150 files of the standard library', { timeout: 240_000 }, async () => {
    const result = await compare(pick(filesIn(library!, true), 150));
    const { files, statements, same, placed } = result;
    console.log(
      `${files} files, ${statements} statements: ${share(same, statements)} equal CPython's, ` +
        `${share(placed, statements)} with the places of all expressions`,
    );
    expect(result.faulty).toEqual([]);
    expect(same / statements, result.different.join('\n')).toBeGreaterThanOrEqual(0.999);
    expect(placed / statements).toBeGreaterThanOrEqual(0.999);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compare, library, share } from './syntax-compare.js';

const bugs = fileURLToPath(new URL('../../../../shared/reference/bugs/', import.meta.url));
const dumper = fileURLToPath(new URL('syntax-dump.py', import.meta.url));

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

/** Every so manyth file, from a fixed start. */
function pick(files: readonly string[], count: number): string[] {
  const step = files.length / count;
  return Array.from({ length: count }, (_, i) => files[Math.floor((i + 0.618) * step) % files.length]!);
}

describe.skipIf(!library)("our trees are those of CPython's ast", () => {
  test('the reference models', async ({ skip }) => {
    const files = filesIn(bugs, false);
    if (!files.length) skip();
    const result = await compare(files, dumper);
    expect(result.different).toEqual([]);
    expect(result.faulty).toEqual([]);
    expect(result.placed).toBe(result.statements);
  });

  test('150 files of the standard library', { timeout: 240_000 }, async () => {
    const result = await compare(pick(filesIn(library!, true), 150), dumper);
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

// Reads mutated Python files, of our own fixtures and of folders that are given: nothing throws, and each ends soon.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from '../unit/python/check.js';
import { pythonFilesIn } from './checkouts.js';
import { mutated, seeded } from './mutations.js';

const [count = '20000', seed = '1', ...folders] = process.argv.slice(2);
const own = join(dirname(__dirname), 'test/fixtures/python');
/** Milliseconds of the processor: other programs do not count. */
const slowest = 5_000;

const read = (file: string): string => readFileSync(file, 'utf8');
const texts = [
  ...readdirSync(own)
    .filter(name => name.endsWith('.py'))
    .map(name => read(join(own, name))),
  ...folders.flatMap(folder => pythonFilesIn(folder).map(read)),
].filter(text => text.length < 60_000);

const random = seeded(Number(seed));
let bad = 0;
let worst = 0;
for (let i = 0; i < Number(count); i++) {
  const text = mutated(texts, random);
  const start = process.cpuUsage();
  let fault: unknown;
  try {
    [fault] = check(text).reading.faults;
  } catch (thrown) {
    fault = thrown;
  }
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  worst = Math.max(worst, time);
  if (fault !== undefined || time > slowest) {
    bad++;
    console.log(`case ${i}: ${fault === undefined ? `${time.toFixed(0)} ms` : (fault as Error).stack}`);
    if (bad <= 3) console.log(text);
  }
}
console.log(
  `${count} files from ${texts.length}, seed ${seed}: ${bad} bad; the slowest took ${worst.toFixed(0)} ms`,
);
if (bad > 0) process.exitCode = 1;

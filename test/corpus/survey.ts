// Reads every network of every Python file in folders, and lists errors, faults of the interpreter, and what took long.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { candidatesIn } from '../../src/core/frontends/python/index.js';
import { type Checked, check, errorsIn, lineOfFinding, python } from '../unit/python/check.js';
import { type Checkout, checkoutsIn, diskFiles, pythonFilesIn } from './checkouts.js';
import { rootsOf, unknownsIn } from './entries.js';

const slow = 1500;

interface Sums {
  known: number;
  unknown: number;
  nothing: number;
  errors: number;
  faults: number;
  slow: number;
}

function describe(checked: Checked): string {
  const { entry, outputShapes } = checked.reading;
  return `${checked.parameters} ${JSON.stringify(entry?.input)} (${entry?.origin}) → ${JSON.stringify(outputShapes)}`;
}

function readOne(file: string, text: string, entry: string, roots: readonly string[], sums: Sums): void {
  const start = performance.now();
  const checked = check(text, { entry, roots }, diskFiles, file);
  const time = performance.now() - start;
  const { nodes, faults } = checked.reading;
  const errors = errorsIn(checked);
  const [unknown] = unknownsIn(checked.findings);
  if (errors.length > 0) sums.errors++;
  if (faults.length > 0) sums.faults++;
  if (time > slow) sums.slow++;
  if (nodes.length < 2) sums.nothing++;
  else if (checked.parameters === null || unknown) sums.unknown++;
  else sums.known++;
  if (nodes.length >= 2 || errors.length > 0)
    console.log(
      `${file} ${entry}: ${describe(checked)}${unknown ? `; line ${lineOfFinding(text, unknown)}: ${unknown.message}` : ''}`,
    );
  for (const e of errors) console.log(`  error: line ${lineOfFinding(text, e)}: ${e.message}`);
  for (const fault of faults)
    console.log(
      `  fault: ${String((fault as Error).stack)
        .split('\n', 4)
        .join(' ')}`,
    );
  if (time > slow) console.log(`  slow: ${time.toFixed(0)} ms`);
}

function survey(folder: string, all: readonly Checkout[], own: Checkout, sums: Sums): void {
  for (const file of statSync(folder).isFile() ? [folder] : pythonFilesIn(folder)) {
    const text = readFileSync(file, 'utf8');
    if (!python.claims({ uri: file, text })) continue;
    for (const { entry } of candidatesIn(text)) {
      try {
        readOne(file, text, entry, rootsOf(all, own), sums);
      } catch (thrown) {
        console.log(
          `${file} ${entry}\n  thrown: ${String((thrown as Error).stack)
            .split('\n', 5)
            .join(' ')}`,
        );
        sums.faults++;
      }
    }
  }
}

const sums: Sums = { known: 0, unknown: 0, nothing: 0, errors: 0, faults: 0, slow: 0 };
for (const argument of process.argv.slice(2)) {
  const folder = resolve(argument);
  const all = existsSync(folder) && statSync(folder).isDirectory() ? checkoutsIn(folder) : [];
  if (all.length > 0) for (const own of all) survey(own.folder, all, own, sums);
  else survey(folder, [], { repo: '', commit: '', folder: `${folder}/` }, sums);
}
console.log(JSON.stringify(sums));

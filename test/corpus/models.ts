// Reads the public models of ../shared/reference in a folder of checkouts; exits with 1 where one is not as it was measured.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compare, library, share } from '../unit/python/syntax-compare.js';
import { type Bug, faultsOf } from './bugs.js';
import { checkoutsIn, pythonFilesIn } from './checkouts.js';
import { type Expected, type Outcome, runEntry } from './entries.js';

const root = dirname(__dirname);
const reference = join(root, '../shared/reference/');
const leastExact = 0.95;

const read = <T>(name: string): T => JSON.parse(readFileSync(reference + name, 'utf8')).entries as T;

/** One line a repository, then the sum; true where all is well. */
function reportEntries(outcomes: readonly Outcome[], repos: readonly string[]): boolean {
  const count = (all: readonly Outcome[]): string[] => [
    String(all.length),
    ...(['exact', 'named unknown', 'wrong', 'missing'] as const).map(v =>
      String(all.filter(o => o.verdict === v).length),
    ),
    String(all.filter(o => o.errors.length > 0).length),
  ];
  const rows = [...new Set(repos)].map(repo => [
    repo,
    ...count(outcomes.filter((_, i) => repos[i] === repo)),
  ]);
  const head = ['repository', 'entries', 'exact', 'named unknown', 'wrong', 'missing', 'false errors'];
  const table = [head, ...rows, ['all', ...count(outcomes)]];
  const widths = head.map((_, i) => Math.max(...table.map(row => row[i]!.length)));
  for (const row of table)
    console.log(row.map((c, i) => (i === 0 ? c.padEnd(widths[i]!) : c.padStart(widths[i]!))).join('  '));
  for (const { label, verdict, detail, errors, unagreed } of outcomes) {
    if (verdict !== 'exact') console.log(`${verdict}: ${label}: ${detail}`);
    for (const e of errors) console.log(`false error: ${label}: ${e.message}`);
    for (const code of unagreed) console.log(`not agreed with the literature: ${label}: ${code}`);
  }
  const exact = outcomes.filter(o => o.verdict === 'exact').length / outcomes.length;
  return (
    exact >= leastExact &&
    outcomes.every(
      o => o.errors.length === 0 && o.unagreed.length === 0 && ['exact', 'named unknown'].includes(o.verdict),
    )
  );
}

function reportBugs(): boolean {
  const bugs = read<readonly Bug[]>('real-bugs.json').filter(bug => bug.repro);
  const faults = bugs.flatMap(bug => faultsOf(bug, reference));
  console.log(
    `\n${bugs.length} bugs that people reported, each with its fixed twin: ${faults.length} faults`,
  );
  for (const fault of faults) console.log(fault);
  return faults.length === 0;
}

async function reportSyntax(folders: readonly string[]): Promise<boolean> {
  if (!library) {
    console.log('\npython3 is not here: the trees are not compared');
    return true;
  }
  const files = folders.flatMap(pythonFilesIn);
  const {
    files: n,
    statements,
    same,
    faulty,
    different,
  } = await compare(files, join(root, 'test/unit/python/syntax-dump.py'));
  const strange = files.length - n;
  console.log(
    `\n${n} files that CPython parses (${strange} others), ${statements} statements: ${share(same, statements)} equal its own`,
  );
  for (const line of [...faulty, ...different].slice(0, 20)) console.log(line);
  return different.length === 0 && faulty.length === 0;
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    console.error('usage: npm run corpus -- FOLDER, with checkouts named <owner>+<repo>@<commit>');
    process.exitCode = 2;
    return;
  }
  const checkouts = checkoutsIn(folder);
  const entries = read<readonly Expected[]>('python-models.json');
  const outcomes = entries.map(e => runEntry(checkouts, e));
  const results = [
    reportEntries(
      outcomes,
      entries.map(e => e.repo),
    ),
    reportBugs(),
    await reportSyntax(checkouts.map(c => c.folder)),
  ];
  if (results.includes(false)) process.exitCode = 1;
}

void main(process.argv[2]);

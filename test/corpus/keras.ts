// Reads the Keras files of a folder with a models.json, and prints a table of what is exact; exits with 1 where something is not.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isProblem } from '../../src/core/finding.js';
import { kerasJson } from '../../src/core/frontends/keras-json/index.js';
import { shapesAgree } from '../../src/core/graph.js';
import { isUnknown, outputNamed, withoutBatch } from '../unit/keras/compare.js';
import { check, weightsOf } from '../unit/keras/model.js';
import type { Entry } from '../unit/keras/reference.js';

interface Outcome {
  readonly cells: readonly string[];
  readonly isRight: boolean;
}

const head = ['file', 'kind', 'layers', 'parameters', 'expected', 'shapes', 'verdict', 'not known'];

function measure(entry: Entry, text: string): Outcome {
  const uri = `file:///models/${entry.id}.json`;
  if (entry.kind === 'negative') return measureNegative(entry, { uri, text });
  const { graph, findings } = check(text, uri);
  const expected = Object.entries(entry.expected_output_shapes ?? {});
  const outputs = expected.map(([path, shape]) => [outputNamed(graph, path), withoutBatch(shape)] as const);
  const exact = outputs.filter(([a, b]) => JSON.stringify(a) === JSON.stringify(b)).length;
  const agree = outputs.every(([a, b]) => a !== undefined && shapesAgree(a, b));
  const parameters = weightsOf(graph.nodes);
  const errors = findings.filter(isProblem);
  const unknown = new Set(
    graph.nodes.flatMap(n => (n.layer === 'unknown' ? [String(n.parameters.class)] : [])),
  );
  const isExact = parameters === entry.expected_params && exact === outputs.length;
  // Where no number was measured, ours has nothing to be compared with.
  const isRight =
    agree && errors.length === 0 && (isExact || isUnknown(graph) || entry.expected_params === null);
  const verdict = verdictOf(entry, {
    isRight,
    isExact,
    isFalse: errors.length > 0,
    isOpen: isUnknown(graph),
  });
  const cells = [
    entry.id,
    entry.kind,
    String(graph.nodes.length),
    String(parameters ?? '?'),
    String(entry.expected_params ?? '?'),
    `${exact}/${outputs.length}`,
    verdict,
    [...unknown].join(' '),
  ];
  return { cells, isRight };
}

interface Judged {
  readonly isRight: boolean;
  readonly isExact: boolean;
  /** Something is called an error that is none. */
  readonly isFalse: boolean;
  /** Something in the network is not known. */
  readonly isOpen: boolean;
}

function verdictOf(entry: Entry, { isRight, isExact, isFalse, isOpen }: Judged): string {
  if (isFalse) return 'false error';
  if (!isRight) return 'wrong';
  if (isOpen) return 'unknown';
  return isExact && entry.expected_params !== null ? 'exact' : 'not measured';
}

function measureNegative(entry: Entry, source: { uri: string; text: string }): Outcome {
  const claimed = kerasJson.claims(source);
  const findings = claimed ? check(source.text, source.uri).findings : [];
  const isRight = findings.every(({ severity }) => severity === 'information') && findings.length <= 1;
  const verdict = !isRight ? 'wrong' : claimed ? 'one remark' : 'silent';
  return { cells: [entry.id, entry.kind, '', '', '', '', verdict, ''], isRight };
}

function main(folder: string | undefined): void {
  const list = folder === undefined ? undefined : join(resolve(folder), 'models.json');
  if (folder === undefined || list === undefined || !existsSync(list)) {
    console.error('usage: npm run corpus -- keras FOLDER, with a models.json');
    process.exitCode = 2;
    return;
  }
  const { entries } = JSON.parse(readFileSync(list, 'utf8')) as { entries: Entry[] };
  const outcomes = entries.map(entry =>
    measure(entry, readFileSync(join(resolve(folder), entry.file), 'utf8')),
  );
  const rows = [head, ...outcomes.map(({ cells }) => cells)];
  const widths = head.map((_, i) => Math.max(...rows.map(row => row[i]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  const right = outcomes.filter(({ isRight }) => isRight).length;
  console.log(`${right} of ${outcomes.length} are right`);
  if (right < outcomes.length) process.exitCode = 1;
}

main(process.argv[2]);

import { parseArgs } from 'node:util';
import { AnalysisRun } from './cli/analysis.js';
import { DiffRun, twoNetworks } from './cli/diff.js';
import { type Loaded, load, rootOf } from './cli/load.js';
import { report } from './cli/report.js';
import { smokeJson } from './cli/smoke/json.js';
import { Cancelled, type SmokeOptions, smokeTests } from './cli/smoke/smoke.js';
import { smokeText } from './cli/smoke/text.js';
import { summaryText } from './cli/summary.js';
import { checkTexts } from './cli/text.js';
import { type Analysis, defaultOptions, type Optimizer, optimizers } from './core/analyses/analysis.js';
import { analyses, analysisOf } from './core/analyses/index.js';
import { codes, isLevel, isProblem, type Levels } from './core/finding.js';
import { shapesIn } from './core/frontends/python/comments.js';
import { isNetwork } from './core/networks.js';
import type { ReadOptions } from './core/program.js';

const usage = `Usage: resnet-designer <command> [options]

  check FILE…     report the findings of model files; folders are searched
  summary FILE    list the layers of one model with shapes, parameters and MACs
  analyze FILE    one analysis of a model, a line a layer: --analysis ID, of
                  ${analyses.map(({ id }) => id).join(', ')}
  diff A B        compare two models: layers added, removed and changed
  smoke FILE      train the networks of a file for a moment on synthetic data:
                  do they learn at all, and if not, which line is to blame?

  --json          the same as JSON
  --batch N       inputs at a time; for analyze 1 unless told, for smoke 8 to 32
  --optimizer O   ${optimizers.join(', ')}: what --analysis memory counts; adam unless told
  --rule CODE=LEVEL  off, hint, information, warning or error, in place of the
                  code's own severity; can be repeated
  --steps N       smoke: at most so many steps; 60 to 200 unless told, fewer for
                  large networks, and none more once it has plainly learnt
  --seed N        smoke: of weights and data, 1 unless told; the same seed gives
                  the same losses
  --shrink        smoke: of a network too large for a quick test, a smaller copy
  --anyway        smoke: a network too large for a quick test as it is

  Of a Python file every network is read that needs no arguments, or:
  --entry CALL    this one: --entry "ResNet18()"
  --input SHAPES  what goes in, as the framework takes it: --input 1,3,32,32
                  (PyTorch with the batch, Keras without; several separated by ;)
  --root DIR      a folder to look for imports in; can be repeated

  --version, --help

Exit code: 0 clean (hints and information are no faults), 1 errors, warnings or differences,
2 usage, 3 crash; of smoke 0 passes, 1 fails or could not be run, 130 interrupted`;

const exit = { clean: 0, findings: 1, usage: 2, crash: 3, interrupted: 130 } as const;

class UsageError extends Error {}

/** What a command answers, in both forms. */
interface Output {
  readonly json: unknown;
  readonly texts: readonly string[];
  /** What the exit code says; by itself, whether there are findings that count. */
  readonly isClean?: boolean;
}

interface Command {
  /** How many files it takes. */
  readonly takes: 'one file' | 'two files' | 'files';
  /** `files` has the networks of each path. */
  run(files: readonly (readonly Loaded[])[], values: Values): Output | Promise<Output>;
}

/** One network as it is; several as a list of them. */
const single = <T>(items: readonly T[]): T | readonly T[] => (items.length === 1 ? items[0]! : items);

const commands: Readonly<Record<string, Command>> = {
  check: {
    takes: 'files',
    run(files) {
      const all = files.flat();
      const reports = all.map(report);
      const said = new Set<string>();
      return {
        json: single(reports),
        texts: all.flatMap((file, i) => checkTexts(file, reports[i]!, said)),
      };
    },
  },
  summary: {
    takes: 'one file',
    run(files) {
      const all = files.flat();
      const reports = all.map(report);
      return { json: single(reports), texts: all.map((file, i) => summaryText(file, reports[i]!)) };
    },
  },
  analyze: {
    takes: 'one file',
    run(files, values) {
      const analysis = analysisFrom(values.analysis);
      const options = { batch: batchFrom(values.batch), optimizer: optimizerFrom(values.optimizer) };
      const runs = files.flat().map(file => new AnalysisRun(file, analysis, options));
      return {
        json: single(runs.map(one => one.json(runs.length > 1))),
        texts: runs.map(one => one.text()),
      };
    },
  },
  diff: {
    takes: 'two files',
    run([from = [], to = []]) {
      const pair = twoNetworks(from, to);
      if (!pair) {
        const texts = [from[0], to[0]].flatMap(one =>
          one && !one.model ? checkTexts(one, report(one)) : [],
        );
        return { json: null, texts };
      }
      const run = new DiffRun(...pair);
      const isClean = run.diff.isSame && run.diff.rows.length === 0 && !hasProblems([...from, ...to]);
      return { json: run.json(), texts: [run.text()], isClean };
    },
  },
  smoke: {
    takes: 'one file',
    async run(files, values) {
      const results = await smokeTests(files.flat(), smokeOptionsFrom(values), __dirname);
      return {
        json: single(results.map(result => smokeJson(result, results.length > 1))),
        texts: [results.map(smokeText).join('\n\n')],
        isClean: results.every(({ reason }) => reason === undefined),
      };
    },
  },
};

const hasProblems = (all: readonly Loaded[]): boolean =>
  all.some(({ model }) => model?.findings.some(isProblem));

function analysisFrom(id: string | undefined): Analysis {
  const ids = analyses.map(one => one.id).join(', ');
  if (id === undefined) throw new UsageError(`--analysis is missing: ${ids}`);
  const analysis = analysisOf(id);
  if (!analysis) throw new UsageError(`unknown analysis: ${id}; there are ${ids}`);
  return analysis;
}

function countFrom(option: string, text: string, what: string, least = 1, most = 1e6): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < least || count > most)
    throw new UsageError(`--${option}: ${text} is no ${what}`);
  return count;
}

const batchFrom = (text = '1'): number => countFrom('batch', text, 'number of inputs');

/** What is left out, the trainer chooses to fit the network. */
const smokeOptionsFrom = ({ seed = '1', steps, batch, shrink, anyway }: Values): SmokeOptions => ({
  seed: countFrom('seed', seed, 'seed: a whole number below 2³²', 0, 2 ** 32 - 1),
  ...(steps !== undefined && { steps: countFrom('steps', steps, 'number of steps') }),
  ...(batch !== undefined && { batch: batchFrom(batch) }),
  ...(shrink && { shrinkIfLarge: true }),
  ...(anyway && { evenIfLarge: true }),
});

function optimizerFrom(name: string | undefined): Optimizer {
  const optimizer = optimizers.find(one => one === (name ?? defaultOptions.optimizer));
  if (!optimizer) throw new UsageError(`--optimizer: ${name} is none of ${optimizers.join(', ')}`);
  return optimizer;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) return print(usage);
  if (values.version) return print(process.env.RESNET_DESIGNER_VERSION ?? '');
  const [name = '', ...paths] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name]! : undefined;
  if (!command) throw new UsageError(name ? `unknown command: ${name}` : 'a command is missing');
  checkCount(name, command, paths);
  const options = optionsFrom(values);
  const files = paths.map(path => load(path, options));
  const all = files.flat();
  if (all.length === 0) throw new UsageError(`no model files in ${paths.join(', ')}`);
  const isForPython = options.entry !== undefined || options.input !== undefined;
  if (isForPython && !all.some(({ model }) => model?.format === 'python'))
    throw new UsageError('--entry and --input are for Python files');
  const { json, texts, isClean = !hasProblems(all) } = await command.run(files, values);
  print(values.json ? JSON.stringify(json, null, 2) : texts.join('\n'));
  if (all.some(({ model }) => !model || (model.format === 'python' && !isNetwork(model)))) return exit.usage;
  return isClean ? exit.clean : exit.findings;
}

function checkCount(name: string, { takes }: Command, paths: readonly string[]): void {
  if (paths.length === 0) throw new UsageError('a file is missing');
  if (takes === 'one file' && paths.length > 1) throw new UsageError(`${name} takes one file`);
  if (takes === 'two files' && paths.length !== 2) throw new UsageError(`${name} takes two files`);
}

type Values = ReturnType<typeof parse>['values'];

function optionsFrom({ entry, input, root, rule }: Values): ReadOptions {
  if (input !== undefined && !shapesIn(input)) throw new UsageError(`--input: ${input} is no shape`);
  return { entry, input, roots: root?.map(rootOf), rules: levelsFrom(rule ?? []) };
}

function levelsFrom(words: readonly string[]): Levels {
  return Object.fromEntries(
    words.map(word => {
      const [code = '', level] = word.split('=');
      if (!codes.some(known => known === code)) throw new UsageError(`--rule: there is no code ${code}`);
      if (!isLevel(level)) throw new UsageError(`--rule: ${word} sets no level`);
      return [code, level];
    }),
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        entry: { type: 'string' },
        input: { type: 'string' },
        root: { type: 'string', multiple: true },
        analysis: { type: 'string' },
        batch: { type: 'string' },
        optimizer: { type: 'string' },
        rule: { type: 'string', multiple: true },
        seed: { type: 'string' },
        steps: { type: 'string' },
        shrink: { type: 'boolean' },
        anyway: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function print(text: string): number {
  console.log(text);
  return exit.clean;
}

function failed(error: unknown): number {
  if (error instanceof Cancelled) {
    console.error('resnet-designer: cancelled');
    return exit.interrupted;
  }
  if (error instanceof UsageError || (error instanceof Error && 'code' in error)) {
    console.error(`resnet-designer: ${error.message}\n\n${usage}`);
    return exit.usage;
  }
  console.error(error);
  return exit.crash;
}

void run(process.argv.slice(2))
  .catch(failed)
  .then(code => {
    process.exitCode = code;
  });

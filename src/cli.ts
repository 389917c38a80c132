import { parseArgs } from 'node:util';
import { type Loaded, load, rootOf } from './cli/load.js';
import { type Report, report } from './cli/report.js';
import { summaryText } from './cli/summary.js';
import { checkTexts } from './cli/text.js';
import { shapesIn } from './core/frontends/python/comments.js';
import { isNetwork } from './core/networks.js';
import type { ReadOptions } from './core/program.js';

const usage = `Usage: resnet-designer <command> [options]

  check FILE…     report the findings of model files; folders are searched
  summary FILE    list the layers of one model with shapes, parameters and MACs

  --json          the same as JSON

  Of a Python file every network is read that needs no arguments, or:
  --entry CALL    this one: --entry "ResNet18()"
  --input SHAPES  what goes in, as the framework takes it: --input 1,3,32,32
                  (PyTorch with the batch, Keras without; several separated by ;)
  --root DIR      a folder to look for imports in; can be repeated

  --version, --help

Exit code: 0 clean, 1 findings, 2 usage, 3 crash`;

const exit = { clean: 0, findings: 1, usage: 2, crash: 3 } as const;

class UsageError extends Error {}

interface Command {
  /** Whether it takes more than one file. */
  readonly many: boolean;
  texts(loaded: Loaded, report: Report, said: Set<string>): readonly string[];
}

const commands: Readonly<Record<string, Command>> = {
  check: { many: true, texts: checkTexts },
  summary: { many: false, texts: (loaded, report) => [summaryText(loaded, report)] },
};

function run(args: readonly string[]): number {
  const { values, positionals } = parse(args);
  if (values.help) return print(usage);
  if (values.version) return print(process.env.RESNET_DESIGNER_VERSION ?? '');
  const [name = '', ...paths] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name]! : undefined;
  if (!command) throw new UsageError(name ? `unknown command: ${name}` : 'a command is missing');
  if (paths.length === 0) throw new UsageError('a file is missing');
  if (paths.length > 1 && !command.many) throw new UsageError(`${name} takes one file`);
  const options = optionsFrom(values);
  const files = paths.flatMap(path => load(path, options));
  if (files.length === 0) throw new UsageError(`no model files in ${paths.join(', ')}`);
  const isForPython = options.entry !== undefined || options.input !== undefined;
  if (isForPython && !files.some(({ model }) => model?.format === 'python'))
    throw new UsageError('--entry and --input are for Python files');
  const reports = files.map(report);
  const said = new Set<string>();
  if (values.json) console.log(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
  else print(files.flatMap((file, i) => command.texts(file, reports[i]!, said)).join('\n'));
  if (files.some(({ model }) => !model || (model.format === 'python' && !isNetwork(model))))
    return exit.usage;
  return reports.some(r => r.findings.some(f => f.severity !== 'information')) ? exit.findings : exit.clean;
}

function optionsFrom({ entry, input, root }: ReturnType<typeof parse>['values']): ReadOptions {
  if (input !== undefined && !shapesIn(input)) throw new UsageError(`--input: ${input} is no shape`);
  return { entry, input, roots: root?.map(rootOf) };
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

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError || (error instanceof Error && 'code' in error)) {
    console.error(`resnet-designer: ${error.message}\n\n${usage}`);
    process.exitCode = exit.usage;
  } else {
    console.error(error);
    process.exitCode = exit.crash;
  }
}

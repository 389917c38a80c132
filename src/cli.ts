import { parseArgs } from 'node:util';
import { type Loaded, load } from './cli/load.js';
import { type Report, report } from './cli/report.js';
import { summaryText } from './cli/summary.js';
import { checkText } from './cli/text.js';

const usage = `Usage: resnet-designer <command> [options]

  check FILE…     report the findings of model files; folders are searched
  summary FILE    list the layers of one model with shapes, parameters and MACs

  --json          the same as JSON
  --version, --help

Exit code: 0 clean, 1 findings, 2 usage, 3 crash`;

const exit = { clean: 0, findings: 1, usage: 2, crash: 3 } as const;

class UsageError extends Error {}

interface Command {
  /** Whether it takes more than one file. */
  readonly many: boolean;
  text(loaded: Loaded, report: Report): string;
}

const commands: Readonly<Record<string, Command>> = {
  check: { many: true, text: checkText },
  summary: { many: false, text: summaryText },
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
  const files = paths.flatMap(path => load(path));
  if (files.length === 0) throw new UsageError(`no model files in ${paths.join(', ')}`);
  const reports = files.map(report);
  if (values.json) console.log(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
  else console.log(files.map((file, i) => command.text(file, reports[i]!)).join('\n'));
  if (files.some(file => !file.model)) return exit.usage;
  return reports.some(r => r.findings.some(f => f.severity !== 'information')) ? exit.findings : exit.clean;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
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

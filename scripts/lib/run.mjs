import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const WINDOWS = process.platform === 'win32';
const TAIL = 4000;

/** Runs a command whose output the user sees; rejects when it fails. */
export function run(command, args, options = {}) {
  const child = start(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  return finished(child, `${command} ${args.join(' ')}`, () => '');
}

/** Runs a command in silence; when it fails, the end of its output is in the error. */
export function runQuietly(command, args, options = {}) {
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const keep = chunk => {
    output = (output + chunk).slice(-TAIL);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return finished(child, `${command} ${args.join(' ')}`, () => `\n${output}`);
}

/** Runs a JavaScript file with this Node. */
export const runNode = (args, options) => run(process.execPath, args, options);

/** Where on the PATH a command is, or undefined. */
export function findOnPath(name) {
  const names = WINDOWS ? [`${name}.cmd`, `${name}.exe`] : [name];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap(folder => names.map(file => join(folder, file))).find(isExecutable);
}

function start(command, args, options) {
  // npm and code are .cmd files on Windows, which only a shell can start.
  return WINDOWS && !command.endsWith('.exe')
    ? spawn(
        `"${command}"`,
        args.map(arg => `"${arg}"`),
        { ...options, shell: true },
      )
    : spawn(command, args, options);
}

function finished(child, name, details) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${name} ended with ${signal ?? `exit code ${code}`}${details()}`));
    });
  });
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

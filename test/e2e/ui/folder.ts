import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export type Settings = Record<string, unknown>;

/** A copy, of the same name, in a temporary folder of its own. */
export function copyOf(folder: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'e2e-')), basename(folder));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export const discard = (copy: string) => rmSync(dirname(copy), { recursive: true, force: true });

// The settings of the folder, not the user's: the server notices only changes of the former.
const settingsFile = (folder: string) => join(folder, '.vscode', 'settings.json');

export const readSettings = (folder: string): Settings =>
  JSON.parse(readFileSync(settingsFile(folder), 'utf8'));

export function writeSettings(folder: string, settings: Settings): void {
  mkdirSync(dirname(settingsFile(folder)), { recursive: true });
  writeFileSync(settingsFile(folder), JSON.stringify(settings));
}

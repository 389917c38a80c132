import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Rivals {
  /** Milliseconds that CPython takes to parse the file alone, without what it imports. */
  readonly parse: number;
  /** Milliseconds until PyTorch has been loaded and has made and run the network; null where it is not installed. */
  readonly run: number | null;
}

/** What CPython takes for a file; undefined where there is no `python3`, or it fails. */
export function rivalsOn(file: string, root: string, entry: string): Rivals | undefined {
  const script = join('test', 'bench', 'python-rivals.py');
  const { status, stdout } = spawnSync('python3', [script, file, root, entry], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Rivals) : undefined;
}

/** The same for a text that is no file. */
export function rivalsOnText(text: string, entry: string): Rivals | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'resnet-designer-bench-'));
  try {
    const file = join(folder, 'model.py');
    writeFileSync(file, text);
    return rivalsOn(file, '', entry);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

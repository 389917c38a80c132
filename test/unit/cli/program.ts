import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a user runs it, so that its words and exit codes are those of the program. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'resnet-designer-cli-'));

  build(): Promise<void> {
    return this.bundle('src/cli.ts', 'cli.cjs');
  }

  /** What `smoke` needs beside it, as in the package. */
  async buildTrainer(): Promise<void> {
    await this.bundle('src/cli/smoke/worker.ts', 'smoke-worker.js');
    const binary = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
    const from = dirname(createRequire(import.meta.url).resolve(binary));
    mkdirSync(join(this.folder, 'webview'));
    for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'])
      copyFileSync(join(from, name), join(this.folder, 'webview', name));
  }

  /** The same in another folder, where a file can be changed. */
  copy(): Program {
    const other = new Program();
    cpSync(this.folder, other.folder, { recursive: true });
    return other;
  }

  run(...args: readonly string[]): Ended {
    return spawnSync(process.execPath, [this.file, ...args], { cwd: root, encoding: 'utf8' });
  }

  start(...args: readonly string[]) {
    return spawn(process.execPath, [this.file, ...args], { cwd: root });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  private get file(): string {
    return join(this.folder, 'cli.cjs');
  }

  private async bundle(entry: string, name: string): Promise<void> {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: join(this.folder, name),
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      loader: { '.yaml': 'text', '.py': 'text' },
      logLevel: 'error',
    });
  }
}

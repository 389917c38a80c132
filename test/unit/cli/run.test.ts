import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residual2, residualWeights } from '../keras/fixtures.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'resnet-designer-cli-'));
const program = join(folder, 'cli.cjs');
const archive = join(folder, 'net.keras');
const damaged = join(folder, 'damaged.keras');

/** The program as a user runs it, so that its words and exit codes are those of the command line. */
beforeAll(() =>
  build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    loader: { '.yaml': 'text' },
    logLevel: 'error',
  }),
);
beforeAll(() => {
  const config = strToU8(JSON.stringify(residual2));
  writeFileSync(archive, zipSync({ 'config.json': config, 'model.weights.h5': new Uint8Array(9) }));
  writeFileSync(damaged, 'PK');
});
afterAll(() => rmSync(folder, { recursive: true }));

const plain = 'src/core/zoo/plain34.resnet.yaml';
const residual = 'src/core/zoo/resnet34.resnet.yaml';
const mismatch = 'examples/mismatch.resnet.yaml';
const vgg = 'src/core/zoo/vgg16.resnet.yaml';

test.each<[args: string, status: number, said: RegExp]>([
  [`check ${residual}`, 0, /: clean \(/],
  [`check ${mismatch}`, 1, /18:5: error: .*\[shortcut-mismatch\]/],
  [`check ${mismatch} --rule shortcut-mismatch=off`, 0, /: clean \(/],
  [`check ${mismatch} --rule shortcut-mismatch=information`, 0, /18:5: information: /],
  [`check ${plain}`, 0, /12:9: information: .*\[deep-plain-network\]/],
  [
    `check ${plain} --rule deep-plain-network=off --rule unproductive-layer=off`,
    0,
    /^[^\n]*: clean \([^\n]*\n$/,
  ],
  [`check ${plain} --rule deep-plain-network=error`, 1, /12:9: error: /],
  [`check ${plain} --rule no-such-code=off`, 2, /there is no code no-such-code/],
  [`check ${plain} --rule deep-plain-network=loud`, 2, /sets no level/],
  ['check', 2, /a file is missing/],
  ['chekc x', 2, /unknown command: chekc/],
  [`summary ${plain} ${residual}`, 2, /summary takes one file/],
  [`analyze ${vgg} --analysis receptive-field`, 0, /^maxPool5 .* 212 /m],
  [`analyze ${vgg}`, 2, /--analysis is missing: cost, /],
  [`analyze ${vgg} --analysis cost --batch none`, 2, /--batch: none is no number/],
  [`diff ${residual} ${residual}`, 0, /the same structure/],
  [`diff ${plain} ${residual}`, 1, /^parameters .* \+175,616 /m],
  [`diff ${plain}`, 2, /diff takes two files/],
  [`check ${archive}`, 0, new RegExp(`net\\.keras: clean \\(7 layers, ${residualWeights} parameters\\)`)],
  [`summary ${archive}`, 0, /classes/],
  [`check ${damaged}`, 2, /damaged\.keras: this archive is damaged/],
])('%s', (args, status, said) => {
  const {
    status: ended,
    stdout,
    stderr,
  } = spawnSync(process.execPath, [program, ...args.split(' ')], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toMatch(said);
  expect(ended).toBe(status);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residual2, residualWeights } from '../keras/fixtures.js';
import { Program } from './program.js';

const program = new Program();
const folder = mkdtempSync(join(tmpdir(), 'resnet-designer-archives-'));
const archive = join(folder, 'net.keras');
const damaged = join(folder, 'damaged.keras');

beforeAll(() => {
  const config = strToU8(JSON.stringify(residual2));
  writeFileSync(archive, zipSync({ 'config.json': config, 'model.weights.h5': new Uint8Array(9) }));
  writeFileSync(damaged, 'PK');
  return program.build();
});
afterAll(() => {
  program.dispose();
  rmSync(folder, { recursive: true });
});

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
  [`smoke ${plain} ${residual}`, 2, /smoke takes one file/],
  [`smoke ${plain} --steps 0`, 2, /--steps: 0 is no number of steps/],
  [`smoke ${plain} --seed one`, 2, /--seed: one is no seed/],
  [`smoke ${damaged}`, 2, /damaged\.keras: no smoke test: this archive is damaged/],
  ['smoke package.json', 2, /package\.json: no smoke test: not a model file/],
  ['smoke no-such-file.resnet.yaml', 2, /ENOENT/],
  [`smoke ${mismatch}`, 1, /no smoke test yet: 1 error to mend first\n\n[^\n]*:18:5: error: the shapes/],
])('%s', (args, status, said) => {
  const { status: ended, stdout, stderr } = program.run(...args.split(' '));
  expect(stdout + stderr).toMatch(said);
  expect(ended).toBe(status);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProgressLine } from '../../../src/cli/smoke/progress.js';
import { sparkline } from '../../../src/core/sparkline.js';
import { type Ended, Program } from './program.js';

const program = new Program();

beforeAll(async () => {
  await program.build();
  await program.buildTrainer();
});
afterAll(() => program.dispose());

/** A file beside the program. */
function file(name: string, ...lines: readonly string[]): string {
  const path = join(program.folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const small = (): string =>
  file(
    'small.resnet.yaml',
    'name: small',
    'input: [8, 8, 3]',
    'layers:',
    '  - conv: {filters: 8, kernel: 3}',
    '  - batchNorm',
    '  - relu',
    '  - globalAveragePool',
    '  - dense: {units: 10, activation: softmax}',
  );

/** The same network, once in each way of writing it. */
const kerasJson = (): string => {
  const layer = (class_name: string, config: Record<string, unknown>) => ({ class_name, config });
  const layers = [
    layer('Conv2D', {
      name: 'conv',
      filters: 8,
      kernel_size: [3, 3],
      padding: 'same',
      batch_input_shape: [null, 8, 8, 3],
    }),
    layer('Activation', { name: 'relu', activation: 'relu' }),
    layer('GlobalAveragePooling2D', { name: 'pool' }),
    layer('Dense', { name: 'classes', units: 10, activation: 'softmax' }),
  ];
  return file('small.keras.json', JSON.stringify(layer('Sequential', { name: 'small', layers })));
};

const archive = (): string => {
  const path = join(program.folder, 'small.keras');
  writeFileSync(path, zipSync({ 'config.json': readFileSync(kerasJson()) }));
  return path;
};

const python = (): string =>
  file(
    'nets.py',
    'from torch import nn',
    '',
    'class Small(nn.Module):',
    '    def __init__(self, channels=8):',
    '        super().__init__()',
    '        self.conv = nn.Conv2d(3, channels, 3)',
    '        self.head = nn.Linear(channels * 10 * 10, 10)',
    '',
    '    def forward(self, x):',
    '        x = self.conv(x).relu().flatten(1)',
    '        return self.head(x)',
    '',
    'class Dead(Small):',
    '    def forward(self, x):',
    '        x = self.conv(x).relu().flatten(1)',
    '        return self.head(x * 0)',
  );

const dead = 'examples/dead-branch.resnet.yaml';

const jsonOf = ({ stdout, stderr }: Ended) => {
  expect(stderr).toBe('');
  return JSON.parse(stdout);
};
const json = (...args: readonly string[]) => jsonOf(program.run('smoke', ...args, '--json'));

describe('a network that learns', () => {
  test('passes, with the figures of its run', () => {
    const path = small();
    const ended = program.run('smoke', path, '--json', '--steps', '5', '--seed', '7');
    const result = jsonOf(ended);
    expect(ended.status).toBe(0);
    expect(Object.keys(result)).toEqual([
      ...['file', 'backend', 'steps', 'seed', 'verdict', 'summary'],
      ...['checks', 'losses', 'msPerStep', 'batch', 'notes'],
    ]);
    expect(result).toMatchObject({ file: path, backend: 'wasm', steps: 5, seed: 7, verdict: 'pass' });
    expect(result.losses).toHaveLength(5);
    expect(result.msPerStep).toBeGreaterThan(0);
    for (const check of result.checks)
      expect(Object.keys(check)).toEqual(['id', 'verdict', 'message', 'line', 'value', 'threshold']);
    const verdicts = result.checks.map(({ id, verdict }: Record<string, string>) => [id, verdict]);
    expect(verdicts).toContainEqual(['gradient-arrives', 'pass']);
    expect(verdicts).toContainEqual(['loss-falls', 'skipped']);
    expect(result.notes).toContainEqual(
      expect.stringMatching(/^5 steps were asked for, where 200 are usual/),
    );
  });

  test('is told with a table, the losses, and what a smoke test is', () => {
    const { status, stdout } = program.run('smoke', small(), '--steps', '5');
    expect(status).toBe(0);
    expect(stdout).toMatch(/small\.resnet\.yaml: small: learns\n\ncheck {17}verdict {2}what was seen/);
    expect(stdout).toMatch(/^gradient-arrives {6}pass {5}All 6 trained weights got one\.$/m);
    expect(stdout).toMatch(/^loss \S+ [▁▂▃▄▅▆▇█]{5} \S+ in 5 steps \(guessing: 2\.3\)$/m);
    expect(stdout).toMatch(/^A smoke test on synthetic data, no benchmark: wasm, .* seed 1\.$/m);
  });

  test('gives the same losses for the same seed, and other ones for another', () => {
    const losses = (seed: string): number[] => json(small(), '--steps', '3', '--seed', seed).losses;
    const first = losses('1');
    expect(first).toHaveLength(3);
    expect(losses('1')).toEqual(first);
    expect(losses('4294967295')).not.toEqual(first);
  });

  test.each([
    ['Keras JSON', kerasJson],
    ['a Keras archive', archive],
    ['Python', python],
  ])('is read from %s, too', (_, path) => {
    const entry = path === python ? ['--entry', 'Small(16)', '--input', '1,3,12,12'] : [];
    expect(json(path(), '--steps', '2', ...entry)).toMatchObject({
      steps: 2,
      verdict: 'pass',
      backend: 'wasm',
    });
  });
});

describe('a network that does not learn', () => {
  test('fails at the guilty line', () => {
    const ended = program.run('smoke', dead, '--json', '--steps', '2');
    expect(ended.status).toBe(1);
    const result = jsonOf(ended);
    expect(result).toMatchObject({ verdict: 'fail', reason: 'checks', summary: 'weights get no gradient' });
    expect(result.checks).toContainEqual(
      expect.objectContaining({ id: 'gradient-arrives', verdict: 'fail', line: 9, value: 1 }),
    );
  });

  test('is told as compilers do, with the threshold and where it comes from', () => {
    const { stdout } = program.run('smoke', dead, '--steps', '2');
    expect(stdout).toContain(`gradient-arrives      FAIL     ${dead}:9:5\n`);
    const told = new RegExp(
      `^${dead}:9:5: error: Every weight gets a gradient: 1 layer learns nothing: .*\\[gradient-arrives\\]\\n` +
        '  \\| - rescale: \\{scale: 0\\}\\n  threshold: largest gradient.*\\n  source: TheDeepChecker',
      'm',
    );
    expect(stdout).toMatch(told);
  });

  test('fails a Python file with others that pass, each by its name', () => {
    const ended = program.run('smoke', python(), '--json', '--steps', '2', '--input', '1,3,12,12');
    expect(ended.status).toBe(1);
    const verdicts = jsonOf(ended).map(({ network, verdict }: Record<string, string>) => [network, verdict]);
    expect(verdicts).toEqual([
      ['Small', 'pass'],
      ['Dead', 'fail'],
    ]);
  });
});

describe('a network that is not run', () => {
  test('with errors, which are its checks', () => {
    const result = json('examples/mismatch.resnet.yaml');
    expect(result).toMatchObject({ verdict: 'fail', reason: 'errors', backend: null, steps: 0, losses: [] });
    expect(result.checks).toMatchObject([{ id: 'shortcut-mismatch', verdict: 'fail', line: 18 }]);
  });

  test('that cannot be trained here, with the layer and the reason', () => {
    const path = file(
      'volume.resnet.yaml',
      'input: [8, 8, 8, 1]',
      'layers:',
      '  - conv: {filters: 2, kernel: [3, 3, 3]}',
      '  - flatten',
      '  - dense: {units: 10}',
    );
    const { status, stdout } = program.run('smoke', path);
    expect(status).toBe(1);
    expect(stdout).toContain('cannot be trained here');
    expect(stdout).toMatch(/volume\.resnet\.yaml:3:5: error: .*three-dimensional.*\[trainable\]/);
    expect(stdout).toContain('Nothing was trained');
    expect(json(path)).toMatchObject({ verdict: 'fail', reason: 'not-trainable', steps: 0 });
  });

  test('that is too large, with what it would take and what to do', () => {
    const { status, stdout } = program.run('smoke', 'examples/resnet-50.resnet.yaml');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /no smoke test: too large for a quick test\nIt would take about .*--shrink trains/,
    );
  });
});

/** Starts the program with a trainer that never gets anywhere. */
async function withTrainer(
  script: string,
  action: (program: Program) => void | Promise<void>,
): Promise<void> {
  const other = program.copy();
  try {
    writeFileSync(join(other.folder, 'smoke-worker.js'), script);
    await action(other);
  } finally {
    other.dispose();
  }
}

const trainer = (onRun: string): string => `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ call, method, args }) => {
    const answer = what => parentPort.postMessage({ answer: call, ...what });
    if (method === 'start') answer({ value: 'wasm' });
    else { ${onRun} }
  });`;

test.each<[args: readonly string[], job: Record<string, unknown>]>([
  [[], { seed: 1 }],
  [['--steps', '7', '--seed', '3', '--batch', '4'], { seed: 3, steps: 7, batch: 4 }],
  [['--shrink'], { seed: 1, shrinkIfLarge: true }],
  [['--anyway'], { seed: 1, evenIfLarge: true }],
])('the trainer gets what the arguments %j say', async (args, job) => {
  const echo = trainer('const { graph, ...job } = args[0]; answer({ error: JSON.stringify(job) });');
  await withTrainer(echo, other => {
    const { stderr } = other.run('smoke', small(), ...args);
    expect(JSON.parse(/\{.*\}/.exec(stderr)![0])).toEqual(job);
  });
});

describe('a run that is broken off', () => {
  test('by Ctrl+C ends at once, in the middle of a step', async () => {
    await withTrainer(
      trainer("process.stderr.write('running\\n'); setTimeout(() => { for (;;); }, 50);"),
      async other => {
        const child = other.start('smoke', small());
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', text => (stdout += text));
        child.stderr.on('data', text => {
          if (!stderr.includes('running') && `${stderr}${text}`.includes('running')) child.kill('SIGINT');
          stderr += text;
        });
        const code = await new Promise(resolve => child.on('close', resolve));
        expect({ code, stdout, stderr }).toEqual({
          code: 130,
          stdout: '',
          stderr: 'running\nresnet-designer: cancelled\n',
        });
      },
    );
  });

  test.each([
    ['an error', trainer("answer({ error: 'out of order' });"), /out of order/],
    ['the end of the thread', trainer('process.exit(0);'), /the training thread has ended/],
    [
      'a thread that does not start',
      'throw new Error("no start");',
      /the training thread broke off[\s\S]*no start/,
    ],
  ])('by %s is a crash', async (_, script, said) => {
    await withTrainer(script, other => {
      const { status, stderr } = other.run('smoke', small());
      expect(stderr).toMatch(said);
      expect(status).toBe(3);
    });
  });
});

test('TensorFlow.js is in the thread alone, so that other commands start without it', () => {
  const bundle = (name: string): string => readFileSync(join(program.folder, name), 'utf8');
  expect(bundle('cli.cjs')).not.toContain('@tensorflow/tfjs');
  expect(bundle('smoke-worker.js')).toContain('@tensorflow/tfjs');
});

describe('the line of the progress', () => {
  const lines = (isTTY: boolean): string[] => {
    const written: string[] = [];
    const line = new ProgressLine(
      { isTTY, columns: 30, write: (text: string) => !!written.push(text) },
      'net',
    );
    line.show({ phase: 'training', step: 3, steps: 60, loss: 1.23456, secondsLeft: 8.2 });
    line.clear();
    line.clear();
    return written;
  };

  test('fits a terminal, and is wiped out', () => {
    expect(lines(true)).toEqual(['\r\u001b[2Knet: training, step 3 of 60, ', '\r\u001b[2K']);
  });

  test('is not in a log', () => {
    expect(lines(false)).toEqual([]);
  });
});

test.each<[values: readonly number[], width: number, drawn: string]>([
  [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█'],
  [[7, 7, 0, 0], 2, '█▁'],
  [[3, 2, 1, 0, 5], 40, '▅▄▂▁█'],
  [[2, 2], 40, '▁▁'],
  [[1, 0, Number.NaN], 40, '█▁×'],
  [[Number.NaN], 40, '×'],
])('the losses %j in %i columns', (values, width, drawn) => {
  expect(sparkline(values, width)).toBe(drawn);
});

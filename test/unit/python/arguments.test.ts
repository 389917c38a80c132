import { describe, expect, test } from 'vitest';
import { check, errorsIn } from './check.js';

const torch = (made: string, run: string): string =>
  `import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nfrom lib import make_block\n
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.made = ${made}
        self.c = nn.Conv2d(3, 8, 3, padding=1)
    def forward(self, x):
        x = self.c(x)
        return ${run}
`;

const readTorch = (made: string, run: string) =>
  check(torch(made, run), { entry: 'Net()', input: '1, 3, 8, 6' });

/** What is given by name, and what comes of 1×8×8×6. */
const known: readonly (readonly [run: string, shape: readonly (number | null)[]])[] = [
  ['torch.add(input=x, other=x, alpha=2)', [1, 8, 8, 6]],
  ['torch.pow(x, exponent=2)', [1, 8, 8, 6]],
  ['torch.matmul(x, other=x.transpose(dim0=2, dim1=3))', [1, 8, 8, 8]],
  ['torch.reshape(x, shape=(1, 8, 48))', [1, 8, 48]],
  ['x.view(size=(1, 8, 48))', [1, 8, 48]],
  ['x.permute(dims=(0, 2, 3, 1))', [1, 8, 6, 8]],
  ['x.norm(p=2, dim=1, keepdim=True)', [1, 1, 8, 6]],
  ['x.sum(dim=1, dtype=torch.float32)', [1, 8, 6]],
  ['F.interpolate(x, scale_factor=2, recompute_scale_factor=True)', [1, 8, 16, 12]],
  ['F.avg_pool2d(x, 2, divisor_override=3)', [1, 8, 4, 3]],
  ['torch.topk(x, k=2, dim=1, largest=False)[0]', [1, 2, 8, 6]],
  ['torch.cat(tensors=[x, x], axis=1)', [1, 16, 8, 6]],
];

describe('arguments by name', () => {
  test.each(known)('%s', (run, shape) => {
    const checked = readTorch('None', run);
    expect([checked.reading.outputShapes, errorsIn(checked)]).toEqual([[shape], []]);
  });
});

/** An argument that is not modelled, or one too many: what it changes is not known, and that is said. */
const unknown: readonly (readonly [made: string, run: string, said: string])[] = [
  ['None', 'F.max_pool2d(x, 2, shrink=3)', '`max_pool2d(shrink=…)` is not modelled'],
  ['None', 'x.flatten(1, -1, 5)', '`flatten(…)` is not modelled'],
  ['None', 'torch.stack([x, x], dim=1, where=2)', '`stack(where=…)` is not modelled'],
  [
    'nn.Conv2d(8, 4, 3, magic=2)',
    'self.made(x)',
    '`in_channels` of `Conv2d` is not known (`Conv2d(magic=…)`)',
  ],
  [
    'nn.LSTM(6, 12, proj_size=4)',
    'self.made(x.flatten(0, 1))[0]',
    '`input_size` of `LSTM` is not known (`LSTM(proj_size=…)`)',
  ],
];

test('a module that is not known is called by its own name in what is said of its container', () => {
  const { findings, reading } = readTorch('nn.Sequential(nn.Conv2d(8, 4, 1), make_block(4))', 'self.made(x)');
  expect([reading.totals?.total, findings.map(f => f.message)]).toEqual([
    null,
    [expect.stringContaining('`lib.make_block()` is not modelled')],
  ]);
});

describe('arguments that are not modelled', () => {
  test.each(unknown)('%s, %s', (made, run, said) => {
    const { findings } = readTorch(made, `F.relu(${run}) + torch.ones(1, 5, 5, 5)`);
    expect(findings.map(f => [f.severity, f.message])).toEqual([
      ['information', expect.stringContaining(said)],
    ]);
  });

  test('those that say nothing of shapes are', () => {
    const { reading, findings } = readTorch(
      'nn.Sigmoid(inplace=True)',
      'self.made(torch.cat([x, torch.ones(1, 8, 8, 6, device=x.device)], dim=1, out=None))',
    );
    expect([reading.outputShapes, findings]).toEqual([[[1, 16, 8, 6]], []]);
  });

  test('of a layer of Keras', () => {
    const text = (argument: string): string =>
      `from keras import Input, Model, layers\ndef net():\n    x = Input((8, 6, 3))\n    y = layers.Conv2D(4, 3, ${argument})(x)\n    return Model(x, layers.add([y, x]))\n`;
    const { findings, parameters } = check(text('magic=2'), { entry: 'net()' });
    expect([parameters, findings.map(f => [f.severity, f.message])]).toEqual([
      null,
      [['information', expect.stringContaining('`Conv2D(magic=…)` is not modelled')]],
    ]);
    const harmless = check(
      text("kernel_initializer='he_normal', padding='same', name='c', dtype='float16'"),
      {
        entry: 'net()',
      },
    );
    expect([harmless.parameters, errorsIn(harmless).map(f => f.code)]).toEqual([112, ['shortcut-mismatch']]);
  });

  test('in TensorFlow, too', () => {
    const text = (end: string): string =>
      `import tensorflow as tf\nfrom tensorflow.keras import Input, Model\ndef net():\n    x = Input((8, 6, 3))\n    return Model(x, ${end})\n`;
    const read = (end: string) => check(text(end), { entry: 'net()' });
    expect(read('tf.reduce_mean(x, axis=1, name="m")').reading.outputShapes).toEqual([[null, 6, 3]]);
    const { reading, findings } = read('tf.matmul(x, x, adjoint_b=True)');
    expect([reading.outputShapes, findings.map(f => f.message)]).toEqual([
      [null],
      [expect.stringContaining('`matmul(adjoint_b=…)` is not modelled')],
    ]);
  });
});

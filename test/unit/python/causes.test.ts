import { describe, expect, test } from 'vitest';
import { check, errorsIn, lineOfFinding } from './check.js';

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('a fault is reported once, at its cause', () => {
  test('a branch and a shortcut of other widths, in blocks that follow each other', () => {
    const text = `import torch.nn as nn
class Block(nn.Module):
    def __init__(self, i, o, down=None):
        super().__init__()
        self.a = nn.Conv2d(i, o // 2, 3, padding=1)
        self.down = down
    def forward(self, x):
        s = x if self.down is None else self.down(x)
        return self.a(x) + s
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Block(8, 16, nn.Conv2d(8, 16, 1)), Block(16, 16))
        self.head = nn.Conv2d(16, 4, 1)
    def forward(self, x):
        return self.head(self.blocks(x))
`;
    const errors = errorsIn(check(text, { entry: 'Net()', input: '1, 8, 32, 32' }));
    expect(errors.map(f => [f.code, lineOfFinding(text, f)])).toEqual([
      ['shortcut-mismatch', lineOf(text, 'return self.a(x) + s')],
    ]);
  });

  test('Keras: a skip connection that does not fit, and all that follow', () => {
    const text = `from keras import layers, Model
x = layers.Input((50, 50, 3))
skips, y = [], x
for n in (8, 16, 32):
    y = layers.Conv2D(n, 3, activation='relu')(y)
    skips.append(y)
    y = layers.MaxPooling2D()(y)
for n, s in zip((32, 16, 8), reversed(skips)):
    y = layers.UpSampling2D()(y)
    y = layers.concatenate([y, s])
    y = layers.Conv2D(n, 3, padding='same')(y)
model = Model(x, y)
`;
    const errors = errorsIn(check(text));
    expect(errors.map(f => [f.code, lineOfFinding(text, f)])).toEqual([
      ['concat-mismatch', lineOf(text, 'y = layers.concatenate')],
    ]);
  });

  test('sizes that are known after a mismatch are still checked', () => {
    const text = `import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(8, 4, 1)
        self.b = nn.Conv2d(8, 6, 1)
        self.c = nn.Conv2d(5, 2, 1)
    def forward(self, x):
        y = self.a(x) + x
        return self.c(self.b(y))
`;
    const errors = errorsIn(check(text, { entry: 'Net()', input: '1, 8, 32, 32' }));
    expect(errors.map(f => lineOfFinding(text, f)).sort()).toEqual([
      lineOf(text, 'return self.c'),
      lineOf(text, 'y = self.a'),
    ]);
  });
});

const checked = (condition: string, before = 'pass'): string => `import torch, os
import torch.nn as nn
from elsewhere import flag
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 4, 3)
    def forward(self, x):
        ${before}
        if ${condition}:
            raise ValueError('the size is wrong')
        return self.a(x)
`;

describe('the user’s own checks', () => {
  test('one that fails on an input that is given is an error there', () => {
    const text = checked('x.shape[2] % 32 != 0');
    const errors = errorsIn(check(text, { entry: 'Net()', input: '1, 3, 40, 40' }));
    expect(errors.map(f => [f.message, lineOfFinding(text, f)])).toEqual([
      ["the program stops here: ValueError: 'the size is wrong'", lineOf(text, 'raise')],
    ]);
    expect(errorsIn(check(text, { entry: 'Net()', input: '1, 3, 64, 64' }))).toEqual([]);
  });

  test.each([
    ['with a condition that is not known', 'flag', 'pass', '1, 3, 40, 40'],
    ['behind a question to the machine', 'not found', 'found = os.path.exists("x")', '1, 3, 40, 40'],
    ['on an input that nobody gave', 'x.shape[2] != 40', 'pass', undefined],
  ])('one %s is none', (_, condition, before, input) => {
    expect(errorsIn(check(checked(condition, before), { entry: 'Net()', input }))).toEqual([]);
  });
});

const head = 'import torch\nimport torch.nn as nn\nfrom elsewhere import width, Odd\n';
const net = (init: string, forward: string): string =>
  `${head}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        ${init}\n    def forward(self, x):\n        ${forward}\n`;

/** Programs of which something is not known, and the one remark on where that begins. */
const unknowns: readonly (readonly [string, string, RegExp, string])[] = [
  [
    'a width',
    net('self.a = nn.Conv2d(8, width, 1)', 'return self.a(x)'),
    /`out_channels` of `Conv2d` is not known \(`elsewhere\.width`\)/,
    'self.a =',
  ],
  ['a module', net('self.a = Odd()', 'return self.a(x)'), /`elsewhere\.Odd\(\)` is not modelled/, 'return'],
  ['a function', net('pass', 'return torch.odd(x)'), /`torch\.odd` is not modelled/, 'return'],
  ['a method of a tensor', net('pass', 'return x.odd(3)'), /`tensor\.odd` is not modelled/, 'return'],
];

test.each(unknowns)('%s that is not known is named', (_, text, message, place) => {
  const { findings } = check(text, { entry: 'Net()', input: '2, 8, 16, 16' });
  expect(findings.map(f => [f.severity, f.message.match(message) !== null, lineOfFinding(text, f)])).toEqual([
    ['information', true, lineOf(text, place)],
  ]);
});

test('nothing is said of what belongs to training', () => {
  const text = `${net('self.a = nn.Conv2d(8, 4, 1)', 'return self.a(x)')}
model = Net()
criterion = nn.CrossEntropyLoss()
loss = criterion(model(torch.randn(1, 8, 4, 4)), 3)
`;
  expect(check(text, { entry: 'Net()' }).findings).toEqual([]);
});

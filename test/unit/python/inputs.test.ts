import { expect, test } from 'vitest';
import { candidatesIn } from '../../../src/core/frontends/python/index.js';
import { check, errorsIn } from './check.js';

const head = 'import torch\nimport torch.nn as nn\n';

/** A small network for images of 3 channels; `forward` has what is put for `signature`. */
const net = (signature = 'self, x', init = ''): string => `${head}
class Net(nn.Module):
    def __init__(self, img_size=None):
        super().__init__()
        self.a = nn.Conv2d(3, 4, 3, padding=1)
        ${init}
    def forward(${signature}):
        return self.a(x)
`;

const keras = `import tensorflow as tf
from tensorflow.keras import layers
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Conv2D(4, 3)
    def call(self, x):
        return self.a(x)
`;

/** A text, the input that is read from it, and where that comes from. */
const inputs: readonly (readonly [string, string, readonly (number | null)[], string])[] = [
  ['a comment', `# resnet: entry=Net() input=(1, 3, 40, 40)\n${net()}`, [1, 3, 40, 40], 'comment'],
  [
    'a comment before all else',
    `# resnet: entry=Net() input=(3, 40, 40)\n${net()}def test():\n    Net()(torch.randn(1, 3, 9, 9))\n`,
    [1, 3, 40, 40],
    'comment',
  ],
  ['jaxtyping', net('self, x: Float[torch.Tensor, "batch 3 48 48"]'), [null, 3, 48, 48], 'default'],
  ['Annotated', net('self, x: Annotated[torch.Tensor, (1, 3, 50, 50)]'), [1, 3, 50, 50], 'default'],
  [
    'an example that the module keeps',
    net('self, x', 'self.example_input_array = torch.zeros(4, 3, 36, 36)'),
    [4, 3, 36, 36],
    'default',
  ],
  [
    'a configuration as in timm',
    net('self, x', "self.default_cfg = {'input_size': (3, 96, 96)}"),
    [2, 3, 96, 96],
    'default',
  ],
  [
    'a test function',
    `${net()}def test():\n    net = Net()\n    y = net(torch.randn(1, 3, 44, 44))\n    print(y.size())\n`,
    [1, 3, 44, 44],
    'call',
  ],
  [
    'the main guard, also behind something that fails',
    `${net()}if __name__ == '__main__':\n    data = open('x')[0]\n    size = 52\n    print(Net()(torch.rand(2, 3, size, size)).shape)\n`,
    [2, 3, 52, 52],
    'call',
  ],
  [
    'a summary',
    `from torchsummary import summary\n${net()}def main():\n    summary(Net(), (3, 60, 60))\n`,
    [1, 3, 60, 60],
    'call',
  ],
  [
    'an export',
    `${net()}if __name__ == '__main__':\n    torch.onnx.export(Net(), torch.randn(1, 3, 64, 80), 'x.onnx')\n`,
    [1, 3, 64, 80],
    'call',
  ],
  ['a default', net('self, x').replace('img_size=None', 'img_size=80'), [2, 3, 80, 80], 'default'],
  ['nothing', net(), [2, 3, 224, 224], 'guess'],
  [
    'a call of another network: no more than a guess',
    `${net()}def test():\n    nn.ReLU()(torch.randn(1, 3, 9, 9))\n`,
    [1, 3, 9, 9],
    'guess',
  ],
  [
    'Keras: build',
    `${keras}model = Net()\nmodel.build(input_shape=(None, 40, 40, 3))\n`,
    [null, 40, 40, 3],
    'call',
  ],
  [
    'Keras: a call in the main guard',
    `${keras}if __name__ == '__main__':\n    Net()(tf.zeros((1, 30, 30, 3)))\n`,
    [null, 30, 30, 3],
    'call',
  ],
  ['Keras: nothing', keras, [null, 224, 224, 3], 'guess'],
];

test.each(inputs)('%s', (_, text, input, origin) => {
  const checked = check(text);
  expect([checked.reading.entry?.input?.[0], checked.reading.entry?.origin]).toEqual([input, origin]);
  expect([errorsIn(checked), checked.reading.faults]).toEqual([[], []]);
  expect(checked.reading.outputShapes.length).toBe(1);
});

test('the layer that takes the input counts, not the one that is made first', () => {
  const text = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.last = nn.Conv2d(16, 4, 3)
        self.first = nn.Conv2d(1, 16, 3)
    def forward(self, x):
        return self.last(self.first(x))
`;
  const checked = check(text);
  expect([checked.reading.entry?.input, errorsIn(checked)]).toEqual([[[2, 1, 224, 224]], []]);
});

test('where no guess fits, nothing is said of sizes that nobody gave', () => {
  const text = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 4, 3)
        self.b = nn.Linear(4 * 45 * 45, 10)
    def forward(self, x):
        return self.b(torch.flatten(self.a(x), 1))
`;
  const checked = check(text);
  expect([errorsIn(checked), checked.parameters]).toEqual([[], 112 + 81_010]);
});

test('of vectors not even the rank is sure', () => {
  const text = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
    def forward(self, x):
        return torch.softmax(self.a(x), dim=2)
`;
  expect(errorsIn(check(text))).toEqual([]);
});

test('a mistake at any size is found without a size', () => {
  const text = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 4, 3)
        self.b = nn.Conv2d(8, 4, 3)
    def forward(self, x):
        return self.b(self.a(x))
`;
  expect(errorsIn(check(text)).map(f => f.message)).toEqual([
    expect.stringMatching(/made for 8 channels, but gets 4/),
  ]);
});

test('candidates: what may make a network, each name once', () => {
  const text = `${head}from torch.utils.data import DataLoader
model = make(1)
x = nn.Linear(3, 3)(y)
loader = DataLoader(data)
optimizer = torch.optim.Adam(model.parameters())
model = make(2)
`;
  expect(candidatesIn(text).map(c => [c.entry, text.slice(c.at.start, c.at.end)])).toEqual([
    ['model', 'model = make(2)'],
  ]);
});

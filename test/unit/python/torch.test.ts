import { describe, expect, test } from 'vitest';
import { check, errorsIn, lineOfFinding } from './check.js';

const head = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

const resnet = `${head}
def conv3x3(i, o, stride=1):
    return nn.Conv2d(i, o, 3, stride=stride, padding=1, bias=False)

class Basic(nn.Module):
    expansion = 1
    def __init__(self, i, o, stride=1, down=None):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(i, o, stride), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = conv3x3(o, o), nn.BatchNorm2d(o)
        self.relu = nn.ReLU(inplace=True)
        self.down = down
    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        y += x if self.down is None else self.down(x)
        return self.relu(y)

class Bottleneck(nn.Module):
    expansion = 4
    def __init__(self, i, o, stride=1, down=None):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = conv3x3(o, o, stride), nn.BatchNorm2d(o)
        self.conv3, self.bn3 = nn.Conv2d(o, o * 4, 1, bias=False), nn.BatchNorm2d(o * 4)
        self.down = down
    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.down is None else self.down(x)))

class ResNet(nn.Module):
    def __init__(self, block, depths, classes=1000):
        super().__init__()
        self.width = 64
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        for n, d in enumerate(depths):
            setattr(self, f'layer{n + 1}', self.stage(block, 64 * 2 ** n, d, 1 if n == 0 else 2))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(512 * block.expansion, classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode='fan_out')
    def stage(self, block, o, n, stride):
        down = None
        if stride != 1 or self.width != o * block.expansion:
            down = nn.Sequential(nn.Conv2d(self.width, o * block.expansion, 1, stride, bias=False), nn.BatchNorm2d(o * block.expansion))
        blocks = [block(self.width, o, stride, down)]
        self.width = o * block.expansion
        blocks += [block(self.width, o) for _ in range(n - 1)]
        return nn.Sequential(*blocks)
    def forward(self, x):
        x = self.stem(x)
        for n in range(4):
            x = getattr(self, f'layer{n + 1}')(x)
        return self.fc(torch.flatten(self.pool(x), 1))

def resnet18(**kwargs):
    return ResNet(Basic, [2, 2, 2, 2], **kwargs)

def resnet50(**kwargs):
    return ResNet(Bottleneck, [3, 4, 6, 3], **kwargs)
`;

describe('residual networks', () => {
  test.each([
    ['resnet18()', 11_689_512],
    ['resnet50()', 25_557_032],
  ])('%s', (entry, parameters) => {
    const checked = check(resnet, { entry, input: '1, 3, 224, 224' });
    expect([checked.parameters, errorsIn(checked), checked.reading.faults]).toEqual([parameters, [], []]);
    expect(checked.reading.outputShapes).toEqual([[1, 1000]]);
    expect(checked.graph.nodes.every(n => n.output !== null)).toBe(true);
  });

  test('blocks and nodes have the author’s names', () => {
    const { graph } = check(resnet, { entry: 'resnet18()', input: '1, 3, 224, 224' });
    expect(graph.nodes.map(n => n.id)).toContain('layer2.0.conv1');
    expect(graph.blocks.find(b => b.id === 'layer2.0')).toMatchObject({ type: 'Basic', parent: 'layer2' });
  });

  test('without an entry, the first network that builds; without a shape, a guess that is marked', () => {
    const { reading } = check(resnet);
    expect([reading.entry?.entry, reading.entry?.origin]).toEqual(['resnet18()', 'guess']);
    expect(reading.candidates.map(c => c.entry)).toEqual(['resnet18()', 'resnet50()']);
  });
});

const net = (init: string, forward: string): string => `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
${init.replace(/^/gm, '        ')}
    def forward(self, x):
${forward.replace(/^/gm, '        ')}
`;

/** What one module does: its parameters, and its output for 2×8×16×16. */
const modules: readonly (readonly [
  string,
  string,
  string,
  number | null,
  readonly (number | null)[] | null,
])[] = [
  [
    'a module that is not used counts',
    'self.a = nn.Conv2d(8, 4, 1)\nself.b = nn.Linear(3, 3)',
    'return self.a(x)',
    36 + 12,
    [2, 4, 16, 16],
  ],
  [
    'a module that is used twice counts once',
    'self.a = nn.Conv2d(8, 8, 1)',
    'return self.a(self.a(x))',
    72,
    [2, 8, 16, 16],
  ],
  [
    'a plain list hides its modules',
    'self.a = [nn.Conv2d(8, 8, 1)]',
    'return self.a[0](x)',
    0,
    [2, 8, 16, 16],
  ],
  [
    'view and size',
    'self.a = nn.Linear(8 * 256, 5)',
    'return self.a(x.view(x.size(0), -1))',
    2048 * 5 + 5,
    [2, 5],
  ],
  [
    'chunk, cat, stack',
    '',
    'a, b = x.chunk(2, dim=1)\nreturn torch.stack([torch.cat([a, b], 1), x]).mean(0)',
    0,
    [2, 8, 16, 16],
  ],
  [
    'windows that fold the batch',
    'self.a = nn.Linear(8, 8)',
    'B, C, H, W = x.shape\nw = x.view(B, C, H // 4, 4, W // 4, 4).permute(0, 2, 4, 3, 5, 1).reshape(-1, 16, C)\nreturn self.a(w)',
    72,
    [32, 16, 8],
  ],
  [
    'a parameter',
    'self.p = nn.Parameter(torch.zeros(1, 8, 1, 1))\nself.register_buffer("b", torch.ones(3))',
    'return x * self.p',
    8,
    [2, 8, 16, 16],
  ],
  [
    'attention',
    'self.a = nn.MultiheadAttention(8, 2, batch_first=True)',
    'y = x.flatten(2).transpose(1, 2)\ny, _ = self.a(y, y, y)\nreturn y',
    3 * 64 + 24 + 64 + 8,
    [2, 256, 8],
  ],
  [
    'functional convolution',
    'self.w = nn.Parameter(torch.randn(4, 8, 3, 3))',
    'return F.conv2d(x, self.w, padding=1, stride=2)',
    288,
    [2, 4, 8, 8],
  ],
  [
    'ceil mode and padding',
    'self.a = nn.MaxPool2d(3, 2, ceil_mode=True)',
    'return self.a(F.pad(x, (1, 0, 1, 0)))',
    0,
    [2, 8, 8, 8],
  ],
  [
    'ModuleDict and lambda',
    'self.a = nn.ModuleDict({"c": nn.Conv2d(8, 2, 1)})\nself.f = lambda t: F.relu(t)',
    'return self.f(self.a["c"](x))',
    18,
    [2, 2, 16, 16],
  ],
  [
    'NumPy’s names for axes',
    'self.a = nn.Conv2d(16, 4, 1)',
    'return self.a(torch.cat([x, x], axis=1)).mean(axis=(2, 3), keepdims=True)',
    68,
    [2, 4, 1, 1],
  ],
  ['a dropout of maps on vectors', 'self.a = nn.Dropout2d()', 'return self.a(x.mean((2, 3)))', 0, [2, 8]],
  [
    'unpooling',
    'self.a = nn.MaxPool2d(2, 2, return_indices=True)\nself.b = nn.MaxUnpool2d(2, 2)',
    'y, i = self.a(x)\nreturn self.b(y, i)',
    0,
    [2, 8, 16, 16],
  ],
  [
    'quantisation stubs',
    'from torch.ao.quantization import QuantStub\nself.q = QuantStub()\nself.add = nn.quantized.FloatFunctional()',
    'y = self.q(x)\nreturn self.add.add_relu(y, x)',
    0,
    [2, 8, 16, 16],
  ],
  ['windows', '', 'return x.unfold(2, 4, 4).unfold(3, 6, 2)', 0, [2, 8, 4, 6, 4, 6]],
  ['a product with what is not known', '', 'from elsewhere import w\nreturn x @ w', 0, null],
  ['sizes that are not known', '', 'from elsewhere import s\nreturn x.mean(1).view(*s)', 0, null],
  [
    'a convolution with arguments that are not known',
    'from elsewhere import more\nself.a = nn.Conv2d(8, 4, 3, **more)',
    'return self.a(x)',
    null,
    null,
  ],
  ['broadcasting that PyTorch allows', '', 'return x + x.mean((2, 3), keepdim=True)', 0, [2, 8, 16, 16]],
  [
    'an unknown function is no error, and nothing is known after it',
    'self.a = nn.Conv2d(8, 8, 1)',
    'return self.a(torch.odd(x))',
    72,
    [null, 8, null, null],
  ],
  [
    'an unknown module leaves no total',
    'from elsewhere import Odd\nself.a = Odd(8)',
    'return self.a(x)',
    null,
    null,
  ],
  [
    'an unknown loop is no error',
    'from elsewhere import n\nself.a = nn.Sequential()\nfor i in range(n):\n    self.a.append(nn.Conv2d(8, 4, 1))\nself.b = nn.Conv2d(3, 4, 1)',
    'return self.b(self.a(x))',
    null,
    null,
  ],
  [
    'an unknown condition is no error',
    'self.a = nn.Conv2d(8, 4, 1)\nself.b = nn.Conv2d(3, 4, 1)',
    'from elsewhere import c\nif c:\n    x = self.a(x)\nreturn x',
    36 + 16,
    [2, null, 16, 16],
  ],
];

test.each(modules)('%s', (_, init, forward, parameters, output) => {
  const checked = check(net(init === '' ? 'pass' : init, forward), { entry: 'Net()', input: '2, 8, 16, 16' });
  expect([errorsIn(checked), checked.reading.faults]).toEqual([[], []]);
  expect(checked.parameters).toBe(parameters);
  if (output !== null) expect(checked.reading.outputShapes[0]).toEqual(output);
});

/** Faults, each with its message and the line at which PyTorch fails. */
const faults: readonly (readonly [string, string, string, RegExp, number])[] = [
  [
    'wrong in_channels',
    'self.a = nn.Conv2d(4, 4, 1)',
    'return self.a(x)',
    /made for 4 channels, but gets 8/,
    10,
  ],
  [
    'wrong in_features',
    'self.a = nn.Linear(4, 4)',
    'return self.a(x)',
    /made for 4 features, but gets 16/,
    10,
  ],
  [
    'a float channel count',
    'self.a = nn.Conv2d(8, 8 / 2, 1)',
    'return self.a(x)',
    /`out_channels` is 4\.0, a float/,
    8,
  ],
  ['a bad view', 'pass', 'return x.view(2, 100)', /do not fit 2×100/, 10],
  ['a bad norm', 'self.a = nn.BatchNorm2d(4)', 'return self.a(x)', /made for 4 channels, but gets 8/, 10],
  [
    'a bad concatenation',
    'self.a = nn.MaxPool2d(2)',
    'return torch.cat([x, self.a(x)], 1)',
    /concatenation/,
    10,
  ],
  [
    'a bad product',
    'self.p = nn.Parameter(torch.zeros(5, 5))',
    'return x @ self.p',
    /cannot be multiplied/,
    10,
  ],
];

test.each(faults)('%s', (_, init, forward, message, line) => {
  const text = net(init, forward);
  const checked = check(text, { entry: 'Net()', input: '2, 8, 16, 16' });
  const errors = errorsIn(checked);
  expect(errors.map(f => lineOfFinding(text, f))).toEqual([line]);
  expect(errors[0]!.message).toMatch(message);
});

test('what is not known is said once, quietly, at its source', () => {
  const text = net('self.a = nn.Conv2d(8, 8, 1)', 'y = torch.odd(x)\nreturn self.a(y)');
  const { findings } = check(text, { entry: 'Net()', input: '2, 8, 16, 16' });
  expect(findings.map(f => [f.severity, lineOfFinding(text, f)])).toEqual([['information', 10]]);
});

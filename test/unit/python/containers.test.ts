import { expect, test } from 'vitest';
import { check, errorsIn } from './check.js';

const net = (base: string): string =>
  [
    'import torch',
    'from torch import nn',
    `class Block(${base}):`,
    '    def __init__(self, n):',
    '        super().__init__()',
    '        self.a = nn.Conv2d(3, n, 1)',
    '    def forward(self, x):',
    '        return self.a(x)',
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    '        self.body, self.head = nn.Sequential(*[Block(4)]), nn.Conv2d(4, 2, 1)',
    '    def forward(self, x):',
    '        return self.head(self.body(x))',
  ].join('\n');

test.each([
  ['nn.Module', (3 + 1) * 4 + (4 + 1) * 2],
  ['torch.jit.ScriptModule', (3 + 1) * 4 + (4 + 1) * 2],
  // What is in a container and is not known may be a module that does anything.
  ['torch.unheard.Of', null],
])('a Sequential of what %s makes', (base, parameters) => {
  const checked = check(net(base), { entry: 'Net()', input: '1,3,8,8' });
  expect([errorsIn(checked), checked.parameters]).toEqual([[], parameters]);
});

import { beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { isProblem } from '../../../src/core/finding.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';

beforeAll(startBackend);

const torch = (init: readonly string[], forward: readonly string[]): string =>
  [
    '# resnet: entry=Net() input=(1, 3, 12, 12)',
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...init.map(line => `        ${line}`),
    '    def forward(self, x):',
    ...forward.map(line => `        ${line}`),
  ].join('\n');

const keras = (lines: readonly string[]): string =>
  ['import keras', 'from keras import layers', 'inputs = keras.Input((12, 12, 3))', ...lines].join('\n');

const programs: Readonly<Record<string, string>> = {
  'PyTorch, with batch norm, an addition and flatten': torch(
    [
      'self.conv, self.bn = nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)',
      'self.short, self.fc = nn.Conv2d(3, 4, 1), nn.Linear(4 * 6 * 6, 5)',
    ],
    [
      'y = F.relu(self.bn(self.conv(x))) + self.short(x)',
      'return self.fc(torch.flatten(F.max_pool2d(y, 2), 1))',
    ],
  ),
  'PyTorch, in a Sequential with adaptive pooling': torch(
    [
      'self.net = nn.Sequential(nn.Conv2d(3, 6, 3, stride=2), nn.BatchNorm2d(6), nn.ReLU(inplace=True))',
      'self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(6, 5))',
    ],
    ['return self.head(self.net(x))'],
  ),
  'PyTorch, with a concatenation': torch(
    ['self.a, self.b = nn.Conv2d(3, 2, 1), nn.Conv2d(3, 3, 3, padding=1)', 'self.fc = nn.Linear(5, 4)'],
    ['y = torch.cat([self.a(x), F.gelu(self.b(x))], 1)', 'return self.fc(y.mean([2, 3]))'],
  ),
  'Keras, functional': keras([
    'x = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(inputs))',
    'y = layers.add([layers.ReLU()(x), layers.Conv2D(4, 1)(inputs)])',
    'model = keras.Model(inputs, layers.Dense(5, activation="softmax")(layers.GlobalAveragePooling2D()(y)))',
  ]),
};

describe('a Python model trains', () => {
  test.each(Object.entries(programs))('%s', async (_, text) => {
    const { graph, findings } = analyze({ uri: 'file:///net.py', text })!;
    expect(findings.filter(isProblem)).toEqual([]);
    const quiet = { progress: () => {}, isCancelled: () => false };
    const report = await runSmokeTest({ graph, seed: 1, steps: 4 }, 'wasm', quiet);
    expect([report.verdict === 'not-trainable', report.summary]).toEqual([false, report.summary]);
    expect(report.losses).toHaveLength(4);
    expect(report.losses.every(Number.isFinite)).toBe(true);
  });

  test('or what does not is named', async () => {
    const text = torch(['self.fc = nn.Linear(12, 5)'], ['return self.fc(torch.fft.fft(x).abs())']);
    const { graph } = analyze({ uri: 'file:///net.py', text })!;
    const quiet = { progress: () => {}, isCancelled: () => false };
    const report = await runSmokeTest({ graph, seed: 1, steps: 4 }, 'wasm', quiet);
    expect(report.verdict).toBe('not-trainable');
    expect(report.checks.map(({ message }) => message).join('\n')).toMatch(/fft/);
  });
});

import { describe, expect, test } from 'vitest';
import { check, errorsIn, lineOfFinding } from './check.js';

const net = (init: string, forward: string): string =>
  [
    'import torch',
    'from torch import nn',
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    `        ${init}`,
    '    def forward(self, x):',
    `        ${forward}`,
  ].join('\n');

const guessed = (text: string) => {
  const checked = check(text);
  const { entry } = checked.reading;
  const errors = errorsIn(checked).map(f => [f.code, lineOfFinding(text, f)]);
  return { errors, input: entry?.input, origin: entry?.origin };
};

describe('with an input that nobody says', () => {
  test('what is wrong at every size is wrong: channels', () => {
    const text = net('self.a = nn.Conv2d(3, 4, 3, padding=1)', 'return x + self.a(x)');
    expect(guessed(text)).toEqual({
      errors: [['shortcut-mismatch', 8]],
      input: [[2, 3, 224, 224]],
      origin: 'guess',
    });
  });

  test('what is wrong at every size is wrong: strides', () => {
    const text = net(
      'self.s, self.a = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 8, 3, stride=2, padding=1)',
      'y = self.s(x); return y + self.a(y)',
    );
    expect(guessed(text).errors).toEqual([['shortcut-mismatch', 8]]);
  });

  test('the channels of a later layer are wrong at any size, too', () => {
    const text = net('self.a, self.b = nn.Conv2d(3, 4, 3), nn.Conv2d(8, 4, 3)', 'return self.b(self.a(x))');
    expect(guessed(text).errors).toEqual([['wrong-value', 8]]);
  });

  test('a size that the network is made for is found, or else nothing is said', () => {
    const fixed = (features: number): string =>
      net(
        `self.a, self.fc = nn.Conv2d(3, 4, 3, padding=1), nn.Linear(${features}, 10)`,
        'return self.fc(torch.flatten(self.a(x), 1))',
      );
    expect(guessed(fixed(4 * 32 * 32))).toEqual({ errors: [], input: [[2, 3, 32, 32]], origin: 'guess' });
    expect(guessed(fixed(4 * 84 * 84)).errors).toEqual([]);
  });

  test('a first layer that is not where the input goes confirms nothing', () => {
    const text = net(
      'self.head, self.stem = nn.Conv2d(64, 10, 1), nn.Conv2d(3, 64, 3, padding=1)',
      'return self.head(self.stem(x))',
    );
    expect(guessed(text).errors).toEqual([]);
  });

  test('the shape of another network’s comment comes first', () => {
    const text = `# resnet: entry=Net() input=(1, 3, 48, 48)\n${net('self.a = nn.Conv2d(3, 3, 1)', 'return self.a(x)')}\ndef net():\n    return Net()`;
    const { reading } = check(text, { entry: 'net()' });
    expect([reading.entry?.input, reading.entry?.origin]).toEqual([[[1, 3, 48, 48]], 'guess']);
  });
});

describe('a subclassed Keras model without an input', () => {
  const model = (body: string, after = ''): string =>
    [
      'from tensorflow import keras',
      'from tensorflow.keras import layers',
      'class Net(keras.Model):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.a = layers.Conv2D(8, 3, padding="same")',
      '        self.pool, self.fc = layers.GlobalAveragePooling2D(), layers.Dense(5)',
      '    def call(self, x):',
      `        ${body}`,
      after,
    ].join('\n');

  test('is read on images', () => {
    const { reading, parameters } = check(model('return self.fc(self.pool(self.a(x)))'));
    expect([reading.entry?.input, reading.entry?.origin, parameters]).toEqual([
      [[null, 224, 224, 3]],
      'guess',
      (9 * 3 + 1) * 8 + 9 * 5,
    ]);
  });

  test('or on what it is built with', () => {
    const text = model('return self.fc(self.pool(self.a(x)))', 'Net().build(input_shape=(None, 32, 32, 1))');
    expect(guessed(text)).toEqual({ errors: [], input: [[null, 32, 32, 1]], origin: 'call' });
    const wrong = model('return self.a(x) + x', 'Net().build((None, 32, 32, 3))');
    expect(guessed(wrong).errors).toEqual([['shortcut-mismatch', 9]]);
  });

  test('is not blamed for a guess: its layers may be made for other channels', () => {
    expect(guessed(model('return self.a(x) + x')).errors).toEqual([]);
  });
});

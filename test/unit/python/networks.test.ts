import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { bundledPath, bundledText } from '../../../src/core/frontends/python/networks/index.js';
import * as syntax from '../../../src/core/frontends/python/syntax/index.js';
import { type Size, sum } from '../../../src/core/graph.js';
import type { Files } from '../../../src/core/source.js';
import { type Checked, check, errorsIn, lineOfFinding, uri } from './check.js';
import { cuts, featureMaps, kerasParameters, layerCounts, torchvisionParameters } from './networks-rows.js';

vi.mock('../../../src/core/frontends/python/syntax/index.js', async original => {
  const actual = await original<typeof syntax>();
  return { ...actual, parseLazily: vi.fn(actual.parseLazily) };
});

const folder = fileURLToPath(new URL('../../../src/core/frontends/python/networks/', import.meta.url));

const trainable = ({ reading, graph }: Checked): Size =>
  reading.totals ? reading.totals.trainable : sum(graph.nodes.map(node => node.weights.trainable));

/** Lines on which the nodes stand, from 1. */
const linesOf = (text: string, { graph }: Checked): number[] => [
  ...new Set(graph.nodes.map(({ at }) => text.slice(0, at.start).split('\n').length)),
];

describe('keras.applications', () => {
  test.each(Object.entries(kerasParameters))('%s', (name, parameters) => {
    const text = `from tensorflow.keras.applications import ${name}\nmodel = ${name}(weights=None)\n`;
    const checked = check(text);
    expect([checked.parameters, checked.reading.outputShapes]).toEqual([parameters, [[null, 1000]]]);
    expect([checked.reading.faults, errorsIn(checked), linesOf(text, checked)]).toEqual([[], [], [2]]);
  });

  test.each(featureMaps)('%s gives at %s what it should', (network, layer, shape) => {
    const size = ({ Xception: 299, InceptionV3: 299, InceptionResNetV2: 299 } as const)[network] ?? 224;
    const usual = { EfficientNetB4: 380, EfficientNetV2S: 384 }[network] ?? size;
    const { reading } = check(
      `from keras import Model, applications
base = applications.${network}(include_top=False, weights=None, input_shape=(${usual}, ${usual}, 3))
model = Model(base.input, base.get_layer('${layer}').output)
`,
    );
    expect(reading.outputShapes).toEqual([[null, ...shape]]);
  });

  test.each(Object.entries(layerCounts))('%s has as many layers as it has in Keras', (network, count) => {
    const { reading } = check(`
from keras import Model, applications, layers
base = applications.${network}(include_top=False, weights=None, input_shape=(224, 224, 3), pooling='avg')
model = Model(base.input, layers.Dense(len(base.layers))(base.output))
`);
    expect(reading.outputShapes).toEqual([[null, count + 1]]);
  });

  test.each([
    ['from tensorflow.keras.applications import ResNet50', 'ResNet50'],
    ['from tensorflow.keras.applications.resnet50 import ResNet50, preprocess_input', 'ResNet50'],
    ['from keras.applications.resnet import ResNet50, decode_predictions', 'ResNet50'],
    ['from keras.src.applications.resnet import ResNet50', 'ResNet50'],
    ['from tensorflow.python.keras.applications.resnet import ResNet50', 'ResNet50'],
    ['from keras_applications.resnet import ResNet50', 'ResNet50'],
    ['from tf_keras.applications import ResNet50 as Backbone', 'Backbone'],
    ['from keras.applications import *', 'ResNet50'],
    ['from tensorflow import keras', 'keras.applications.ResNet50'],
    ['from tensorflow import keras', 'keras.applications.resnet50.ResNet50'],
    ['import tensorflow as tf', 'tf.keras.applications.ResNet50'],
    ['import tensorflow as tf', 'tf.compat.v1.keras.applications.ResNet50'],
    ['import tensorflow.keras.applications.resnet as r', 'r.ResNet50'],
    ['import keras', 'getattr(keras.applications, "ResNet50")'],
  ])('%s: %s', (line, name) => {
    const { parameters, reading } = check(`${line}
import keras
model = keras.Sequential([${name}(False, 'imagenet', input_shape=(64, 64, 3))])
`);
    expect([parameters, reading.outputShapes]).toEqual([23_587_712, [[null, 2, 2, 2048]]]);
  });
});

describe('torchvision.models', () => {
  test.each(Object.entries(torchvisionParameters))('%s', (name, parameters) => {
    const text = `import torchvision\nmodel = torchvision.models.${name}(weights=None)\n`;
    const checked = check(text);
    expect([checked.parameters, checked.reading.outputShapes]).toEqual([parameters, [[2, 1000]]]);
    expect([checked.reading.faults, errorsIn(checked), linesOf(text, checked)]).toEqual([[], [], [2]]);
  });

  test.each(cuts)('%s', (expression, shape) => {
    const { reading } = check(
      `from torch import nn\nfrom torchvision import models\nmodel = ${expression}\n`,
      { entry: 'model', input: '(2, 3, 224, 224)' },
    );
    expect([reading.outputShapes, reading.faults]).toEqual([[shape], []]);
  });

  test('trained weights of GoogLeNet come without the auxiliary classifiers', () => {
    const { parameters } = check(`
from torchvision.models import GoogLeNet_Weights, googlenet
model = googlenet(weights=GoogLeNet_Weights.DEFAULT)
`);
    expect(parameters).toBe(6_624_904);
  });
});

interface Script {
  readonly name: string;
  readonly text: string;
  readonly total: number;
  readonly trainable: number;
  readonly output: readonly (number | null)[];
}

const scripts: readonly Script[] = [
  {
    name: 'TensorFlow’s tutorial of fine-tuning, which says 1,862,721',
    text: `import tensorflow as tf
IMG_SHAPE = (160, 160) + (3,)
preprocess_input = tf.keras.applications.mobilenet_v2.preprocess_input
base_model = tf.keras.applications.MobileNetV2(input_shape=IMG_SHAPE, include_top=False, weights='imagenet')
base_model.trainable = True
for layer in base_model.layers[:100]:
    layer.trainable = False
inputs = tf.keras.Input(shape=(160, 160, 3))
x = preprocess_input(inputs)
x = base_model(x, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
x = tf.keras.layers.Dropout(0.2)(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(x))
`,
    total: 2_259_265,
    trainable: 1_862_721,
    output: [null, 1],
  },
  {
    name: 'Chollet’s VGG16 for dogs and cats',
    text: `from tensorflow.keras import models, layers
from tensorflow.keras.applications import VGG16
conv_base = VGG16(weights='imagenet', include_top=False, input_shape=(150, 150, 3))
model = models.Sequential()
model.add(conv_base)
model.add(layers.Flatten())
model.add(layers.Dense(256, activation='relu'))
model.add(layers.Dense(1, activation='sigmoid'))
conv_base.trainable = False
`,
    total: 16_812_353,
    trainable: 2_097_665,
    output: [null, 1],
  },
  {
    name: 'a head on what the last layer gives, the base frozen layer by layer',
    text: `from keras.applications.resnet50 import ResNet50
from keras.layers import Dense, GlobalAveragePooling2D
from keras.models import Model
base = ResNet50(weights='imagenet', include_top=False, input_shape=(224, 224, 3))
for layer in base.layers:
    layer.trainable = False
x = GlobalAveragePooling2D()(base.layers[-1].output)
model = Model(inputs=base.input, outputs=Dense(10, activation='softmax')(x))
`,
    total: 23_608_202,
    trainable: 20_490,
    output: [null, 10],
  },
  {
    name: 'two branches of one backbone',
    text: `from keras.applications import ResNet50
from keras import layers, Model, Input
a, b = Input((224, 224, 3)), Input((224, 224, 3))
net = ResNet50(include_top=False, pooling='avg', weights=None)
model = Model([a, b], layers.Dense(1)(layers.Subtract()([net(a), net(b)])))
`,
    total: 23_589_761,
    trainable: 23_536_641,
    output: [null, 1],
  },
  {
    name: 'a backbone on what a layer before it gives',
    text: `from tensorflow.keras.applications import DenseNet121
from tensorflow.keras import layers, Model, Input
image = Input((128, 128, 1))
x = layers.Conv2D(3, 3, padding='same')(image)
base = DenseNet121(include_top=False, weights='imagenet', input_tensor=x)
model = Model(image, layers.Dense(3)(layers.GlobalAveragePooling2D()(base.output)))
`,
    total: 7_040_609,
    trainable: 6_956_961,
    output: [null, 3],
  },
  {
    name: 'PyTorch’s tutorial of transfer learning: all frozen but the new `fc`',
    text: `import torch.nn as nn
from torchvision import models
model = models.resnet18(weights=models.ResNet18_Weights.IMAGENET1K_V1)
for param in model.parameters():
    param.requires_grad = False
model.fc = nn.Linear(model.fc.in_features, 2)
`,
    total: 11_177_538,
    trainable: 1026,
    output: [2, 2],
  },
  {
    name: 'a VGG whose last layer is another, its features frozen',
    text: `import torchvision
from torch import nn
model = torchvision.models.vgg16(pretrained=True)
model.features.requires_grad_(False)
model.classifier[6] = nn.Linear(4096, 2)
`,
    total: 134_268_738,
    trainable: 119_554_050,
    output: [2, 2],
  },
  {
    name: 'a network of torchvision by torch.hub',
    text: `import torch
model = torch.hub.load('pytorch/vision:v0.10.0', 'resnet18', pretrained=True, trust_repo=True)
other = torch.hub.load('someone/else', 'resnet18')
`,
    total: 11_689_512,
    trainable: 11_689_512,
    output: [2, 1000],
  },
  {
    name: 'a subclass of torchvision’s ResNet for grey images',
    text: `from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet
class Grey(ResNet):
    def __init__(self):
        super().__init__(BasicBlock, [2, 2, 2, 2], num_classes=10)
        self.conv1 = nn.Conv2d(1, 64, 7, 2, 3, bias=False)
`,
    total: 11_175_370,
    trainable: 11_175_370,
    output: [2, 10],
  },
  {
    name: 'the name of a network in a variable, as in the ImageNet example',
    text: `import torchvision.models as models
names = sorted(n for n in models.__dict__ if n.islower() and not n.startswith('__') and callable(models.__dict__[n]))
arch = 'resnet18'
model = models.__dict__[arch](num_classes=7)
`,
    total: 11_180_103,
    trainable: 11_180_103,
    output: [2, 7],
  },
  {
    name: 'feature maps by IntermediateLayerGetter',
    text: `from torch import nn
from torchvision.models import resnet50
from torchvision.models._utils import IntermediateLayerGetter
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = IntermediateLayerGetter(resnet50(weights=None), {'layer2': 'low', 'layer4': 'out'})
        self.conv = nn.Conv2d(2048, 64, 1)
    def forward(self, x):
        return self.conv(self.body(x)['out'])
`,
    total: 23_639_168,
    trainable: 23_639_168,
    output: [2, 64, 7, 7],
  },
];

describe('as people use them', () => {
  test.each(scripts)('$name', ({ text, total, trainable: trained, output }) => {
    const checked = check(text);
    expect([checked.parameters, trainable(checked)]).toEqual([total, trained]);
    expect([checked.reading.outputShapes, errorsIn(checked), checked.reading.faults]).toEqual([
      [output],
      [],
      [],
    ]);
  });

  const unet = (skips: string): string => `
from tensorflow.keras import layers, Model
from tensorflow.keras.applications import ResNet50


def up(x, skip, filters):
    x = layers.UpSampling2D(2)(x)
    x = layers.Concatenate()([x, skip])
    return layers.Conv2D(filters, 3, padding='same', activation='relu')(x)


def build(size=256):
    base = ResNet50(include_top=False, weights='imagenet', input_shape=(size, size, 3))
    x = base.get_layer('conv5_block3_out').output
    for name, filters in zip((${skips}), (512, 256, 128, 64)):
        x = up(x, base.get_layer(name).output, filters)
    x = layers.UpSampling2D(2)(x)
    return Model(base.input, layers.Conv2D(2, 1, activation='softmax')(x))
`;

  test('a model that is called keeps its blocks inside', () => {
    const { graph } = check(scripts[0]!.text);
    const blocks = graph.blocks.filter(({ type }) => type === 'inverted_residual');
    expect([blocks.length, blocks[1]?.id, blocks[1]?.parent]).toEqual([
      17,
      'mobilenetv2_1.00_160.inverted_residual_2',
      'mobilenetv2_1.00_160',
    ]);
  });

  test('what a layer with an activation gives is what comes after that', () => {
    const { graph } = check(`
from keras import Input, Model, layers
image = Input((8, 8, 3))
x = layers.Conv2D(4, 3, activation=layers.LeakyReLU(0.1), name='first')(image)
base = Model(image, layers.Flatten()(x))
model = Model(base.input, base.get_layer('first').output)
`);
    expect(graph.nodes.map(({ layer }) => layer)).toEqual(['input', 'conv', 'leakyRelu']);
  });

  test('a U-Net on the feature maps of a ResNet', () => {
    const text = unet("'conv4_block6_out', 'conv3_block4_out', 'conv2_block3_out', 'conv1_relu'");
    const checked = check(text);
    expect([errorsIn(checked), checked.reading.outputShapes]).toEqual([[], [[null, 256, 256, 2]]]);
  });

  test('a U-Net that takes the feature map of another stage is told so at its own line', () => {
    const text = unet("'conv3_block4_out', 'conv4_block6_out', 'conv2_block3_out', 'conv1_relu'");
    const [error] = errorsIn(check(text));
    expect([error?.code, lineOfFinding(text, error!)]).toEqual(['concat-mismatch', 8]);
    expect(error?.message).toContain('`conv3_block4_out` 32×32×512');
    const related = error!.related.map(({ at }) => [at.file, text.slice(0, at.start).split('\n').length]);
    expect(related.filter(([file]) => file !== undefined)).toEqual([]);
    expect(related).toContainEqual([undefined, 13]);
  });

  test('a layer that does not fit behind a backbone is at fault, at its line', () => {
    const text = `import torchvision
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = torchvision.models.resnet50(weights=None)
        self.backbone.fc = nn.Identity()
        self.head = nn.Linear(512, 10)
    def forward(self, x):
        return self.head(self.backbone(x))
`;
    const errors = errorsIn(check(text));
    expect(errors.map(e => [e.code, lineOfFinding(text, e), e.message])).toEqual([
      ['wrong-value', 10, 'head: was made for 512 features, but gets 2048'],
    ]);
  });

  test('an image that is too small is at fault where it is said', () => {
    const text = `from keras.applications import InceptionV3

base = InceptionV3(include_top=False, weights=None, input_shape=(32, 32, 3))
`;
    const [error] = errorsIn(check(text));
    expect([error?.code, lineOfFinding(text, error!), error!.at.file]).toEqual([
      'kernel-too-large',
      3,
      undefined,
    ]);
  });
});

describe('of a library’s networks', () => {
  const text = `from keras.applications import ResNet50
from keras import layers, Model
base = ResNet50(include_top=False, weights=None, input_shape=(64, 64, 3))
x = layers.Conv2D(256, 3, padding='same')(base.output)
x = layers.BatchNormalization()(x)
model = Model(base.input, layers.GlobalMaxPooling2D()(x))
`;

  test('only what is the author’s own is advised on', () => {
    const { findings } = analyze({ uri, text })!;
    expect(findings.map(f => [f.code, lineOfFinding(text, f), f.message])).toEqual([
      ['bias-before-norm', 4, 'the batch norm after it takes the bias away: 256 parameters in vain'],
    ]);
  });

  test('a part that is cut out of them is no design of the author’s', () => {
    const cut = `from keras import Model, applications, layers
base = applications.ResNet50V2(include_top=False, weights=None, input_shape=(224, 224, 3))
x = layers.GlobalAveragePooling2D()(base.get_layer('conv4_block5_out').output)
model = Model(base.input, layers.Dense(3)(x))
`;
    expect(check(cut).findings.map(f => f.code)).toEqual(['missing-final-norm']);
    expect(analyze({ uri, text: cut })!.findings).toEqual([]);
  });

  test('no place in their texts is named, and no file is asked for', () => {
    for (const program of [text, ...scripts.map(script => script.text)]) {
      const { graph, reading, findings } = check(program);
      expect(JSON.stringify([graph.nodes, graph.blocks, findings, reading.entry])).not.toContain('builtin:');
      expect(reading.dependencies.filter(file => file.startsWith('builtin:'))).toEqual([]);
    }
  });

  test('their texts are read once, and an edit of the file is read from its last text', () => {
    const parse = vi.mocked(syntax.parseLazily);
    const first = text.replace('256, 3', '128, 3');
    // So many other texts are read that none of before is remembered as a user's.
    for (let i = 0; i < 100; i++) check(`x${i} = 1\n`);
    check(first);
    parse.mockClear();
    const second = text.replace('256, 3', '96, 3');
    expect(check(second).reading.outputShapes).toEqual([[null, 96]]);
    expect(parse.mock.calls.filter(([read]) => read.length > 100)).toEqual([
      [second, expect.objectContaining({ text: first })],
    ]);
  });

  const files = (texts: Readonly<Record<string, string>>): Files => ({ read: file => texts[file] });

  test.each([
    ['torchvision/models/__init__.py', 'from torchvision.models import resnet18\nmodel = resnet18()'],
    ['torchvision/models/__init__.py', 'import torchvision\nmodel = torchvision.models.resnet18()'],
    ['torchvision/models.py', 'from torchvision import models\nmodel = models.resnet18()'],
  ])('a clone in the workspace wins: %s', (file, program) => {
    const own = 'from torch import nn\ndef resnet18(**kwargs):\n    return nn.Conv2d(3, 7, 1)\n';
    const { parameters } = check(
      program,
      {},
      files({ [`file:///work/${file}`]: own, 'file:///work/torchvision/__init__.py': '' }),
    );
    expect(parameters).toBe(28);
  });

  test('the author’s own keras.applications wins', () => {
    const own =
      'from keras import layers, Sequential\ndef VGG16():\n    return Sequential([layers.Dense(2, input_shape=(3,))])\n';
    const { parameters } = check(
      'import tensorflow as tf\nmodel = tf.keras.applications.VGG16()\n',
      { roots: ['file:///lib/'] },
      files({ 'file:///lib/tensorflow/keras/applications/__init__.py': own }),
    );
    expect(parameters).toBe(8);
  });

  test.each([
    'from torchvision.models import vit_b_16\nmodel = vit_b_16()',
    'import torchvision\nmodel = torchvision.models.detection.fasterrcnn_resnet50_fpn(weights=None)',
    'from torchvision.models.feature_extraction import create_feature_extractor as f\nmodel = f(None, {})',
    'from torchvision import transforms, datasets\nmodel = transforms.Compose([transforms.ToTensor()])',
    'from keras.applications import MobileNetV4\nmodel = MobileNetV4()',
    'from keras.applications.resnet import decode_predictions\nmodel = decode_predictions([])',
  ])('what they do not have is unknown, and no mistake: %s', program => {
    const { findings, reading } = check(`import torch\n${program}\n`);
    expect(findings.filter(f => f.severity === 'error' || f.severity === 'warning')).toEqual([]);
    expect(reading.faults).toEqual([]);
  });
});

describe('the bundled texts', () => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll(path.sep, '/'))
    .filter(name => name.endsWith('.py'));

  test.each(paths)('%s is listed, can be read, and is short', name => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    expect(bundledText(`builtin:/${name}`)).toBe(text);
    expect(syntax.parsePython(text).errors).toEqual([]);
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(120);
  });

  test('others are not taken for them', () => {
    const names = ['keras', 'keras.layers', 'torch', 'torchvision.transforms', 'keras.applications.resnext'];
    expect(names.map(bundledPath)).toEqual(names.map(() => undefined));
  });
});

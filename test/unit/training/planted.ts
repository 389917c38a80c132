/** Networks that have exactly one fault each, as people would write them. */

/** One fault, in each of the forms in which it can be written. */
export interface Planted {
  readonly native: string;
  /** Keras code; what the exporter makes of the native text stands for Keras JSON. */
  readonly keras?: string;
  readonly torch?: string;
}

const native = (layers: string, blocks = ''): string => `input: [8, 8, 3]\n${blocks}layers:\n${layers}`;

const keras = (lines: string): string => `import keras
from keras import layers

x = inputs = keras.Input((8, 8, 3))
${lines}
model = keras.Model(inputs, x)
`;

/** Two convolutions with norms, and a head; what stands between them is the fault. */
const between = (fault: string): string =>
  native(`  - conv: {filters: 8, kernel: 3}
  - batchNorm
  - relu
${fault}
  - flatten
  - dense: {units: 10, activation: softmax}
`);

const kerasBetween = (fault: string): string =>
  keras(`x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
${fault}
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`);

/** A ReLU whose input is far below 0. */
export const deadRelu: Planted = {
  native: between(`  - conv: {filters: 8, kernel: 3}
  - rescale: {offset: -100000}
  - relu`),
  keras: kerasBetween(`x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.Rescaling(1.0, offset=-100000.0)(x)
x = layers.ReLU()(x)`),
  torch: `# resnet: entry=Net() input=(1, 3, 8, 8)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(512, 10)

    def forward(self, x):
        x = self.relu(self.conv1(x))
        x = self.relu(self.conv2(x) - 100000.0)
        return self.fc(x.flatten(1))
`,
};

/** 27 residual units whose norms were forgotten. */
export const missingNorm: Planted = {
  native: native(
    `  - conv: {filters: 6, kernel: 3, init: heNormal}
  - repeat:
      times: 27
      layers:
        - unit
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
    `blocks:
  unit:
    residual:
      - conv: {filters: 6, kernel: 3, init: heNormal}
      - relu
      - conv: {filters: 6, kernel: 3, init: heNormal}
    shortcut: identity # h(x)
    after: [relu]
`,
  ),
  keras: keras(`conv = lambda: layers.Conv2D(6, 3, padding="same", kernel_initializer="he_normal")
x = conv()(x)
for unit in range(27):
    branch = conv()(layers.ReLU()(conv()(x)))
    x = layers.ReLU()(layers.add([x, branch]))
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** 55 convolutions with norms and without a shortcut. */
export const deepPlain: Planted = {
  native: native(`  - repeat:
      times: 55
      layers:
        - conv: {filters: 6, kernel: 3, init: heNormal}
        - batchNorm
        - relu
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`for layer in range(55):
    x = layers.Conv2D(6, 3, padding="same", kernel_initializer="he_normal")(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** One convolution among others whose weights all start at 1. */
export const largeWeights: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3, activation: relu, init: heNormal}
  - conv: {filters: 8, kernel: 3, activation: relu, init: heNormal}
  - conv: {filters: 64, kernel: 3, activation: relu, init: ones}
  - conv: {filters: 8, kernel: 3, activation: relu, init: heNormal}
  - flatten
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`x = layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
x = layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
x = layers.Conv2D(64, 3, padding="same", activation="relu", kernel_initializer="ones")(x)
x = layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** Eight convolutions whose weights start far too small. */
export const smallWeights: Planted = {
  native: native(`  - repeat:
      times: 8
      layers:
        - conv: {filters: 8, kernel: 3, activation: relu, init: randomUniform}
  - flatten
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`for layer in range(8):
    x = layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="random_uniform")(x)
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** A layer whose output nobody takes: only a model file can have one. */
export const unusedBranch: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3, activation: relu, id: stem}
  - conv: {filters: 8, kernel: 5, id: lost}
  - conv: {filters: 8, kernel: 3, activation: relu, from: stem}
  - flatten
  - dense: {units: 10, activation: softmax}
`),
};

/** A branch that is multiplied by 0. */
export const zeroBranch: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3, activation: relu, id: stem}
  - conv: {filters: 8, kernel: 3}
  - rescale: {scale: 0}
  - add: {with: stem}
  - flatten
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`stem = layers.Conv2D(8, 3, padding="same", activation="relu")(x)
x = layers.Conv2D(8, 3, padding="same")(stem)
x = layers.Rescaling(0.0)(x)
x = layers.add([x, stem])
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** A sigmoid whose input is a thousand times too large. */
export const saturatedSigmoid: Planted = {
  native: between(`  - rescale: {scale: 1000}
  - conv: {filters: 8, kernel: 3}
  - sigmoid`),
  keras: kerasBetween(`x = layers.Rescaling(1000.0)(x)
x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.Activation("sigmoid")(x)`),
};

/** Ten sigmoids in a row. */
export const sigmoids: Planted = {
  native: native(`  - repeat:
      times: 10
      layers:
        - conv: {filters: 8, kernel: 3, activation: sigmoid}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`for layer in range(10):
    x = layers.Conv2D(8, 3, padding="same", activation="sigmoid")(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** An exponential of large numbers. */
export const overflow: Planted = {
  native: between(`  - rescale: {scale: 1000}
  - exponential`),
  keras: kerasBetween(`x = layers.Rescaling(1000.0)(x)
x = layers.Activation("exponential")(x)`),
};

/** One of two inputs is multiplied by 0. */
export const inputWithoutEffect: Planted = {
  native: `input: {picture: [8, 8, 3], depth: [8, 8, 1]}
layers:
  - conv: {filters: 8, kernel: 3, activation: relu, from: picture, id: seen}
  - rescale: {scale: 0, from: depth, id: nothing}
  - concat: {from: [seen, nothing]}
  - conv: {filters: 8, kernel: 3, activation: relu}
  - flatten
  - dense: {units: 10, activation: softmax}
`,
  keras: `import keras
from keras import layers

picture, depth = keras.Input((8, 8, 3)), keras.Input((8, 8, 1))
seen = layers.Conv2D(8, 3, padding="same", activation="relu")(picture)
nothing = layers.Rescaling(0.0)(depth)
x = layers.concatenate([seen, nothing])
x = layers.Conv2D(8, 3, padding="same", activation="relu")(x)
x = layers.Dense(10, activation="softmax")(layers.Flatten()(x))
model = keras.Model([picture, depth], x)
`,
};

/** Values that are made a thousand times smaller on their way. */
export const shrunkValues: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3, init: heNormal}
  - rescale: {scale: 0.0005}
  - relu
  - conv: {filters: 8, kernel: 3, bias: false, init: heNormal}
  - batchNorm
  - flatten
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`x = layers.Conv2D(8, 3, padding="same", kernel_initializer="he_normal")(x)
x = layers.Rescaling(0.0005)(x)
x = layers.ReLU()(x)
x = layers.Conv2D(8, 3, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
x = layers.BatchNormalization()(x)
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`),
};

/** A batch norm whose averages never move. */
export const frozenAverages: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3}
  - batchNorm: {momentum: 1}
  - relu
  - conv: {filters: 8, kernel: 3}
  - batchNorm
  - relu
  - flatten
  - dense: {units: 10, activation: softmax}
`),
  keras: keras(`x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.BatchNormalization(momentum=1.0)(x)
x = layers.ReLU()(x)
x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
x = layers.Flatten()(x)
x = layers.Dense(10, activation="softmax")(x)`),
  torch: `# resnet: entry=Net() input=(1, 3, 8, 8)
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(8, momentum=0.0)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(8)
        self.fc = nn.Linear(512, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        return self.fc(x.flatten(1))
`,
};

/** One number as the answer, a hundred times as steep as it should be: every step goes too far. */
export const steepAnswer: Planted = {
  native: native(`  - conv: {filters: 8, kernel: 3, activation: relu}
  - flatten
  - dense: {units: 1}
  - rescale: {scale: 100}
`),
  keras: keras(`x = layers.Conv2D(8, 3, padding="same", activation="relu")(x)
x = layers.Flatten()(x)
x = layers.Dense(1)(x)
x = layers.Rescaling(100.0)(x)`),
};

/** A sound network, for faults that are no network's. */
export const sound: Planted = {
  native: between(`  - conv: {filters: 8, kernel: 3}
  - batchNorm
  - relu`),
};

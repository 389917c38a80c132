/** Networks as native files, small enough to be read. */

const bottleneck = `
  bottleneck:
    parameters: {width: 64, filters: 256, stride: 1}
    residual:
      - conv: {filters: $width, kernel: 1, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $width, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 1, bias: false}
      - batchNorm
    shortcut: projection
    after: [relu]
`;

export const resnet50 = `name: ResNet-50
input: [224, 224, 3]
blocks:${bottleneck}
layers:
  - conv: {filters: 64, kernel: 7, stride: 2, bias: false}
  - maxPool: {kernel: 3, stride: 2}
  - stage: {block: bottleneck, repeat: 3, width: 64,  filters: 256}
  - stage: {block: bottleneck, repeat: 4, width: 128, filters: 512,  stride: 2}
  - stage: {block: bottleneck, repeat: 6, width: 256, filters: 1024, stride: 2}
  - stage: {block: bottleneck, repeat: 3, width: 512, filters: 2048, stride: 2}
  - globalAveragePool
  - dense: {units: 1000, activation: softmax}
`;

/** One block whose identity shortcut does not fit. */
export const mismatch = resnet50.replace('shortcut: projection', 'shortcut: identity');

export const sourceResNet = `name: resnet_v1
input: [32, 32, 3]
blocks:
  res_block_v1:
    parameters: {filters: 16}
    residual:
      - conv: {filters: $filters, kernel: 3}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 3}
      - batchNorm
    shortcut: auto
    after: [relu]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - res_block_v1: {filters: 16}
  - res_block_v1: {filters: 32}
  - flatten
  - dense: {units: 10, activation: softmax, init: heNormal}
`;

/** The encoder's outputs are used inside the decoder's blocks, one of them twice. */
export const unet = `name: U-Net
input: [64, 64, 3]
blocks:
  encoder:
    parameters: {filters: 64}
    layers:
      - conv: {filters: $filters, kernel: 3}
      - relu
  decoder1:
    layers:
      - upsample: {factor: 2}
      - concat: {with: e2}
      - conv: {filters: 128, kernel: 3}
  decoder2:
    layers:
      - upsample: {factor: 2}
      - concat: {with: e1}
      - conv: {filters: 64, kernel: 3}
      - add: {with: e1}
layers:
  - encoder: {filters: 64, id: e1}
  - maxPool: {kernel: 2, stride: 2}
  - encoder: {filters: 128, id: e2}
  - maxPool: {kernel: 2, stride: 2}
  - encoder: {filters: 256}
  - decoder1
  - decoder2
  - conv: {filters: 2, kernel: 1}
`;

/** Every layer is given all that came before. */
export const dense = `name: all to all
input: [56, 56, 64]
blocks:
  layer:
    layers: [batchNorm, relu, {conv: {filters: 32, kernel: 3}}]
layers:
  - conv: {filters: 64, kernel: 3, id: x0}
  - layer: {id: l1}
  - concat: {from: [x0, l1]}
  - layer: {id: l2}
  - concat: {from: [x0, l1, l2]}
  - layer: {id: l3}
  - concat: {from: [x0, l1, l2, l3]}
  - globalAveragePool
`;

export const inception = `name: Inception
input: [35, 35, 192]
layers:
  - parallel:
      merge: concat
      branches:
        - [{conv: {filters: 64, kernel: 1}}]
        - [{conv: {filters: 48, kernel: 1}}, {conv: {filters: 64, kernel: 5}}]
        - [{conv: {filters: 64, kernel: 1}}, {conv: {filters: 96, kernel: 3}}, {conv: {filters: 96, kernel: 3}}]
        - [{averagePool: {kernel: 3, stride: 1}}, {conv: {filters: 32, kernel: 1}}]
  - relu
`;

/** Side ways that divide and meet each other. */
export const tangled = `name: tangled
input: [32, 32, 16]
layers:
  - conv: {filters: 16, kernel: 3, id: a}
  - conv: {filters: 16, kernel: 3, id: b}
  - conv: {filters: 16, kernel: 3, id: c, from: a}
  - add: {from: [b, c], id: d}
  - conv: {filters: 16, kernel: 3, id: e}
  - conv: {filters: 16, kernel: 3, id: f, from: c}
  - relu: {id: g}
  - add: {from: [e, f, g], id: h}
  - add: {from: [h, b], id: i}
  - relu
`;

export const vgg = `name: VGG with a long shortcut
input: [32, 32, 3]
layers:
  - conv: {filters: 64, kernel: 3, activation: relu, id: early}
  - repeat: {times: 83, layers: [{conv: {filters: 64, kernel: 3, activation: relu}}]}
  - add: {with: early}
`;

export const twoInputs = `name: two inputs
input: {image: [32, 32, 3], depth: [32, 32, 1]}
layers:
  - conv: {filters: 16, kernel: 3, from: image}
  - relu
  - conv: {filters: 16, kernel: 3, id: a}
  - conv: {filters: 16, kernel: 3, from: depth}
  - add: {with: a}
  - relu
`;

/** Heads on the way, as GoogLeNet has them: their outputs lie beside the main line, two of them inside blocks. */
export const auxiliaryHeads = `name: auxiliary heads
input: [64, 64, 3]
outputs: [aux1, aux2, main]
blocks:
  unit:
    layers:
      - conv: {filters: 32, kernel: 3}
      - relu
  head:
    layers:
      - averagePool: {kernel: 4, stride: 4}
      - flatten
      - dense: {units: 10, activation: softmax}
layers:
  - unit: {id: u1}
  - head: {from: u1, id: aux1}
  - unit: {from: u1, id: u2}
  - maxPool: {kernel: 2, stride: 2, id: p}
  - head: {from: p, id: aux2}
  - unit: {from: p}
  - globalAveragePool
  - dense: {units: 10, activation: softmax, id: main}
`;

/** A feature pyramid (Lin et al. 2016): every stage of the way up is used on the way down, and each level has an output. */
export const pyramid = `name: feature pyramid
input: [64, 64, 3]
outputs: [p4, p3, p2]
blocks:
  down:
    parameters: {filters: 64}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: 2}
      - relu
      - conv: {filters: $filters, kernel: 3}
    shortcut: auto
  lateral:
    layers:
      - conv: {filters: 256, kernel: 1}
layers:
  - down: {filters: 64, id: c2}
  - down: {filters: 128, id: c3}
  - down: {filters: 256, id: c4}
  - lateral: {id: l4}
  - conv: {filters: 256, kernel: 3, from: l4, id: p4}
  - upsample: {factor: 2, from: l4, id: up3}
  - lateral: {from: c3, id: l3}
  - add: {from: [up3, l3], id: m3}
  - conv: {filters: 256, kernel: 3, from: m3, id: p3}
  - upsample: {factor: 2, from: m3, id: up2}
  - lateral: {from: c2, id: l2}
  - add: {from: [up2, l2], id: m2}
  - conv: {filters: 256, kernel: 3, from: m2, id: p2}
`;

export const resnet1202 = `name: ResNet-1202
input: [32, 32, 3]
blocks:
  basic:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 3, bias: false}
      - batchNorm
    shortcut: pad
    after: [relu]
layers:
  - conv: {filters: 16, kernel: 3, bias: false}
  - stage: {block: basic, repeat: 200, filters: 16}
  - stage: {block: basic, repeat: 200, filters: 32, stride: 2}
  - stage: {block: basic, repeat: 200, filters: 64, stride: 2}
  - globalAveragePool
  - dense: {units: 10}
`;

export const networks: Readonly<Record<string, string>> = {
  resnet50,
  mismatch,
  sourceResNet,
  unet,
  dense,
  inception,
  tangled,
  vgg,
  twoInputs,
  auxiliaryHeads,
  pyramid,
};

import type { Shape, Size } from '../../graph.js';
import { shapesIn } from './comments.js';
import { functionOf } from './core/calls.js';
import { Func, type Instance, isTensor, itemsOf, numberOf } from './core/values.js';
import type { Draft } from './graph/recorder.js';
import { isLayer } from './keras/layer.js';
import { modulesIn } from './torch/module.js';

/** What kind of thing goes into a network, with how many channels; keras layers take any number. */
export interface InputKind {
  readonly kind: 'image' | 'vector' | 'sequence' | 'volume';
  readonly channels: number;
}

const batch = 2;
const imageSizes = [224, 32, 64, 28, 256, 299, 331];

const kinds: Readonly<Record<string, InputKind['kind']>> = {
  Conv1d: 'sequence',
  Conv2d: 'image',
  Conv3d: 'volume',
  Linear: 'vector',
};

/** By the first layer that the network holds, which is most often the first one that is used. */
export function kindOf(module: Instance): InputKind | undefined {
  for (const [, inner] of modulesIn(module)) {
    const name = inner.cls.mro.map(c => c.name).find(n => Object.hasOwn(kinds, n));
    const channels =
      name === undefined
        ? undefined
        : numberOf(inner.attrs.get(name === 'Linear' ? 'in_features' : 'in_channels'));
    if (name !== undefined && channels !== undefined) return { kind: kinds[name]!, channels };
  }
  return undefined;
}

/** By the layer that took the input in a run of the network. */
export function kindUsed(drafts: readonly Draft[]): InputKind | undefined {
  const user = drafts.find(d => d.inputs.includes(0));
  const { kernel, expects } = user?.parameters ?? {};
  if (typeof expects !== 'number') return undefined;
  if (user?.layer === 'dense') return { kind: 'vector', channels: expects };
  const axes = Array.isArray(kernel) ? kernel.length : undefined;
  const kind = axes === undefined ? undefined : ([undefined, 'sequence', 'image', 'volume'] as const)[axes];
  return kind && { kind, channels: expects };
}

const sizeNames = [
  'img_size',
  'image_size',
  'input_size',
  'image_resolution',
  'resolution',
  'img_dim',
  'input_shape',
  'img_shape',
  'image_shape',
];

/** A size among the network's own attributes or its defaults. */
export function ownSize(module: Instance): number | undefined {
  const init = functionOf(module.cls.find('__init__'));
  const sizes = sizeNames.flatMap(name => [
    module.attrs.get(name),
    init instanceof Func ? init.default(name) : undefined,
  ]);
  return sizes.map(size => numberOf(itemsOf(size)?.at(-1) ?? size)).find(n => n !== undefined && n > 0);
}

/** Shapes to try for a PyTorch network, the likeliest first. */
export function shapesFor({ kind, channels }: InputKind): Shape[] {
  if (kind === 'image') return imageSizes.map(s => [batch, channels, s, s]);
  if (kind === 'volume')
    return [
      [batch, channels, 16, 112, 112],
      [batch, channels, 64, 64, 64],
    ];
  return kind === 'vector'
    ? [[batch, channels]]
    : [
        [batch, channels, 128],
        [batch, channels, 1024],
      ];
}

export const shapeOfSize = ({ channels }: InputKind, size: number): Shape => [batch, channels, size, size];

/** The shape of which only the channels are known. */
export const openShape = ({ kind, channels }: InputKind): Shape => {
  const axes = { vector: 0, sequence: 1, image: 2, volume: 3 }[kind];
  return [batch, channels, ...Array<Size>(axes).fill(null)];
};

/** Shapes in the text that look as if they went into a network of this kind: `torch.randn(1, 3, 32, 32)`. */
export function shapesInText(text: string, kind: InputKind | undefined): Shape[] {
  const found = [
    ...text.matchAll(/torch\.(?:randn|rand|zeros|ones|empty)\(\s*\(?((?:\s*\d+\s*,?){2,5})\)?/g),
  ];
  const shapes = found.map(match =>
    match[1]!
      .split(',')
      .map(s => s.trim())
      .filter(s => s !== '')
      .map(Number),
  );
  if (!kind) return shapes;
  const open = openShape(kind)!;
  return shapes.filter(shape => shape.length === open.length && shape[1] === kind.channels);
}

/** What a comment gives to another network of the file suits this one, too, or rather than anything else. */
export const saidShapes = (text: string, kind: InputKind): Shape[] => {
  const open = openShape(kind)!;
  return [...text.matchAll(/^#[ \t]*resnet:.*\binput=([^;\r\n]*?)(?=\s+entry=|;|\r?$)/gm)]
    .flatMap(([, shape]) => shapesIn(shape!) ?? [])
    .filter(shape => shape.length === open.length && shape[1] === kind.channels);
};

/** Shapes to try for a Keras network that is not applied to anything yet, with the batch. */
export function kerasShapesFor(network: Instance): Shape[] {
  const layers = [...network.attrs.values()].flatMap(v => (itemsOf(v) ?? [v]).filter(isLayer));
  const names = layers.map(layer => layer.cls.name);
  if (names.some(name => /Embedding/.test(name))) return [];
  const first = names.find(name => /Conv\w*[123]D|Dense/.test(name));
  if (first === undefined || /2D/.test(first)) return [224, 32, 28].map(s => [null, s, s, s === 28 ? 1 : 3]);
  if (/1D/.test(first)) return [[null, 128, 1]];
  return /3D/.test(first) ? [[null, 16, 112, 112, 3]] : [[null, 784]];
}

/** The shape of a tensor that the network keeps as an example: Lightning's `example_input_array`. */
export function exampleShape(module: Instance): Shape | undefined {
  const example = module.attrs.get('example_input_array');
  return isTensor(example) && example.shape !== null ? example.shape : undefined;
}

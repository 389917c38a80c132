import type { Shape } from '../../graph.js';
import { shapesIn } from './comments.js';
import { functionOf } from './core/calls.js';
import { Func, type Instance, itemsOf, numberOf, type Value } from './core/values.js';
import { isModule, modulesIn } from './torch/module.js';

/** An input shape, and how sure it is. */
export interface ShapeHint {
  readonly shapes: readonly Shape[];
  readonly origin: 'call' | 'default' | 'guess';
}

export interface Guesses {
  readonly kind: 'image' | 'vector' | 'sequence' | 'volume' | 'unknown';
  readonly hints: readonly ShapeHint[];
}

const batch = 2;
const imageSizes = [224, 32, 64, 28, 256, 299, 331];

interface First {
  readonly kind: Guesses['kind'];
  readonly channels: number;
}

const kinds: Readonly<Record<string, Guesses['kind']>> = {
  Conv1d: 'sequence',
  Conv2d: 'image',
  Conv3d: 'volume',
  Linear: 'vector',
};

/** The first layer that says what comes in. */
function firstLayer(module: Instance): First | undefined {
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

/** What the text says at a call: `net(torch.randn(1, 3, 32, 32))`. */
function callShapes(text: string): Shape[] {
  const found = [
    ...text.matchAll(/torch\.(?:randn|rand|zeros|ones|empty)\(\s*\(?((?:\s*\d+\s*,?){2,5})\)?/g),
  ];
  return found.map(match =>
    match[1]!
      .split(',')
      .map(s => s.trim())
      .filter(s => s !== '')
      .map(Number),
  );
}

/** What a comment gives to another network of the file suits this one, too, or rather than anything else. */
const saidShapes = (text: string): Shape[] =>
  [...text.matchAll(/^#[ \t]*resnet:.*\binput=([^;\r\n]*?)(?=\s+entry=|;|\r?$)/gm)].flatMap(
    ([, shape]) => shapesIn(shape!) ?? [],
  );

const sizeNames = ['img_size', 'image_size', 'input_size', 'image_resolution', 'resolution'];

/** A size among the network's own attributes or its defaults. */
function ownSize(module: Instance): number | undefined {
  for (const name of sizeNames) {
    const own = module.attrs.get(name);
    const value = numberOf(itemsOf(own)?.at(-1) ?? own);
    if (value !== undefined && value > 0) return value;
  }
  const init = functionOf(module.cls.find('__init__'));
  for (const name of sizeNames) {
    const usual = init instanceof Func ? init.defaults.get(name) : undefined;
    const value = numberOf(itemsOf(usual)?.at(-1) ?? usual);
    if (value !== undefined && value > 0) return value;
  }
  return undefined;
}

/** Input shapes to try, in order. */
export function guesses(value: Value, text = ''): Guesses {
  const first = isModule(value) ? firstLayer(value) : undefined;
  if (!isModule(value) || !first) {
    const calls = callShapes(text).map((shape): ShapeHint => ({ shapes: [shape], origin: 'call' }));
    return { kind: 'unknown', hints: [...calls, { shapes: [null], origin: 'guess' }] };
  }
  const rank = { image: 4, sequence: 3, volume: 5, vector: 2, unknown: 0 }[first.kind];
  const fits = (shape: Shape): boolean =>
    shape?.length === rank && shape[first.kind === 'vector' ? rank - 1 : 1] === first.channels;
  const calls = callShapes(text).filter(fits);
  const size = ownSize(value);
  const sizes = first.kind === 'image' ? [...(size === undefined ? [] : [size]), ...imageSizes] : [128];
  const shaped = (s: number): Shape => {
    if (first.kind === 'image') return [batch, first.channels, s, s];
    if (first.kind === 'sequence') return [batch, first.channels, s];
    return first.kind === 'volume' ? [batch, first.channels, 16, 112, 112] : [batch, first.channels];
  };
  const unknown: Shape = first.kind === 'image' ? [batch, first.channels, null, null] : shaped(128);
  return {
    kind: first.kind,
    hints: [
      ...calls.map((shape): ShapeHint => ({ shapes: [shape], origin: 'call' })),
      ...saidShapes(text)
        .filter(fits)
        .map((shape): ShapeHint => ({ shapes: [shape], origin: 'guess' })),
      ...sizes.map(
        (s, i): ShapeHint => ({
          shapes: [shaped(s)],
          origin: i === 0 && size !== undefined ? 'default' : 'guess',
        }),
      ),
      { shapes: [unknown], origin: 'guess' },
      { shapes: [null], origin: 'guess' },
    ],
  };
}

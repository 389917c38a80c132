import type { Shape } from '../../graph.js';
import { annotatedShapes } from './annotations.js';
import { Dict, Func, type Instance } from './core/values.js';
import { sizesOf } from './graph/sizes.js';
import {
  exampleShape,
  type InputKind,
  kerasShapesFor,
  ownSize,
  saidShapes,
  shapeOfSize,
  shapesFor,
  shapesInText,
} from './guess.js';
import type { Session } from './session.js';

/** An input shape, batch first, and where it comes from. */
export interface ShapeHint {
  readonly shapes: readonly Shape[];
  readonly origin: 'call' | 'default' | 'guess';
}

/** What the code itself says goes into a network: its annotations, an example, timm's configuration, a call. */
export function toldShapes(
  network: Instance,
  session: Session,
  watch: () => readonly Shape[] | undefined,
): ShapeHint | undefined {
  const run = network.cls.find('forward') ?? network.cls.find('call');
  const annotated = run instanceof Func ? annotatedShapes(run) : undefined;
  if (annotated) return { shapes: annotated, origin: 'default' };
  const example = exampleShape(network);
  if (example) return { shapes: [example], origin: 'default' };
  const configured = configuredShape(network);
  if (configured) return { shapes: [configured], origin: 'default' };
  const own = session.vm.applications.all.find(one => one.network === network);
  const shapes = own?.shapes ?? watch();
  return shapes && { shapes, origin: 'call' };
}

/** timm: `default_cfg = {'input_size': (3, 224, 224), …}`. */
function configuredShape(network: Instance): Shape | undefined {
  for (const name of ['default_cfg', 'pretrained_cfg']) {
    const config = network.attrs.get(name);
    const sizes = config instanceof Dict ? sizesOf(config.get('input_size')) : undefined;
    if (sizes?.length === 3) return [2, ...sizes];
  }
  return undefined;
}

/** Shapes that nobody gave, the likeliest first. */
export function guessedShapes(network: Instance, kind: InputKind | undefined, text: string): ShapeHint[] {
  const guess = (shape: Shape): ShapeHint => ({ shapes: [shape], origin: 'guess' });
  const size = kind?.kind === 'image' ? ownSize(network) : undefined;
  return [
    ...(kind && size !== undefined
      ? [{ shapes: [shapeOfSize(kind, size)], origin: 'default' } satisfies ShapeHint]
      : []),
    ...shapesInText(text, kind).map(guess),
    ...(kind ? saidShapes(text, kind) : []).map(guess),
    ...(kind ? shapesFor(kind) : []).map(guess),
  ];
}

export const kerasGuesses = (network: Instance): ShapeHint[] =>
  kerasShapesFor(network).map(shape => ({ shapes: [shape], origin: 'guess' }));

import { renderImage, renderMask } from './data/images.js';
import { drawScene, type Scene } from './data/scene.js';
import { drawPoint } from './data/vectors.js';
import { deriveSeed, type Random, seededRandom, shuffled } from './random.js';

/** Synthetic examples, the same for the same seed. Arrays are [batch, ...shape], channels last. */
export interface Examples {
  /** What each example is one of: a whole number from 0. */
  readonly kinds: readonly number[];
  /** One array for each input shape that was asked for. */
  readonly inputs: readonly Float32Array[];
  /** For each example, which pixels of a map [height, width] belong to the figure. */
  masks(height: number, width: number): readonly (readonly boolean[])[];
}

/** Maps with a side below this show no figure: they get clusters, as vectors do. */
const SMALLEST_IMAGE = 6;

export const isImage = (shape: readonly number[]): boolean =>
  shape.length === 3 && Math.min(shape[0]!, shape[1]!) >= SMALLEST_IMAGE;

/**
 * An endless source of examples for a network with these input shapes. Each of the `kinds` (at most FIGURES) comes
 * equally often; several inputs of one example show the same kind.
 */
export class SyntheticData {
  private readonly random: Random;
  private deck: number[] = [];

  constructor(
    private readonly shapes: readonly (readonly number[])[],
    private readonly kinds: number,
    seed: number,
  ) {
    this.random = seededRandom(deriveSeed(seed, 'data'));
  }

  next(batch: number): Examples {
    const kinds = Array.from({ length: batch }, () => this.draw());
    const scenes = kinds.map(kind => drawScene(kind, this.random));
    return {
      kinds,
      inputs: this.shapes.map(shape => this.fill(shape, scenes)),
      masks: (height, width) => scenes.map(scene => renderMask(scene, height, width)),
    };
  }

  /** From a shuffled deck that holds each kind once. */
  private draw(): number {
    if (this.deck.length === 0) this.deck = shuffled(this.kinds, this.random);
    return this.deck.pop()!;
  }

  private fill(shape: readonly number[], scenes: readonly Scene[]): Float32Array {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = new Float32Array(scenes.length * size);
    const [height = 0, width = 0, channels = 0] = shape;
    scenes.forEach((scene, i) => {
      if (isImage(shape)) renderImage(scene, [height, width, channels], values, i * size);
      else drawPoint(scene.kind, size, this.random, values, i * size);
    });
    return values;
  }
}

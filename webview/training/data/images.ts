import { seededRandom } from '../random.js';
import { coverage, type Scene } from './scene.js';

/** Deviation of the noise in each value; the values themselves lie between -1 and 1. */
const NOISE = 0.1;

/** Centre of pixel `index` of `count`, from -1 to 1. */
const centreOf = (index: number, count: number): number => (2 * index + 1) / count - 1;

/** Writes an image [height, width, channels] of the scene at an offset of `values`. */
export function renderImage(
  scene: Scene,
  [height, width, channels]: readonly [number, number, number],
  values: Float32Array,
  offset: number,
): void {
  const random = seededRandom(scene.seed);
  const figure = Array.from({ length: channels }, () => 0.55 + 0.45 * random.uniform());
  const ground = Array.from({ length: channels }, () => 0.3 * random.uniform());
  const pixel = 2 / Math.min(height, width);
  let at = offset;
  for (let row = 0; row < height; row++) {
    const y = centreOf(row, height);
    for (let column = 0; column < width; column++) {
      const x = centreOf(column, width);
      const covered = coverage(scene, x, y, pixel);
      const light = 1 + scene.light[0] * x + scene.light[1] * y;
      for (let channel = 0; channel < channels; channel++) {
        const value = ground[channel]! + covered * (figure[channel]! - ground[channel]!);
        values[at++] = 2 * (value * light + NOISE * random.normal()) - 1;
      }
    }
  }
}

/** Which pixels of a map [height, width] the figure covers. */
export function renderMask(scene: Scene, height: number, width: number): boolean[] {
  const pixel = 2 / Math.min(height, width);
  return Array.from({ length: height * width }, (_, i) => {
    const x = centreOf(i % width, width);
    const y = centreOf(Math.floor(i / width), height);
    return coverage(scene, x, y, pixel) > 0.5;
  });
}

import type { Random } from '../random.js';

/**
 * What one synthetic image shows, at any resolution: a light figure on a darker ground. Its kind is the figure; place,
 * size, turn, colours, light and noise are nuisance. Coordinates run from -1 to 1 over both axes.
 */
export interface Scene {
  readonly kind: number;
  readonly centre: readonly [x: number, y: number];
  readonly radius: number;
  /** Cosine and sine of the turn. */
  readonly turn: readonly [number, number];
  /** How much brighter the right and the lower edge are lit than the middle. */
  readonly light: readonly [number, number];
  /** What draws the colours and the noise: the number of channels is not known here. */
  readonly seed: number;
}

/** How far inside a figure the point (u, v) is, in its radii; negative outside. */
type Figure = (u: number, v: number) => number;

const square: Figure = (u, v) => 1 - Math.max(Math.abs(u), Math.abs(v));
const ring: Figure = (u, v) => 0.25 - Math.abs(Math.hypot(u, v) - 0.8);
const stripes: Figure = (u, v) => Math.min(square(u, v), 0.3 * Math.cos(7 * v));

/** Two figures with the same outline differ in texture, two with the same texture in outline. */
const figures: readonly Figure[] = [
  (u, v) => 0.35 - Math.max(Math.abs(v), Math.abs(u) - 0.75),
  (u, v) => 0.35 - Math.max(Math.abs(u), Math.abs(v) - 0.75),
  (u, v) => 1 - Math.hypot(u, v),
  ring,
  stripes,
  (u, v) => stripes(v, u),
  (u, v) => Math.min(square(u, v), 0.28 - Math.abs(Math.abs(u) - Math.abs(v))),
  (u, v) => Math.min(square(u, v), u * v),
  (u, v) => Math.min(1 - Math.hypot(u, v), v),
  (u, v) => 0.4 - Math.hypot(Math.abs(u) - 0.6, Math.abs(v) - 0.6),
];

/** How many kinds of images there are. */
export const FIGURES = figures.length;

export function drawScene(kind: number, random: Random): Scene {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const angle = between(-0.25, 0.25);
  return {
    kind,
    centre: [between(-0.15, 0.15), between(-0.15, 0.15)],
    radius: between(0.6, 0.85),
    turn: [Math.cos(angle), Math.sin(angle)],
    light: [between(-0.2, 0.2), between(-0.2, 0.2)],
    seed: random.integer(2 ** 31),
  };
}

/** How much of a pixel of width `pixel` around (x, y) the figure covers, from 0 to 1. */
export function coverage(scene: Scene, x: number, y: number, pixel: number): number {
  const dx = (x - scene.centre[0]) / scene.radius;
  const dy = (y - scene.centre[1]) / scene.radius;
  const [cos, sin] = scene.turn;
  const inside = figures[scene.kind]!(cos * dx + sin * dy, cos * dy - sin * dx);
  return Math.min(1, Math.max(0, 0.5 + (inside * scene.radius) / pixel));
}

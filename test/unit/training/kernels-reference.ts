/** The operations once more, as plain loops in double precision: slow, and too simple to be wrong. */

export type Shape = readonly number[];
export type Run = (...inputs: Float64Array[]) => Float64Array;

/** An operation for inputs of given shapes. */
export type Reference = (...shapes: Shape[]) => Run;

export interface Window {
  readonly strides?: readonly [number, number];
  readonly padding?: readonly [readonly [number, number], readonly [number, number]];
  readonly dilation?: readonly [number, number];
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** Offset of an element of a tensor of rank 4. */
const offset = ([, height, width, channels]: Shape, n: number, y: number, x: number, c: number): number =>
  ((n * height! + y) * width! + x) * channels! + c;

/** For each position of the window along one axis, the input index of each tap; -1 in the padding. */
function positions(length: number, taps: number, axis: 0 | 1, window: Window): number[][] {
  const stride = window.strides?.[axis] ?? 1;
  const dilation = window.dilation?.[axis] ?? 1;
  const [before, after] = window.padding?.[axis] ?? [0, 0];
  const result: number[][] = [];
  for (let start = -before; start + (taps - 1) * dilation < length + after; start += stride) {
    const indices = range(taps).map(tap => start + tap * dilation);
    result.push(indices.map(index => (index < 0 || index >= length ? -1 : index)));
  }
  return result;
}

interface Taps {
  readonly outputs: number;
  /** Offsets of an image's element, a filter's element and an output's element, by threes. */
  readonly triples: Int32Array;
}

/** Everything that a convolution multiplies. */
function tapsOf(image: Shape, filter: Shape, groups: number, window: Window): Taps {
  const [kernelHeight, kernelWidth, depth, outChannels] = filter as [number, number, number, number];
  const rows = positions(image[1]!, kernelHeight, 0, window);
  const columns = positions(image[2]!, kernelWidth, 1, window);
  const output = [image[0]!, rows.length, columns.length, outChannels];
  const triples: number[] = [];
  for (const n of range(image[0]!))
    rows.forEach((ys, oy) => {
      columns.forEach((xs, ox) => {
        for (const [ky, y] of ys.entries())
          for (const [kx, x] of xs.entries()) {
            if (y < 0 || x < 0) continue;
            for (const o of range(outChannels))
              for (const d of range(depth)) {
                const c = Math.floor((o * groups) / outChannels) * depth + d;
                triples.push(
                  offset(image, n, y, x, c),
                  offset(filter, ky, kx, d, o),
                  offset(output, n, oy, ox, o),
                );
              }
          }
      });
    });
  return { outputs: sizeOf(output), triples: Int32Array.from(triples) };
}

export const conv2d =
  (window: Window, groups = 1): Reference =>
  (image, filter) => {
    const { outputs, triples } = tapsOf(image!, filter!, groups, window);
    return (x, weights) => {
      const y = new Float64Array(outputs);
      for (let i = 0; i < triples.length; i += 3)
        y[triples[i + 2]!]! += x![triples[i]!]! * weights![triples[i + 1]!]!;
      return y;
    };
  };

export const depthwiseConv2d =
  (window: Window): Reference =>
  (image, filter) => {
    const [height, width, channels, multiplier] = filter as [number, number, number, number];
    return conv2d(window, channels)(image!, [height, width, 1, channels * multiplier]);
  };

/** Spreads each pixel over the positions that the convolution would have gathered; `size` is the result's. */
export const conv2dTranspose =
  (window: Window, size: readonly [number, number], groups = 1): Reference =>
  (image, filter) => {
    const large = [image![0]!, ...size, filter![2]! * groups];
    const { outputs, triples } = tapsOf(large, filter!, groups, window);
    if (outputs !== sizeOf(image!)) throw new Error('the size does not fit');
    return (x, weights) => {
      const y = new Float64Array(sizeOf(large));
      for (let i = 0; i < triples.length; i += 3)
        y[triples[i]!]! += x![triples[i + 2]!]! * weights![triples[i + 1]!]!;
      return y;
    };
  };

/** For each output of a pool, the offsets of the pixels that it sees. */
function pools(image: Shape, size: readonly [number, number], window: Window): number[][] {
  const rows = positions(image[1]!, size[0], 0, window);
  const columns = positions(image[2]!, size[1], 1, window);
  const inside = (indices: number[]) => indices.filter(index => index >= 0);
  return outputsOf([image[0]!, rows.length, columns.length, image[3]!], (n, y, x, c) =>
    inside(rows[y]!).flatMap(row => inside(columns[x]!).map(column => offset(image, n, row, column, c))),
  );
}

/** What `f` says of each element of a tensor of rank 4. */
const outputsOf = <T>(shape: Shape, f: (n: number, y: number, x: number, c: number) => T): T[] =>
  range(shape[0]!).flatMap(n =>
    range(shape[1]!).flatMap(y => range(shape[2]!).flatMap(x => range(shape[3]!).map(c => f(n, y, x, c)))),
  );

export const maxPool =
  (size: readonly [number, number], window: Window): Reference =>
  image => {
    const windows = pools(image!, size, window);
    return x => Float64Array.from(windows, offsets => Math.max(...offsets.map(i => x![i]!)));
  };

type Term = readonly [input: number, weight: number];

/** Each output is a weighted sum of inputs. */
const weightedSums =
  (outputs: readonly (readonly Term[])[]): Run =>
  x =>
    Float64Array.from(outputs, terms => {
      let sum = 0;
      for (const [input, weight] of terms) sum += weight * x![input]!;
      return sum;
    });

export const avgPool =
  (size: readonly [number, number], window: Window, countPadding: boolean): Reference =>
  image =>
    weightedSums(
      pools(image!, size, window).map(offsets =>
        offsets.map((i): Term => [i, 1 / (countPadding ? size[0] * size[1] : offsets.length)]),
      ),
    );

/**
 * (x - mean) / deviation · gamma + beta, with statistics over the elements that `group` gives the same key.
 * @param group of an element at row (all axes but the last together) and channel
 */
export const normalize =
  (epsilon: number, group: (row: number, channel: number) => number): Reference =>
  shape => {
    const channels = shape!.at(-1)!;
    const keys = range(sizeOf(shape!)).map(i => group(Math.floor(i / channels), i % channels));
    const members = new Map(keys.map(key => [key, range(keys.length).filter(i => keys[i] === key)]));
    return (x, gamma, beta) => {
      const y = new Float64Array(x!.length);
      for (const indices of members.values()) {
        const average = (f: (i: number) => number) =>
          indices.reduce((sum, i) => sum + f(i), 0) / indices.length;
        const mean = average(i => x![i]!);
        const variance = average(i => (x![i]! - mean) ** 2);
        for (const i of indices) y[i] = (x![i]! - mean) / Math.sqrt(variance + epsilon);
      }
      return y.map((value, i) => value * (gamma?.[i % channels] ?? 1) + (beta?.[i % channels] ?? 0));
    };
  };

/** Resizes images; `sources` gives the source indices of an index along an axis, with their weights. */
const resize =
  (
    size: readonly [number, number],
    sources: (index: number, from: number, to: number) => readonly Term[],
  ): Reference =>
  image => {
    const [batch, height, width, channels] = image as [number, number, number, number];
    const outputs = outputsOf([batch, ...size, channels], (n, y, x, c) =>
      sources(y, height, size[0]).flatMap(([row, high]) =>
        sources(x, width, size[1]).map(
          ([column, wide]): Term => [offset(image!, n, row, column, c), high * wide],
        ),
      ),
    );
    return weightedSums(outputs);
  };

export const upsampleNearest = (size: readonly [number, number]): Reference =>
  resize(size, (index, from, to) => [[Math.floor((index * from) / to), 1]]);

export const upsampleBilinear = (size: readonly [number, number], alignCorners: boolean): Reference =>
  resize(size, (index, from, to) => {
    const position = alignCorners ? (index * (from - 1)) / (to - 1) : ((index + 0.5) * from) / to - 0.5;
    const low = Math.floor(position);
    const inside = (i: number) => Math.min(Math.max(i, 0), from - 1);
    return [
      [inside(low), 1 - (position - low)],
      [inside(low + 1), position - low],
    ];
  });

/** Takes each pixel and channel of the result from somewhere in the image; a place outside gives zero. */
export const pick =
  (
    [height, width, channels]: readonly [number, number, number],
    source: (y: number, x: number, c: number) => readonly [number, number, number],
  ): Reference =>
  image =>
    weightedSums(
      outputsOf([image![0]!, height, width, channels], (n, y, x, c) => {
        const from = source(y, x, c);
        const isInside = from.every((index, axis) => index >= 0 && index < image![axis + 1]!);
        return isInside ? [[offset(image!, n, ...from), 1]] : [];
      }),
    );

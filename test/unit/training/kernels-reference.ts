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
                triples.push(offset(image, n, y, x, c), offset(filter, ky, kx, d, o), offset(output, n, oy, ox, o));
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
      for (let i = 0; i < triples.length; i += 3) y[triples[i + 2]!]! += x![triples[i]!]! * weights![triples[i + 1]!]!;
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
      for (let i = 0; i < triples.length; i += 3) y[triples[i]!]! += x![triples[i + 2]!]! * weights![triples[i + 1]!]!;
      return y;
    };
  };

/** For each output of a pool, the offsets of the pixels that it sees. */
function pools(image: Shape, size: readonly [number, number], window: Window): number[][] {
  const rows = positions(image[1]!, size[0], 0, window);
  const columns = positions(image[2]!, size[1], 1, window);
  const inside = (indices: number[]) => indices.filter(index => index >= 0);
  return range(image[0]!).flatMap(n =>
    rows.flatMap(ys =>
      columns.flatMap(xs =>
        range(image[3]!).map(c => inside(ys).flatMap(y => inside(xs).map(x => offset(image, n, y, x, c)))),
      ),
    ),
  );
}

export const maxPool =
  (size: readonly [number, number], window: Window): Reference =>
  image => {
    const windows = pools(image!, size, window);
    return x => Float64Array.from(windows, offsets => Math.max(...offsets.map(i => x![i]!)));
  };

export const avgPool =
  (size: readonly [number, number], window: Window, countPadding: boolean): Reference =>
  image => {
    const windows = pools(image!, size, window);
    return x =>
      Float64Array.from(windows, offsets => {
        const sum = offsets.reduce((total, i) => total + x![i]!, 0);
        return sum / (countPadding ? size[0] * size[1] : offsets.length);
      });
  };

/**
 * (x - mean) / deviation · gamma + beta, with statistics over the elements that `group` gives the same key.
 * @param group of an element at row (all axes but the last together) and channel
 */
export const normalize =
  (epsilon: number, group: (row: number, channel: number) => number): Reference =>
  shape => {
    const channels = shape!.at(-1)!;
    const keys = range(sizeOf(shape!)).map(i => group(Math.floor(i / channels), i % channels));
    const members = Map.groupBy(keys.keys(), i => keys[i]!);
    return (x, gamma, beta) => {
      const y = new Float64Array(x!.length);
      for (const indices of members.values()) {
        const average = (f: (i: number) => number) => indices.reduce((sum, i) => sum + f(i), 0) / indices.length;
        const mean = average(i => x![i]!);
        const variance = average(i => (x![i]! - mean) ** 2);
        for (const i of indices) y[i] = (x![i]! - mean) / Math.sqrt(variance + epsilon);
      }
      return y.map((value, i) => value * (gamma?.[i % channels] ?? 1) + (beta?.[i % channels] ?? 0));
    };
  };

/** Resizes images; `sources` gives the weights of the source indices for each index of an axis of the result. */
const resize =
  (size: readonly [number, number], sources: (index: number, from: number, to: number) => [number, number][]): Reference =>
  image =>
  x =>
    Float64Array.from(
      range(image![0]!).flatMap(n =>
        range(size[0]).flatMap(row =>
          range(size[1]).flatMap(column =>
            range(image![3]!).map(c => {
              let sum = 0;
              for (const [y, high] of sources(row, image![1]!, size[0]))
                for (const [z, wide] of sources(column, image![2]!, size[1])) sum += high * wide * x![offset(image!, n, y, z, c)]!;
              return sum;
            }),
          ),
        ),
      ),
    );

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

/** Picks elements of images: the source of each output, or undefined for a zero. */
export const pick =
  (size: readonly [number, number], channels: number, source: (y: number, x: number, c: number) => [number, number, number] | undefined): Reference =>
  image => {
    const offsets = range(image![0]!).flatMap(n =>
      range(size[0]).flatMap(y =>
        range(size[1]).flatMap(x =>
          range(channels).map(c => {
            const from = source(y, x, c);
            const [height, width, depth] = image!.slice(1) as [number, number, number];
            const inside = from && from[0] >= 0 && from[0] < height && from[1] >= 0 && from[1] < width && from[2] >= 0 && from[2] < depth;
            return inside ? offset(image!, n, ...from) : -1;
          }),
        ),
      ),
    );
    return x => Float64Array.from(offsets, i => (i < 0 ? 0 : x![i]!));
  };

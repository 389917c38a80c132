import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * Gets the indices of the pixels that a window sees, row by row, those of the taps that see them, and that of the
 * output's pixel. A pixel has all its channels.
 */
export type WindowVisitor = (pixels: readonly number[], taps: readonly number[], output: number) => void;

/** Visits each place of a convolution's or pool's window that sees a pixel. */
export function forEachWindow(info: backend_util.Conv2DInfo, visit: WindowVisitor): void {
  const { inHeight, inWidth, filterWidth, padInfo } = info;
  const rows = placesOf(
    info.outHeight,
    info.strideHeight,
    padInfo.top,
    info.filterHeight,
    info.dilationHeight,
    inHeight,
  );
  const columns = placesOf(
    info.outWidth,
    info.strideWidth,
    padInfo.left,
    filterWidth,
    info.dilationWidth,
    inWidth,
  );
  let output = 0;
  for (let image = 0; image < info.batchSize; image++) {
    for (const seenRows of rows) {
      for (const seenColumns of columns) {
        const pixels: number[] = [];
        const taps: number[] = [];
        for (const row of seenRows) {
          for (const column of seenColumns) {
            pixels.push((image * inHeight + row.index) * inWidth + column.index);
            taps.push(row.tap * filterWidth + column.tap);
          }
        }
        if (pixels.length > 0) visit(pixels, taps, output);
        output++;
      }
    }
  }
}

interface Seen {
  readonly tap: number;
  readonly index: number;
}

/** For each place of the window along an axis: its taps that are not in the padding, and what they see. */
function placesOf(
  places: number,
  stride: number,
  before: number,
  taps: number,
  dilation: number,
  length: number,
): Seen[][] {
  return Array.from({ length: places }, (_, place) =>
    Array.from({ length: taps }, (_, tap) => ({
      tap,
      index: place * stride - before + tap * dilation,
    })).filter(({ index }) => index >= 0 && index < length),
  );
}

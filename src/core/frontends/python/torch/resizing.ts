import { padBorders } from '../../../dialects/torch.js';
import type { Size } from '../../../graph.js';
import { itemsOf, numberOf, type Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { numbersOf } from '../graph/sizes.js';
import { applyLayer } from './layers.js';

/** Enlarges or shrinks a map, by a factor or to a size. */
export function interpolate(
  vm: Vm,
  x: Tensor,
  size: Value | undefined,
  factor: Value | undefined,
  mode: Value | undefined,
): Value {
  const axes = (x.shape?.length ?? 4) - 2;
  const interpolation = mode === 'bilinear' || mode === 'bicubic' ? mode : 'nearest';
  const wanted = size === null || size === undefined ? undefined : numbersOf(size, axes);
  if (wanted)
    return applyLayer(
      vm,
      'interpolate',
      'resize',
      { size: wanted, interpolation, dataFormat: 'channelsFirst' },
      x,
    );
  const factors = itemsOf(factor)?.map(numberOf) ?? Array<number | undefined>(axes).fill(numberOf(factor));
  if (size === null && factors.every(f => f !== undefined && Number.isInteger(f) && f >= 1))
    return applyLayer(
      vm,
      'interpolate',
      'upsample',
      { factor: factors, interpolation, dataFormat: 'channelsFirst' },
      x,
    );
  const shape = x.shape && [
    ...x.shape.slice(0, 2),
    ...x.shape
      .slice(2)
      .map((s, i) =>
        s === null || factors[i] === undefined || size !== null ? null : Math.floor(s * factors[i]),
      ),
  ];
  return vm.recorder.operation(vm, 'interpolate', [x], shape, 'torch');
}

/** PyTorch's `pad` takes pairs from the last axis on. */
export function pad(vm: Vm, x: Tensor, given: Value | undefined, mode: Value | undefined): Value {
  const pairs = itemsOf(given)?.map(v => numberOf(v));
  if (!pairs || x.shape === null || pairs.some(p => p === undefined))
    return vm.recorder.operation(vm, 'pad', [x], x.shape?.map(() => null) ?? null, 'torch');
  const axes = x.shape.length - 2;
  const spatial = padBorders(pairs.slice(0, 2 * axes), Math.min(axes, pairs.length / 2));
  const layer = mode === 'reflect' ? 'reflectPad' : mode === 'replicate' ? 'replicatePad' : 'zeroPad';
  if (
    spatial &&
    spatial.length === axes &&
    axes > 0 &&
    pairs.length === 2 * axes &&
    spatial.flat().every(n => n >= 0)
  )
    return applyLayer(vm, 'pad', layer, { padding: spatial, dataFormat: 'channelsFirst' }, x);
  if (pairs.length === 6 && x.shape.length === 4 && pairs.slice(0, 4).every(p => p === 0))
    return vm.recorder.emit(
      vm,
      'padChannels',
      { before: pairs[4], after: pairs[5], dataFormat: 'channelsFirst' },
      [x],
      'torch',
    );
  const shape = x.shape.map((s, i) => {
    const at = 2 * (x.shape!.length - 1 - i);
    return s === null ? null : s + (pairs[at] ?? 0) + (pairs[at + 1] ?? 0);
  });
  return vm.recorder.operation(vm, 'pad', [x], shape, 'torch');
}

export function pixelShuffle(vm: Vm, x: Tensor, r: number | undefined): Value {
  const [n, c, h, w] = x.shape ?? [];
  const times = (s: Size | undefined): Size => (s == null || r === undefined ? null : s * r);
  const shape =
    x.shape?.length === 4
      ? [n!, c == null || r === undefined ? null : c / (r * r), times(h), times(w)]
      : null;
  return vm.recorder.operation(vm, 'pixel_shuffle', [x], shape, 'torch');
}

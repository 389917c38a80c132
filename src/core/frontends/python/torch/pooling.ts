import { perAxis, poolParameters } from '../../../dialects/torch.js';
import { fn } from '../core/signature.js';
import { args } from './convolving.js';
import { applyLayer } from './layers.js';
import { plain } from './plain.js';

export const pools = [1, 2, 3].flatMap(axes => [
  fn(
    `max_pool${axes}d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)`,
    (vm, a) =>
      applyLayer(
        vm,
        'max_pool',
        'maxPool',
        { ...poolParameters(args(a), axes), dilation: perAxis(plain(a.dilation), axes) },
        a.input,
      ),
  ),
  fn(
    `avg_pool${axes}d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)`,
    (vm, a) =>
      applyLayer(
        vm,
        'avg_pool',
        'averagePool',
        { ...poolParameters(args(a), axes), countPadding: a.count_include_pad },
        a.input,
      ),
  ),
  fn(`adaptive_avg_pool${axes}d(input, output_size)`, (vm, a) =>
    applyLayer(
      vm,
      'adaptive_avg_pool',
      'adaptiveAveragePool',
      { size: perAxis(plain(a.output_size), axes), dataFormat: 'channelsFirst' },
      a.input,
    ),
  ),
  fn(`adaptive_max_pool${axes}d(input, output_size, return_indices=False)`, (vm, a) =>
    applyLayer(
      vm,
      'adaptive_max_pool',
      'adaptiveMaxPool',
      { size: perAxis(plain(a.output_size), axes), dataFormat: 'channelsFirst' },
      a.input,
    ),
  ),
]);

import { type Class, type Instance, isTensor, numberOf, Tensor, Tuple } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { sizeOf } from '../graph/sizes.js';
import { weight } from './layers.js';
import { type Bound, special, times, weighted } from './weighted.js';

function recurrentWeights(gates: number) {
  return (_: Vm, me: Instance, a: Bound): void => {
    const [input, hidden, layers] = [
      sizeOf(a.input_size),
      sizeOf(a.hidden_size),
      numberOf(a.num_layers) ?? 1,
    ];
    const directions = a.bidirectional === true ? ['', '_reverse'] : [''];
    for (let i = 0; i < Math.min(layers, 64); i++) {
      for (const suffix of directions) {
        const from = i === 0 ? input : times(hidden, directions.length);
        me.attrs.set(`weight_ih_l${i}${suffix}`, weight([times(gates, hidden), from]));
        me.attrs.set(`weight_hh_l${i}${suffix}`, weight([times(gates, hidden), hidden]));
        if (a.bias === false) continue;
        me.attrs.set(`bias_ih_l${i}${suffix}`, weight([times(gates, hidden)]));
        me.attrs.set(`bias_hh_l${i}${suffix}`, weight([times(gates, hidden)]));
      }
    }
  };
}

export const recurrent = (name: string, gates: number): [string, Class] =>
  special(
    `${name}(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False)`,
    recurrentWeights(gates),
    'input, hx=None',
    (vm, me, a) => {
      const x = a.input;
      const directions = me.attrs.get('bidirectional') === true ? 2 : 1;
      const shape =
        isTensor(x) && x.shape
          ? [...x.shape.slice(0, -1), times(sizeOf(me.attrs.get('hidden_size')), directions)]
          : null;
      const hidden = new Tensor(null, 'torch');
      return new Tuple([
        weighted(vm, me, name.toLowerCase(), [x ?? null], shape),
        name === 'LSTM' ? new Tuple([hidden, new Tensor(null, 'torch')]) : hidden,
      ]);
    },
  );

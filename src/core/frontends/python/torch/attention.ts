import type { Instance } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { sizeOf } from '../graph/sizes.js';
import { weight } from './layers.js';
import { type Bound, times } from './weighted.js';

export function attentionWeights(me: Instance, a: Bound): void {
  const embed = sizeOf(a.embed_dim);
  const [key, value] = [a.kdim === null ? embed : sizeOf(a.kdim), a.vdim === null ? embed : sizeOf(a.vdim)];
  if (a.kdim === null && a.vdim === null) me.attrs.set('in_proj_weight', weight([times(3, embed), embed]));
  else {
    me.attrs.set('q_proj_weight', weight([embed, embed]));
    me.attrs.set('k_proj_weight', weight([embed, key]));
    me.attrs.set('v_proj_weight', weight([embed, value]));
  }
  if (a.bias !== false) {
    me.attrs.set('in_proj_bias', weight([times(3, embed)]));
    me.attrs.set('out_proj_bias', weight([embed]));
  }
  me.attrs.set('out_proj_weight', weight([embed, embed]));
}

export function encoderWeights(_: Vm, me: Instance, a: Bound): void {
  attentionWeights(me, { embed_dim: a.d_model ?? null, kdim: null, vdim: null, bias: true });
  const [d, f] = [sizeOf(a.d_model), sizeOf(a.dim_feedforward)];
  for (const [name, shape] of Object.entries({
    linear1: [f, d],
    linear1_bias: [f],
    linear2: [d, f],
    linear2_bias: [d],
    norm1: [d],
    norm1_bias: [d],
    norm2: [d],
    norm2_bias: [d],
  }))
    me.attrs.set(`${name}_weight`, weight(shape));
}

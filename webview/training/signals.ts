import {
  abs,
  add,
  concat,
  dispose,
  keep,
  max,
  min,
  mul,
  stack,
  sum,
  type Tensor,
  tensor1d,
  tidy,
  type Variable,
  variable,
  variableGrads,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Batch } from './feed.js';
import type { Mode } from './layers/layer.js';
import type { Network, Visit } from './network.js';
import type { Head } from './objective.js';
import type { Random } from './random.js';
import { forward } from './step.js';

/** What went through one node in one pass forward and back. Not a number where such a value did. */
export interface Signal {
  /** Smallest and largest value of its output. */
  readonly low: number;
  readonly high: number;
  /** Largest size of the loss's gradient by its output. */
  readonly gradient: number;
}

/** By node, of those that an output depends on; in topological order. */
export type Signals = ReadonlyMap<string, Signal>;

/**
 * One pass with a probe at every node: a zero is added to each output, and the loss's gradient by that zero is what
 * arrives there. It needs some three times the memory of a step, so the batch should be small.
 */
export async function traceSignals(
  network: Network,
  heads: readonly Head[],
  batch: Batch,
  mode: Mode,
  random: () => Random,
): Promise<Signals> {
  const probes = new Map<string, Variable>();
  const ranges = new Map<string, Tensor>();
  const pass = (visit: Visit) => forward(network, heads, batch, mode, random(), visit);
  try {
    tidy(() => {
      pass((node, output) => {
        probes.set(node.id, variable(zerosLike(output)));
        return output;
      });
    });
    const { value, grads } = variableGrads(
      () =>
        pass((node, output) => {
          ranges.set(node.id, keep(rangeOf(output)));
          return add(output, probes.get(node.id)!);
        }),
      [...probes.values()],
    );
    const gradients = new Map(
      [...probes].map(([id, probe]) => [id, grads[probe.name] as Tensor | undefined]),
    );
    const signals = await read(ranges, gradients);
    dispose([value, grads]);
    return signals;
  } finally {
    dispose([...probes.values(), ...ranges.values()]);
  }
}

/** [smallest, largest]. Comparisons may skip what is not a number; 0 times it is none either. */
function rangeOf(x: Tensor): Tensor {
  return tidy(() => {
    const fault = sum(mul(x, 0));
    return stack([add(min(x), fault), add(max(x), fault)]);
  });
}

/** Reads ranges and the sizes of gradients back, all at once. */
async function read(
  ranges: ReadonlyMap<string, Tensor>,
  gradients: ReadonlyMap<string, Tensor | undefined>,
): Promise<Signals> {
  const ids = [...ranges.keys()];
  const all = tidy(() => {
    const sizes = ids.map(id => {
      const gradient = gradients.get(id);
      return gradient ? rangeOf(abs(gradient)) : tensor1d([0, 0]);
    });
    return concat([...ranges.values(), ...sizes]);
  });
  const values = await all.data();
  all.dispose();
  return new Map(
    ids.map((id, i): [string, Signal] => {
      const gradient = values[2 * (ids.length + i) + 1]!;
      return [id, { low: values[2 * i]!, high: values[2 * i + 1]!, gradient }];
    }),
  );
}

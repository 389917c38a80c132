import { type Size, sum, type TypedNode } from '../graph.js';
import type { Analysis, AnalysisOptions, Cell, Values } from './analysis.js';
import { type Device, devices } from './devices.js';
import { figures, formatRough, words } from './format.js';
import { outputBytes } from './memory.js';

/** Layers that move nothing: the same values under another shape. */
const free = new Set(['input', 'variable', 'identity', 'flatten', 'reshape']);

interface Work {
  /** Two operations for each multiply-accumulate. */
  readonly flops: Size;
  /** Read and written once each: inputs, weights, output, in 32-bit numbers. */
  readonly bytes: Size;
}

const times = (size: Size, by: number): Size => (size === null ? null : size * by);

function workOf(node: TypedNode, byId: ReadonlyMap<string, TypedNode>, batch: number): Work {
  if (free.has(node.layer)) return { flops: 0, bytes: 0 };
  const inputs = node.inputs.map(id => {
    const input = byId.get(id);
    return input ? outputBytes(input) : null;
  });
  const moved = times(sum([...inputs, outputBytes(node)]), batch);
  const shared = node.sharedWith === undefined ? undefined : byId.get(node.sharedWith);
  const weights = times((shared ?? node).weights.total, 4);
  return { flops: times(node.macs, 2 * batch), bytes: sum([moved, weights]) };
}

/** Least time in seconds on a device, and what it is bound by. */
function boundOf({ flops, bytes }: Work, device: Device): { seconds: Size; by: string | null } {
  if (flops === null || bytes === null) return { seconds: null, by: null };
  const compute = flops / device.flops;
  const transfer = bytes / device.bandwidth;
  if (bytes === 0) return { seconds: 0, by: null };
  return { seconds: Math.max(compute, transfer), by: compute >= transfer ? 'compute' : 'memory' };
}

function valuesOf(work: Work): Values {
  const { flops, bytes } = work;
  const values: Record<string, Cell> = {
    flops,
    bytes,
    intensity: flops === null || bytes === null || bytes === 0 ? null : flops / bytes,
  };
  for (const device of devices) {
    const { seconds, by } = boundOf(work, device);
    values[`${device.id}Seconds`] = seconds;
    values[`${device.id}Bound`] = by;
  }
  return values;
}

const none = (format: (value: Cell) => string) => (value: Cell) => (value === null ? '–' : format(value));

const microseconds = none(value => formatRough(Number(value) * 1e6));

const columns = [
  figures('intensity', 'FLOP/byte', none(formatRough)),
  ...devices.flatMap(({ id, name }) => [
    figures(`${id}Seconds`, `${name} µs`, microseconds),
    { ...words(`${id}Bound`, 'bound by'), format: none(String) },
  ]),
];

export const roofline: Analysis = {
  id: 'roofline',
  title: 'Roofline',
  doc: 'Arithmetic intensity of each layer (two operations for each multiply-accumulate, over bytes of inputs, weights and output in 32-bit numbers) and the least time on a few devices: it is bound by computing or by memory (Williams, Waterman and Patterson 2009). Other layers count no operations. Real times are longer; fused layers move less.',
  run({ graph }, { batch }: AnalysisOptions) {
    const byId = new Map(graph.nodes.map(node => [node.id, node]));
    const work = graph.nodes.map(node => workOf(node, byId, batch));
    const all = devices.map(device => sum(work.map(one => boundOf(one, device).seconds)));
    return {
      columns,
      rows: graph.nodes.map((node, i) => ({ node: node.id, values: valuesOf(work[i]!) })),
      sections: [
        {
          title: 'Devices (32-bit)',
          columns: [
            words('device', 'device'),
            figures('tflops', 'TFLOP/s', formatRough),
            figures('gigabytes', 'GB/s', formatRough),
            figures('ridge', 'compute-bound from FLOP/byte', formatRough),
            figures('milliseconds', 'least time, ms', formatRough),
            words('source', 'source'),
          ],
          rows: devices.map(({ name, flops, bandwidth, source }, i) => ({
            device: name,
            tflops: flops / 1e12,
            gigabytes: bandwidth / 1e9,
            ridge: flops / bandwidth,
            milliseconds: times(all[i]!, 1000),
            source,
          })),
        },
      ],
      facts: [['batch', String(batch)]],
    };
  },
};

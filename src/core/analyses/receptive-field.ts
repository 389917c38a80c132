import type { TypedGraph } from '../graph.js';

/** Along one spatial axis: how many input pixels an output sees, and how many lie between two neighbours. */
export interface ReceptiveField {
  readonly size: number;
  readonly jump: number;
}

/** Stride and reach of a layer's window along an axis; null where it sees the whole map. */
function windowOf(
  layer: string,
  parameters: Readonly<Record<string, unknown>>,
  axis: number,
): { reach: number; stride: number } | null {
  if (/^(global|adaptive)|^(dense|flatten|reshape|unknown)$/.test(layer)) return null;
  const at = (name: string, fallback: number): number => {
    const value = parameters[name];
    return Array.isArray(value) ? ((value[axis] ?? value[0]) as number) : fallback;
  };
  const kernel = at('kernel', 1);
  const stride = at('stride', /Pool$/.test(layer) ? kernel : 1);
  if (layer === 'transposedConv') return { reach: Math.ceil(kernel / stride), stride: 1 / stride };
  if (layer === 'upsample') return { reach: 1, stride: 1 / at('factor', 1) };
  return { reach: at('dilation', 1) * (kernel - 1) + 1, stride };
}

/**
 * The receptive field of every node along the longest path to it: r_out = r_in + (reach − 1) · j_in, j_out = j_in · stride
 * (Araujo, Norris and Sim 2019, "Computing receptive fields of convolutional neural networks"). A node behind one that
 * sees the whole map has none. `axis` 0 is the height.
 */
export function receptiveFields(graph: TypedGraph, axis = 0): Map<string, ReceptiveField> {
  const fields = new Map<string, ReceptiveField>();
  for (const node of graph.nodes) {
    if (node.layer === 'input') {
      fields.set(node.id, { size: 1, jump: 1 });
      continue;
    }
    const inputs = node.inputs.flatMap(id => fields.get(id) ?? []);
    const window = windowOf(node.layer, node.parameters, axis);
    if (inputs.length === 0 || inputs.length < node.inputs.length || !window) continue;
    const size = Math.max(...inputs.map(input => input.size + (window.reach - 1) * input.jump));
    const jump = Math.max(...inputs.map(input => input.jump)) * window.stride;
    fields.set(node.id, { size, jump });
  }
  return fields;
}

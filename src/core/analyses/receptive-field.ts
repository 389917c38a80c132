import type { Size, TypedGraph, TypedNode } from '../graph.js';
import type { Analysis, Cell, Values } from './analysis.js';
import { figures, formatRough } from './format.js';
import { isChannelsFirst, windowOf } from './window.js';

/** Along one spatial axis, in pixels of the input. */
export interface ReceptiveField {
  /** How many of them an output sees along the longest path; Infinity where one side sees the whole map. */
  readonly size: number;
  /** The same along the shortest path. */
  readonly min: number;
  /** How far the fields of two neighbouring outputs lie apart. */
  readonly jump: number;
  /** Where the centre of the first output's field lies; the centre of the first pixel is at 0.5. */
  readonly start: Size;
}

const pixel: ReceptiveField = { size: 1, min: 1, jump: 1, start: 0.5 };

/** Sees everything, and has no place. */
const whole: ReceptiveField = { size: Infinity, min: Infinity, jump: 1, start: null };

/** What comes of several inputs: the widest and the narrowest. A gate that is the same for the whole map counts for nothing. */
function merged(node: TypedNode, inputs: readonly ReceptiveField[]): ReceptiveField | undefined {
  const local = inputs.filter(input => Number.isFinite(input.min));
  const counted = node.layer === 'multiply' && local.length > 0 ? local : inputs;
  const [first, ...others] = counted;
  if (!first || others.length === 0) return first;
  const placed = local.length > 0 ? local : counted;
  const widest = placed.reduce((a, b) => (b.size > a.size ? b : a));
  return {
    size: Math.max(...counted.map(({ size }) => size)),
    min: Math.min(...counted.map(({ min }) => min)),
    jump: Math.max(...placed.map(({ jump }) => jump)),
    start: widest.start,
  };
}

/**
 * The receptive field of every node: r_out = r_in + (reach − 1) · j_in, j_out = j_in · stride, over the longest path for
 * the size and over the shortest for the minimum (Araujo, Norris and Sim 2019, "Computing receptive fields of
 * convolutional neural networks"); the start as Dumoulin and Visin 2016 count it. A node behind one that sees the whole
 * map, or of which that is not known, has none. `axis` 0 is the height.
 */
export function receptiveFields(graph: TypedGraph, axis = 0): Map<string, ReceptiveField> {
  const fields = new Map<string, ReceptiveField>();
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const channelsFirst = isChannelsFirst(graph);
  for (const node of graph.nodes) {
    const field = node.layer === 'input' ? pixel : fieldOf(node, axis, channelsFirst, byId, fields);
    if (field) fields.set(node.id, field);
  }
  for (const [id, { min }] of fields) if (!Number.isFinite(min)) fields.delete(id);
  return fields;
}

function fieldOf(
  node: TypedNode,
  axis: number,
  channelsFirst: boolean,
  byId: ReadonlyMap<string, TypedNode>,
  fields: ReadonlyMap<string, ReceptiveField>,
): ReceptiveField | undefined {
  const inputs = node.inputs.flatMap(id => fields.get(id) ?? []);
  const window = windowOf(node, axis, byId.get(node.inputs[0] ?? '')?.output, channelsFirst);
  if (window === 'whole') return whole;
  if (window === 'unknown' || inputs.length === 0 || inputs.length < node.inputs.length) return undefined;
  const from = merged(node, inputs);
  if (!from) return undefined;
  const { size, min, jump, start } = from;
  return {
    size: size + (window.reach - 1) * jump,
    min: min + (window.reach - 1) * jump,
    jump: jump * window.stride,
    start: start === null || window.offset === null ? null : start + window.offset * jump,
  };
}

const nothing: Values = { max: null, min: null, jump: null, start: null };

const valuesOf = (field: ReceptiveField | undefined): Values =>
  field
    ? {
        max: Number.isFinite(field.size) ? field.size : null,
        min: field.min,
        jump: field.jump,
        start: field.start,
      }
    : nothing;

/** There is none behind a layer that sees the whole map. */
const orNone = (value: Cell): string => (value === null ? '–' : formatRough(value));

const columns = [
  figures('max', 'maximum', orNone),
  figures('min', 'minimum', orNone),
  figures('jump', 'jump', orNone),
  figures('start', 'start', orNone),
];

const across = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${key}Width`, value]));

export const receptiveField: Analysis = {
  id: 'receptive-field',
  title: 'Receptive field',
  doc: 'Pixels of the input that one output sees, along the longest path (maximum, Araujo et al. 2019) and the shortest one (minimum); jump: how far the fields of neighbouring outputs lie apart; start: the centre of the first one, that of the first pixel being 0.5. None behind a layer that sees the whole map. Along the height; along the width, too, where it differs.',
  run({ graph }) {
    const heights = receptiveFields(graph, 0);
    const widths = receptiveFields(graph, 1);
    const pairs = graph.nodes.map(
      ({ id }) => [id, valuesOf(heights.get(id)), valuesOf(widths.get(id))] as const,
    );
    const differ = pairs.some(([, height, width]) => JSON.stringify(height) !== JSON.stringify(width));
    const isPlane = graph.nodes.some(({ layer, output }) => layer === 'input' && (output?.length ?? 0) > 2);
    const both = differ && isPlane;
    const rows = pairs.map(([node, height, width]) => ({
      node,
      values: both ? { ...height, ...across(width) } : height,
    }));
    const last = rows.findLast(({ values }) => values.max !== null);
    return {
      columns: both
        ? columns.flatMap(c => [
            { ...c, title: `${c.title} ↕` },
            { ...c, key: `${c.key}Width`, title: `${c.title} ↔` },
          ])
        : columns,
      rows,
      sections: [],
      facts: last ? [['last map', `${last.node}: ${formatRough(last.values.max!)} px`]] : [],
    };
  },
};

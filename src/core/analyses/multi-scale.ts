import type { Size, TypedGraph, TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import type { Analysis, Cell } from './analysis.js';
import { words } from './format.js';
import { isChannelsFirst, sizeAlong, windowOf } from './window.js';

/**
 * Pixels of the input between two neighbours of a map: 1 for the input itself, 32 for the last stage of a ResNet;
 * Infinity for what has no place any more; null where it is not known.
 */
export type Stride = Size;

/** The strides that a value has had, in order; a new entry wherever the stride changes. */
type History = readonly Stride[];

/** Longer ones forget how they began: networks that go up and down so often are not looked at in detail. */
const longest = 64;

const extended = (history: History, stride: Stride): History =>
  history.at(-1) === stride ? history : [...history.slice(1 - longest), stride];

/** The side that has been through most speaks for all of them. */
const deepest = (histories: readonly History[]): History =>
  histories.reduce((a, b) => (b.length > a.length ? b : a), []);

function strideAfter(node: TypedNode, stride: Stride, input: TypedNode | undefined, first: boolean): Stride {
  if (stride === null || stride === Infinity) return stride;
  // The shape of values stays as it was while they are laid out anew.
  if (node.layer === 'flatten' || node.layer === 'reshape') return stride;
  const window = windowOf(node, 0, input?.output, first);
  if (window === 'unknown') return null;
  if (window !== 'whole') return stride * window.stride;
  if (!/^adaptive/.test(node.layer)) return Infinity;
  const [before, after] = [input?.output, node.output].map(shape => sizeAlong(shape ?? null, 0, first));
  if (after === 1) return Infinity;
  return before == null || after == null ? null : (stride * before) / after;
}

export interface Fusion {
  readonly merge: string;
  /** The stride of the map that comes out. */
  readonly stride: Stride;
  /** For each input, the stride at which it was before it was brought to this one. */
  readonly from: readonly Stride[];
  /** For each input, the coarsest stride that it has been at since the sides parted. */
  readonly coarsest: readonly Stride[];
}

/** What two histories begin with alike. */
function commonLength(histories: readonly History[]): number {
  const [first = [], ...others] = histories;
  let length = 0;
  while (length < first.length && others.every(other => other[length] === first[length])) length++;
  return length;
}

const coarser = (a: Stride, b: Stride): Stride => (a === null || b === null ? null : Math.max(a, b));

function fusionAt(node: TypedNode, histories: readonly History[], stride: Stride): Fusion | undefined {
  const common = commonLength(histories);
  const since = histories.map(history => history.slice(common));
  if (since.every(part => part.length === 0)) return undefined;
  // Vectors are brought to nothing; what is at the merge's own stride was brought there from the one before.
  const before = (history: History, part: History): Stride =>
    part.length === 0 || stride === Infinity
      ? (history.at(-1) ?? stride)
      : part.at(-1) === stride
        ? (history.at(-2) ?? stride)
        : part.at(-1)!;
  const from = histories.map((history, i) => before(history, since[i]!));
  if (new Set(from).size === 1 && new Set(since.map(String)).size === 1) return undefined;
  return { merge: node.id, stride, from, coarsest: since.map((part, i) => part.reduce(coarser, from[i]!)) };
}

/** The stride of what comes out: at a merge that of the sides with a place; vectors have none. */
function strideAt(
  node: TypedNode,
  histories: readonly History[],
  input: TypedNode | undefined,
  channelsFirst: boolean,
): Stride {
  if (node.inputs.length === 0) return 1;
  if (histories.length > 1 && node.output?.length === 1) return Infinity;
  const strides = histories.map(history => history.at(-1) ?? null);
  const before = strides.find(stride => stride !== Infinity) ?? strides[0] ?? null;
  return strideAfter(node, before, input, channelsFirst);
}

/** A gated map is still that map. */
const historyOf = (node: TypedNode, histories: readonly History[]): History =>
  deepest(node.layer === 'multiply' && histories.some(isPlaced) ? histories.filter(isPlaced) : histories);

const isPlaced = (history: History): boolean => history.at(-1) !== Infinity;

/** Every merge whose inputs come from maps of different strides: feature pyramids, U-Nets, gates, pooled context. */
export function fusionsOf(graph: TypedGraph): Fusion[] {
  const first = isChannelsFirst(graph);
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const histories = new Map<string, History>();
  const fusions: Fusion[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.flatMap(id => {
      const history = histories.get(id);
      return history ? [history] : [];
    });
    const stride = strideAt(node, inputs, byId.get(node.inputs[0] ?? ''), first);
    if (layers[node.layer].category === 'merge' && inputs.length > 1) {
      const fusion = fusionAt(node, inputs, stride);
      if (fusion) fusions.push(fusion);
    }
    histories.set(node.id, extended(historyOf(node, inputs), stride));
  }
  return fusions;
}

/** `1/16`, of the input’s size. */
function formatStride(value: Cell): string {
  if (value === null) return '?';
  if (value === 'whole') return 'whole image';
  const stride = Number(value);
  if (stride < 1) return `×${Number((1 / stride).toPrecision(3))}`;
  return `1/${Number(stride.toPrecision(3))}`;
}

/** Infinity is no number in JSON. */
const cell = (stride: Stride): Cell => (stride === Infinity ? 'whole' : stride);

const list = (key: string, title: string) => ({
  ...words(key, title),
  format: (value: Cell) => (Array.isArray(value) ? value.map(formatStride).join(' + ') : formatStride(value)),
});

export const multiScale: Analysis = {
  id: 'multi-scale',
  title: 'Multi-scale',
  doc: 'Where maps of different resolution are fused: for each such merge the resolution of what comes out, as a part of the input’s, that of each side before it was brought there, and the coarsest that a side has been at since they parted.',
  run({ graph }) {
    const rows = fusionsOf(graph).map(({ merge, stride, from, coarsest }) => ({
      node: merge,
      values: {
        stride: cell(stride),
        from: from.map(cell),
        coarsest: coarsest.map(cell),
      },
    }));
    return {
      columns: [
        list('stride', 'resolution'),
        list('from', 'fused from'),
        list('coarsest', 'coarsest passed'),
      ],
      rows,
      sections: [],
      facts: [['merges of different resolutions', String(rows.length)]],
    };
  },
};

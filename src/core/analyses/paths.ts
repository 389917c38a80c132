import type { TypedGraph } from '../graph.js';
import type { Unit } from '../residual.js';
import type { Analysed, Analysis, Cell, Row, Section } from './analysis.js';
import { figures, formatExact, formatRough, formatShare, words } from './format.js';
import { type Lengths, lengthsOfOne, mixed, shifted } from './lengths.js';

/** The ways from the inputs to one node. */
export interface Ways {
  readonly count: bigint;
  readonly lengths: Lengths;
}

/** The edge by which a node is reached, and whether it comes out of a residual branch. */
interface Edge {
  readonly from: string;
  readonly throughBranch: boolean;
}

/** Merges whose inputs can be pulled apart: f(a + b) is read as one network with a and one with b (Veit et al. 2016). */
const parting = new Set(['add', 'average', 'subtract', 'maximum', 'minimum', 'concat']);

/** A number where it is exact, else its digits. */
const exact = (count: bigint): number | string =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);

/** a / b of numbers that are too large for a division. */
const ratio = (a: bigint, b: bigint): number => (b === 0n ? 0 : Number((a << 60n) / b) / 2 ** 60);

function edgesOf(network: Analysed): Map<string, readonly Edge[]> {
  const { graph, units } = network;
  const unitAt = new Map(units.map(unit => [unit.merge, unit]));
  const known = new Set(graph.nodes.map(node => node.id));
  return new Map(
    graph.nodes.map(node => {
      const unit = unitAt.get(node.id);
      const edges = node.inputs.map((from, i) => ({
        from,
        throughBranch: unit !== undefined && i !== unit.shortcut.input,
      }));
      return [node.id, edges.filter(({ from }) => known.has(from))];
    }),
  );
}

/** All ways to every node. A product, or another function of several inputs, is one way: that of the input with the most. */
function waysTo({ nodes }: TypedGraph, edges: ReadonlyMap<string, readonly Edge[]>) {
  const ways = new Map<string, Ways>();
  const taken = new Map<string, readonly Edge[]>();
  for (const node of nodes) {
    const all = edges.get(node.id)!;
    const most = all.reduce<Edge | undefined>(
      (best, edge) => (best && ways.get(best.from)!.count >= ways.get(edge.from)!.count ? best : edge),
      undefined,
    );
    const chosen = parting.has(node.layer) || !most ? all : [most];
    taken.set(node.id, chosen);
    ways.set(node.id, chosen.length === 0 ? one : gathered(chosen, ways));
  }
  return { ways, taken };
}

const one: Ways = { count: 1n, lengths: lengthsOfOne(1) };

function gathered(edges: readonly Edge[], ways: ReadonlyMap<string, Ways>): Ways {
  const parts = edges.map(({ from, throughBranch }) => {
    const { count, lengths } = ways.get(from)!;
    return { count, lengths: throughBranch ? shifted(lengths) : lengths };
  });
  if (parts.length === 1) return parts[0]!;
  const count = parts.reduce((sum, part) => sum + part.count, 0n);
  return { count, lengths: mixed(parts.map(part => [part.lengths, ratio(part.count, count)])) };
}

/** How many ways lead from every node to an output. */
function waysFrom({ nodes, outputs }: TypedGraph, taken: ReadonlyMap<string, readonly Edge[]>) {
  const counts = new Map<string, bigint>();
  for (const id of outputs) counts.set(id, (counts.get(id) ?? 0n) + 1n);
  for (const node of nodes.toReversed()) {
    const count = counts.get(node.id) ?? 0n;
    if (count > 0n)
      for (const { from } of taken.get(node.id)!) counts.set(from, (counts.get(from) ?? 0n) + count);
  }
  return counts;
}

export interface Paths {
  readonly total: bigint;
  readonly lengths: Lengths;
  /** Those to each output. */
  readonly ends: ReadonlyMap<string, Ways>;
  /** For each residual unit: the paths that pass through its branch. */
  readonly through: ReadonlyMap<Unit, bigint>;
}

/**
 * The unravelled view of a residual network (Veit, Wilber and Belongie 2016, "Residual networks behave like ensembles of
 * relatively shallow networks"): n units in a row are 2ⁿ paths, each of a length of the branches that it passes.
 */
export function pathsOf(network: Analysed): Paths {
  const { graph, units } = network;
  const edges = edgesOf(network);
  const { ways, taken } = waysTo(graph, edges);
  const after = waysFrom(graph, taken);
  const ends = new Map(graph.outputs.flatMap(id => (ways.has(id) ? [[id, ways.get(id)!]] : [])));
  const total = [...ends.values()].reduce((sum, { count }) => sum + count, 0n);
  const lengths =
    ends.size === 0
      ? lengthsOfOne(0)
      : mixed([...ends.values()].map(end => [end.lengths, ratio(end.count, total)]));
  const through = new Map(
    units.map(unit => {
      const passing = taken.get(unit.merge)!.filter(edge => edge.throughBranch);
      const before = passing.reduce((sum, { from }) => sum + ways.get(from)!.count, 0n);
      return [unit, before * (after.get(unit.merge) ?? 0n)];
    }),
  );
  return { total, lengths, ends, through };
}

/** A row for each unit, and one for each output with the paths that arrive there. */
function rowsOf({ total, through, ends }: Paths): Row[] {
  const units = [...through].map(([unit, passing]) => ({
    node: unit.merge,
    values: {
      role: unit.kind,
      paths: exact(passing),
      share: ratio(passing, total),
      left: exact(total - passing),
    },
  }));
  const outputs = [...ends].map(([node, { count, lengths }]) => ({
    node,
    values: {
      role: 'output',
      paths: exact(count),
      share: ratio(count, total),
      left: exact(total - count),
      minLength: lengths.min,
      maxLength: lengths.max,
      meanLength: lengths.mean,
      lengths: lengths.shares.map((share, i) => [lengths.from + i, share]),
    },
  }));
  return [...units, ...outputs];
}

/** `1.27 × 10³⁰`, of more digits than anyone reads. */
function formatCount(value: Cell): string {
  const digits = String(value ?? '?');
  if (digits.length <= 15) return formatExact(value);
  return `${digits[0]}.${digits.slice(1, 3)}e${digits.length - 1}`;
}

function lengthSection({ lengths }: Paths): Section {
  const rows = lengths.shares.flatMap((share, i) =>
    share >= 0.0005 ? [{ length: lengths.from + i, share }] : [],
  );
  return {
    title: 'Paths by length (residual branches passed)',
    columns: [figures('length', 'length'), figures('share', 'share', formatShare)],
    rows,
  };
}

export const paths: Analysis = {
  id: 'paths',
  title: 'Paths',
  doc: 'The unravelled view (Veit et al. 2016): each residual unit can be passed through its branch or past it, so that n units are 2ⁿ paths. For each unit: the paths through its branch, and those that are left when it is deleted. A length counts residual branches.',
  run(network) {
    const found = pathsOf(network);
    const { mean, min, max } = found.lengths;
    return {
      columns: [
        words('role', 'shortcut'),
        figures('paths', 'paths through it', formatCount),
        figures('share', 'share', formatShare),
        figures('left', 'left without it', formatCount),
      ],
      rows: rowsOf(found),
      sections: found.lengths.max > 0 ? [lengthSection(found)] : [],
      facts: [
        ['paths', formatCount(exact(found.total))],
        ['residual units', String(network.units.length)],
        ['length', `${min} to ${max}, ${formatRough(mean)} on average`],
      ],
    };
  },
};

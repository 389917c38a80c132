import { receptiveFields } from '../analyses/receptive-field.js';
import type { Model } from '../analyze.js';
import { formatShape, type Size, type TypedGraph, type TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import type { Value } from '../layers/parameters.js';
import { commutative, structuralHash } from '../structure/hashes.js';
import { redundant, structuralParameters } from '../structure/signature.js';
import { networkTotals } from '../totals.js';
import { Matching } from './match.js';

/** `changed`: itself, or what it is given; `affected`: only its shape or figures, by what others have become. */
export type Status = 'added' | 'removed' | 'changed' | 'affected';

/** What a layer is on one side. */
export interface Version {
  readonly node: TypedNode;
  /** Along the longest path; null where it sees the whole map, or that is not known. */
  readonly receptiveField: Size;
}

export interface Change {
  /** A parameter; or `kind`, `inputs`, `frozen`. */
  readonly name: string;
  readonly from: Value;
  readonly to: Value;
}

export interface DiffRow {
  readonly status: Status;
  readonly from: Version | undefined;
  readonly to: Version | undefined;
  readonly changes: readonly Change[];
}

export interface NetworkFigures {
  readonly hash: string | null;
  readonly layers: number;
  readonly units: number;
  readonly parameters: Size;
  readonly macs: Size;
  /** Of the last map, along the longest path. */
  readonly receptiveField: Size;
}

export interface Diff {
  readonly from: NetworkFigures;
  readonly to: NetworkFigures;
  /** Whether both are the same network, whatever the names. */
  readonly isSame: boolean;
  /** In the order of the second network; what was removed stands where it was. */
  readonly rows: readonly DiffRow[];
}

type Network = Pick<Model, 'graph' | 'units' | 'program'>;

/** What has become of one network in another. */
export function diffNetworks(a: Network, b: Network): Diff {
  const from = new Viewed(a);
  const to = new Viewed(b);
  const matching = new Matching(a.graph, b.graph);
  const rows: DiffRow[] = [];
  let done = 0;
  const removedUntil = (end: number): void => {
    for (; done < end; done++)
      if (matching.toB[done]! < 0)
        rows.push({ status: 'removed', from: from.version(done), to: undefined, changes: [] });
  };
  b.graph.nodes.forEach((_, j) => {
    const i = matching.toA[j]!;
    if (i >= 0) removedUntil(i);
    const row = i < 0 ? undefined : pairRow(from, to, i, j, matching);
    if (i < 0) rows.push({ status: 'added', from: undefined, to: to.version(j), changes: [] });
    else if (row) rows.push(row);
  });
  removedUntil(a.graph.nodes.length);
  const [one, two] = [from.figures(), to.figures()];
  return { from: one, to: two, isSame: one.hash === two.hash, rows };
}

/** One network with what is looked up of it. */
class Viewed {
  readonly index: ReadonlyMap<string, number>;
  private readonly fields;

  constructor(private readonly network: Network) {
    this.index = new Map(network.graph.nodes.map((node, i) => [node.id, i]));
    this.fields = receptiveFields(network.graph);
  }

  get graph(): TypedGraph {
    return this.network.graph;
  }

  node(i: number): TypedNode {
    return this.graph.nodes[i]!;
  }

  version(i: number): Version {
    const node = this.node(i);
    const size = this.fields.get(node.id)?.size ?? null;
    return { node, receptiveField: size === Infinity ? null : size };
  }

  /** The parameters that count, by name. */
  counted(i: number): ReadonlyMap<string, Value> {
    const node = this.node(i);
    const input = this.index.get(node.inputs[0] ?? '');
    return new Map(structuralParameters(node, input === undefined ? undefined : this.node(input).output));
  }

  figures(): NetworkFigures {
    const { graph, units } = this.network;
    const { parameters, macs } = networkTotals(this.network);
    const last = [...this.fields.values()].findLast(({ size }) => Number.isFinite(size));
    return {
      hash: structuralHash(graph),
      layers: graph.nodes.filter(({ layer }) => layer !== 'input').length,
      units: units.length,
      parameters,
      macs,
      receptiveField: last?.size ?? null,
    };
  }
}

function pairRow(a: Viewed, b: Viewed, i: number, j: number, matching: Matching): DiffRow | undefined {
  const changes = [...ownChanges(a, b, i, j), ...inputChanges(a, b, i, j, matching)];
  const [from, to] = [a.version(i), b.version(j)];
  if (changes.length > 0) return { status: 'changed', from, to, changes };
  return looksTheSame(from.node, to.node) ? undefined : { status: 'affected', from, to, changes };
}

const looksTheSame = (a: TypedNode, b: TypedNode): boolean =>
  formatShape(a.output) === formatShape(b.output) && a.weights.total === b.weights.total && a.macs === b.macs;

const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function ownChanges(a: Viewed, b: Viewed, i: number, j: number): Change[] {
  const [from, to] = [a.node(i), b.node(j)];
  if (from.layer !== to.layer) return [{ name: 'kind', from: from.layer, to: to.layer }];
  const [counted, countedTo] = [a.counted(i), b.counted(j)];
  const changes = Object.keys(layers[from.layer].parameters).flatMap((name): Change[] => {
    const [old, now] = [from.parameters[name], to.parameters[name]];
    const passes = !counted.has(name) && !countedTo.has(name);
    // Two words for the same thing are no change; nor is one word that means something else at another size.
    if (redundant.has(name) || sameValue(old, now)) return [];
    if (!passes && sameValue(counted.get(name), countedTo.get(name))) return [];
    return [{ name, from: old ?? null, to: now ?? null }];
  });
  if (from.frozen !== to.frozen) changes.push({ name: 'frozen', from: !!from.frozen, to: !!to.frozen });
  return changes;
}

/** Inputs that come from other layers than before; a layer put between, or taken out, is no change of its neighbour. */
function inputChanges(a: Viewed, b: Viewed, i: number, j: number, matching: Matching): Change[] {
  const [from, to] = [a.node(i).inputs, b.node(j).inputs];
  const partners = from.map(id => matching.toB[a.index.get(id) ?? -1] ?? -1);
  const given = to.map(id => b.index.get(id) ?? -1);
  const lost = partners.filter(partner => partner >= 0 && !given.includes(partner));
  const gained = given.filter(input => input >= 0 && matching.toA[input]! >= 0 && !partners.includes(input));
  const isOther =
    from.length !== to.length ||
    (lost.length > 0 && gained.length > 0) ||
    (!commutative.has(b.node(j).layer) && isSwapped(partners, given));
  return isOther ? [{ name: 'inputs', from, to }] : [];
}

/** The same inputs in another order. */
const isSwapped = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every(input => b.includes(input)) && a.some((input, i) => input !== b[i]);

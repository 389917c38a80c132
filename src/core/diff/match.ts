import { nodeName, type TypedGraph, type TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import { type NodeHashes, nodeHashes } from '../structure/hashes.js';
import { align, inOrder, type Score } from './align.js';

/** One of the two networks, with what its layers are compared by. */
interface Side {
  readonly nodes: readonly TypedNode[];
  readonly hashes: ReadonlyMap<string, NodeHashes>;
  /** By block, what it is one of. */
  readonly types: ReadonlyMap<string, string>;
}

const sideOf = (graph: TypedGraph): Side => ({
  nodes: graph.nodes,
  hashes: nodeHashes(graph),
  types: new Map(graph.blocks.map(({ id, type, kind }) => [id, type ?? kind])),
});

/**
 * Which layer of one network is which of another. First those that are computed in the same way from the inputs, then those
 * from which the outputs are computed in the same way; between them the rest is aligned in order, by kind, parameters,
 * names and shapes.
 */
export class Matching {
  /** Indices into the nodes of `b`, by index into those of `a`, and the other way round; -1 where there is none. */
  readonly toB: Int32Array;
  readonly toA: Int32Array;
  private readonly a: Side;
  private readonly b: Side;

  constructor(a: TypedGraph, b: TypedGraph) {
    this.a = sideOf(a);
    this.b = sideOf(b);
    this.toB = new Int32Array(a.nodes.length).fill(-1);
    this.toA = new Int32Array(b.nodes.length).fill(-1);
    for (const which of ['before', 'after'] as const) {
      this.pairEqual(which);
      this.keepWholeBlocks();
    }
    for (const [from, to] of this.gaps()) this.alignGap(from, to);
    this.pairNamesakes();
  }

  private pair(i: number, j: number): void {
    this.toB[i] = j;
    this.toA[j] = i;
  }

  /** Pairs layers with equal hashes: those of the same name first, then in order. */
  private pairEqual(which: 'before' | 'after'): void {
    const free = new Map<string, number[]>();
    this.b.nodes.forEach(({ id }, j) => {
      if (this.toA[j]! >= 0) return;
      const hash = this.b.hashes.get(id)![which];
      const list = free.get(hash);
      if (list) list.push(j);
      else free.set(hash, [j]);
    });
    for (const byName of [true, false]) {
      this.a.nodes.forEach(({ id }, i) => {
        if (this.toB[i]! >= 0) return;
        const list = free.get(this.a.hashes.get(id)![which]);
        const at = byName ? (list?.findIndex(j => this.b.nodes[j]!.id === id) ?? -1) : list?.length ? 0 : -1;
        if (at >= 0) this.pair(i, list!.splice(at, 1)[0]!);
      });
    }
  }

  /**
   * In a row of equal blocks the end of one and the start of the next look like a block, too. Only blocks that are found
   * whole are taken for found; the layers of others are aligned with what is left.
   */
  private keepWholeBlocks(): void {
    const [wholeA, wholeB] = [wholeBlocks(this.a.nodes, this.toB), wholeBlocks(this.b.nodes, this.toA)];
    const partners = new Map<string, string>();
    const isOne = (block: string, other: string): boolean => {
      if (block === '') return true;
      const known = partners.get(block) ?? other;
      partners.set(block, known);
      return known === other;
    };
    const torn = new Set<string>();
    this.a.nodes.forEach(({ block }, i) => {
      const other = this.b.nodes[this.toB[i]!]?.block;
      if (other !== undefined && !(wholeA(block) && wholeB(other) && isOne(block, other))) torn.add(block);
    });
    this.a.nodes.forEach(({ block }, i) => {
      const j = this.toB[i]!;
      const isTorn = block === '' ? j >= 0 && !wholeB(this.b.nodes[j]!.block) : torn.has(block);
      if (j < 0 || !isTorn) return;
      this.toB[i] = -1;
      this.toA[j] = -1;
    });
  }

  /** What is left between two neighbouring pairs, on both sides. */
  private gaps(): (readonly [number[], number[]])[] {
    const pairs = [...this.toB].flatMap((j, i) => (j >= 0 ? [[i, j] as const] : []));
    const anchors = [...inOrder(pairs), [this.toB.length, this.toA.length] as const];
    let [i, j] = [0, 0];
    return anchors.map(([nextI, nextJ]) => {
      const gap = [free(this.toB, i, nextI), free(this.toA, j, nextJ)] as const;
      [i, j] = [nextI + 1, nextJ + 1];
      return gap;
    });
  }

  private alignGap(from: readonly number[], to: readonly number[]): void {
    const pairs = align(from.length, to.length, this.scoreOf(from, to));
    for (const [x, y] of pairs ?? []) this.pair(from[x]!, to[y]!);
  }

  private scoreOf(from: readonly number[], to: readonly number[]): Score {
    const codes = new Codes();
    const a = from.map(i => codes.of(this.a, this.a.nodes[i]!));
    const b = to.map(j => codes.of(this.b, this.b.nodes[j]!));
    return (x, y) => similarity(a[x]!, b[y]!);
  }

  /** What has kept name and kind is the same although it has moved, or is too far off to be aligned. */
  private pairNamesakes(): void {
    const left = new Map(free(this.toA, 0, this.toA.length).map(j => [this.b.nodes[j]!.id, j]));
    for (const i of free(this.toB, 0, this.toB.length)) {
      const node = this.a.nodes[i]!;
      const j = left.get(node.id);
      if (j !== undefined && this.b.nodes[j]!.layer === node.layer) this.pair(i, j);
    }
  }
}

/** Whether all layers right in a block have partners. */
function wholeBlocks(nodes: readonly TypedNode[], partners: Int32Array): (block: string) => boolean {
  const open = new Set(nodes.flatMap(({ block }, i) => (partners[i]! < 0 && block !== '' ? [block] : [])));
  return block => !open.has(block);
}

const free = (partners: Int32Array, start: number, end: number): number[] => {
  const found: number[] = [];
  for (let i = start; i < end; i++) if (partners[i]! < 0) found.push(i);
  return found;
};

/** What layers are compared by, as small numbers: equal ones are equal. */
interface Coded {
  readonly layer: number;
  readonly category: number;
  readonly own: number;
  readonly id: number;
  readonly name: number;
  readonly type: number;
  readonly shape: number;
}

class Codes {
  private readonly known = new Map<string, number>();

  of(side: Side, node: TypedNode): Coded {
    return {
      layer: this.code(node.layer),
      category: this.code(layers[node.layer].category),
      own: this.code(side.hashes.get(node.id)!.own),
      id: this.code(node.id),
      name: this.code(nodeName(node)),
      type: this.code(side.types.get(node.block) ?? ''),
      shape: this.code(String(node.output)),
    };
  }

  private code(text: string): number {
    const code = this.known.get(text) ?? this.known.size;
    this.known.set(text, code);
    return code;
  }
}

/** Layers of one kind are the same layer, changed; of one category the one may stand for the other, as ReLU for GELU. */
function similarity(a: Coded, b: Coded): number {
  if (a.layer !== b.layer) return a.category === b.category && a.type === b.type ? 2 : 0;
  return (
    6 +
    (a.own === b.own ? 5 : 0) +
    (a.id === b.id ? 3 : 0) +
    (a.name === b.name ? 1 : 0) +
    (a.type === b.type ? 2 : 0) +
    (a.shape === b.shape ? 2 : 0)
  );
}

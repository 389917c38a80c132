import type { Block, TypedGraph } from '../graph.js';
import type { DiffRow, Status } from './diff.js';

/**
 * Rows that are shown as one: whole blocks that came or went, one after the other; what one line of the text has changed in
 * all blocks that it makes; or what follows within one part of the network.
 */
export interface Fold {
  readonly status: Status;
  /** None for layers by themselves. */
  readonly blocks: readonly Block[];
  readonly rows: readonly DiffRow[];
}

/** The blocks around a layer, from the outside in, without the network itself. */
function chainOf(id: string, blocks: ReadonlyMap<string, Block>): Block[] {
  const chain: Block[] = [];
  for (let block = blocks.get(id); block && block.parent !== null; block = blocks.get(block.parent))
    chain.push(block);
  return chain.reverse();
}

class Blocks {
  private readonly blocks: ReadonlyMap<string, Block>;
  private readonly sizes = new Map<string, number>();

  constructor(graph: TypedGraph) {
    this.blocks = new Map(graph.blocks.map(block => [block.id, block]));
    for (const node of graph.nodes) for (const { id } of this.around(node.block)) count(this.sizes, id);
  }

  around(id: string): Block[] {
    return chainOf(id, this.blocks);
  }

  /** The outermost blocks around some layers that hold no others. */
  wholes(rows: readonly DiffRow[]): (row: DiffRow) => Block | undefined {
    const counts = new Map<string, number>();
    for (const row of rows) for (const { id } of this.around(placeOf(row))) count(counts, id);
    return row =>
      this.around(placeOf(row)).find(
        ({ id }) => this.sizes.get(id)! > 1 && counts.get(id) === this.sizes.get(id),
      );
  }
}

const count = (counts: Map<string, number>, id: string): unknown => counts.set(id, (counts.get(id) ?? 0) + 1);

const placeOf = ({ from, to }: DiffRow): string => (to ?? from)!.node.block;

/** What a line of the text does to the layers that it makes in one part of the network. */
function changeKey({ from, to, changes }: DiffRow, part: Block | undefined): string {
  const places = [from, to].map(version => version && [version.node.at.file, version.node.at.start]);
  return JSON.stringify([part?.id, places, changes]);
}

/** Folds the rows of a comparison, each fold where its first row stands. */
export function foldRows(rows: readonly DiffRow[], from: TypedGraph, to: TypedGraph): Fold[] {
  const [before, after] = [new Blocks(from), new Blocks(to)];
  const wholes = {
    added: after.wholes(rows.filter(({ status }) => status === 'added')),
    removed: before.wholes(rows.filter(({ status }) => status === 'removed')),
  };
  const folds = new Map<unknown, { status: Status; blocks: Block[]; rows: DiffRow[] }>();
  for (const row of rows) {
    const { status } = row;
    const part = after.around(placeOf(row))[0];
    const block = status === 'changed' ? undefined : status === 'affected' ? part : wholes[status](row);
    const key = status === 'changed' ? changeKey(row, part) : block ? `${status} ${block.id}` : row;
    const fold = folds.get(key);
    if (fold) fold.rows.push(row);
    else folds.set(key, { status, blocks: block ? [block] : [], rows: [row] });
  }
  return joined([...folds.values()]);
}

/** Blocks of one kind that came or went beside each other are one fold. */
function joined(folds: readonly Fold[]): Fold[] {
  const result: Fold[] = [];
  for (const fold of folds) {
    const last = result.at(-1);
    if (last && isSibling(last, fold))
      result[result.length - 1] = {
        ...last,
        blocks: [...last.blocks, ...fold.blocks],
        rows: [...last.rows, ...fold.rows],
      };
    else result.push(fold);
  }
  return result;
}

function isSibling(a: Fold, b: Fold): boolean {
  const [one, other] = [a.blocks[0], b.blocks[0]];
  if (!one || !other || a.status !== b.status || a.status === 'affected') return false;
  return one.parent === other.parent && one.type !== undefined && one.type === other.type;
}

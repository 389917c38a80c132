import type { Model } from '../core/analyze.js';
import { type Block, formatShape, type TypedNode } from '../core/graph.js';
import type { Unit } from '../core/residual.js';
import type { Place } from '../core/source.js';
import { memo } from './flow.js';
import { groupBy } from './group-by.js';
import type { Lines } from './positions.js';
import type { Analysis } from './tracked.js';

/** What one place of the text has become in the network, once for each time that it is run. */
export interface Use {
  /** A layer; a stage, block or other part with layers inside; or the `shortcut:` of a block. */
  readonly kind: 'layer' | 'part' | 'shortcut';
  readonly at: Place;
  readonly nodes: readonly TypedNode[];
  /** Of a part: each time that it is run. */
  readonly blocks: readonly Block[];
}

/** One of the times that a place of the text is run. */
export interface Run {
  readonly name: string;
  readonly result: string;
}

/** The places of one model, and what they have become. */
export class Uses {
  private readonly model: Model;
  private readonly inBlock = new Map<string, TypedNode[]>();
  private readonly blocks: ReadonlyMap<string, Block>;
  private readonly units: ReadonlyMap<string, Unit>;
  /** In the order of the text. */
  readonly all: readonly Use[];
  /** Networks of libraries that stand in no block, by their place. */
  private readonly fromLibrary: ReadonlyMap<string, Use>;
  /** The calls that made the objects which are applied elsewhere: `self.conv = nn.Conv2d(…)`. */
  private readonly makers: readonly Use[];

  constructor({ model, lines }: Analysis) {
    this.model = model;
    this.blocks = new Map(model.graph.blocks.map(block => [block.id, block]));
    this.units = new Map(model.units.map(unit => [unit.merge, unit]));
    for (const node of model.graph.nodes) this.addToBlocks(node);
    const isProgram = model.format === 'python';
    this.fromLibrary = new Map(this.libraryUses().map(use => [keyOf(use.at), use]));
    const layers = isProgram ? this.appliedLayers() : this.layerUses(lines.text);
    const uses = [...layers, ...this.partUses()];
    this.all = uses.sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
    this.makers = isProgram ? madeUses(model.graph.nodes) : [];
  }

  /** What stands at an offset, from the inside out. */
  at(offset: number): Use[] {
    const size = ({ at }: Use): number => at.end - at.start;
    return [...this.all, ...this.makers]
      .filter(({ at }) => at.start <= offset && offset <= at.end)
      .sort((a, b) => size(a) - size(b));
  }

  /** What begins on the line of an offset. */
  onLine(lines: Lines, offset: number): Use | undefined {
    const line = lines.line(offset);
    return this.all.find(({ at }) => lines.line(at.start) === line);
  }

  nodesIn(block: Block): readonly TypedNode[] {
    return this.inBlock.get(block.id) ?? [];
  }

  /** The name and the outcome of each run: a shape, or the kind of a shortcut. */
  runs(use: Use): Run[] {
    if (use.kind === 'part')
      return use.blocks.map(block => ({ name: block.id, result: this.shapeAfter(block) }));
    if (use.kind === 'layer')
      return use.nodes.map(node => ({ name: node.block || node.id, result: formatShape(node.output) }));
    return use.nodes.flatMap(node => {
      const kind = this.units.get(node.id)?.kind;
      return kind ? [{ name: node.block, result: kind }] : [];
    });
  }

  shapeAfter(block: Block): string {
    return formatShape(this.nodesIn(block).at(-1)?.output ?? null);
  }

  /** Each time that a block definition is run. */
  runsOf(definition: string): { readonly block: Block; readonly nodes: readonly TypedNode[] }[] {
    return this.model.graph.blocks
      .filter(block => block.type === definition && block.kind === 'block')
      .map(block => ({ block, nodes: this.nodesIn(block) }));
  }

  /** The residual units whose merge is one of these nodes. */
  unitsOf(nodes: readonly TypedNode[]): Unit[] {
    return nodes.flatMap(node => this.units.get(node.id) ?? []);
  }

  private addToBlocks(node: TypedNode): void {
    for (let block = this.blocks.get(node.block); block; block = this.parent(block)) {
      const nodes = this.inBlock.get(block.id);
      if (nodes) nodes.push(node);
      else this.inBlock.set(block.id, [node]);
    }
  }

  private parent({ parent }: Block): Block | undefined {
    return parent === null ? undefined : this.blocks.get(parent);
  }

  private layerUses(text: string): Use[] {
    return groupByPlace(this.model.graph.nodes).flatMap(nodes => {
      const { at } = nodes[0]!;
      const word = this.model.format === 'native' && implied.exec(text.slice(at.start, at.start + 10))?.[1];
      if (word === 'residual') return [];
      return [{ kind: word === 'shortcut' ? 'shortcut' : 'layer', at, nodes, blocks: [] }];
    });
  }

  /**
   * What the call of a container runs stands at that call, too: there, the container speaks for it, and its layers
   * stand where they were made.
   */
  private appliedLayers(): Use[] {
    const isInside = ({ block, at }: TypedNode): boolean => {
      const around = this.blocks.get(block);
      return around !== undefined && around.parent !== null && samePlace(around.at, at);
    };
    const [inside, applied] = split(this.model.graph.nodes, isInside);
    const own = applied.filter(({ at }) => !this.fromLibrary.has(keyOf(at)));
    const layers = groupByPlace(own).map(nodes => layerUse(nodes[0]!.at, nodes));
    return [...layers, ...this.fromLibrary.values(), ...madeUses(inside)];
  }

  /** `base = ResNet50()` makes all of a network: the line speaks of what comes out of it. */
  private libraryUses(): Use[] {
    const { nodes, blocks } = this.model.graph;
    const loose = nodes.filter(({ library, block }) => library && !this.parent(this.blocks.get(block)!));
    return groupByPlace(loose).map(([first]) => {
      const { at } = first!;
      const isHere = (node: TypedNode): boolean => node.layer === 'input' || samePlace(node.at, at);
      const whole = blocks.filter(b => b.parent === null && this.nodesIn(b).every(isHere));
      if (whole.length > 0)
        return { kind: 'part', at, nodes: whole.flatMap(b => this.nodesIn(b)), blocks: whole };
      return layerUse(at, endsOf(nodes.filter(node => node.library && samePlace(node.at, at))));
    });
  }

  /** A stage's blocks stand where it does, and are left out. */
  private partUses(): Use[] {
    const isOutermost = (block: Block): boolean => {
      const around = this.parent(block);
      return (
        around !== undefined && !samePlace(around.at, block.at) && !this.fromLibrary.has(keyOf(block.at))
      );
    };
    const groups = groupByPlace(this.model.graph.blocks.filter(isOutermost));
    return groups.map(blocks => {
      const nodes = blocks.flatMap(block => this.nodesIn(block));
      return { kind: 'part', at: blocks[0]!.at, nodes, blocks };
    });
  }
}

/** A block's merge and what leads to it stand under `shortcut:`; where that is not said, under `residual:`. */
const implied = /^"?(shortcut|residual)\b/;

const layerUse = (at: Place, nodes: readonly TypedNode[]): Use => ({ kind: 'layer', at, nodes, blocks: [] });

const madeUses = (nodes: readonly TypedNode[]): Use[] =>
  groupByPlace(nodes.flatMap(node => (node.made ? [{ at: node.made.at, node }] : []))).map(group =>
    layerUse(group[0]!.at, spokenOf(group.map(({ node }) => node))),
  );

/** Of what a library's call made, the last. */
const spokenOf = (nodes: readonly TypedNode[]): readonly TypedNode[] =>
  nodes.every(node => node.library) ? nodes.slice(-1) : nodes;

/** The nodes of which no other one here takes the output. */
function endsOf(nodes: readonly TypedNode[]): TypedNode[] {
  const taken = new Set(nodes.flatMap(node => node.inputs));
  return nodes.filter(({ id }) => !taken.has(id));
}

const split = <T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] => [
  items.filter(test),
  items.filter(item => !test(item)),
];

const keyOf = ({ start, end }: Place): string => `${start} ${end}`;

export const samePlace = (a: Place, b: Place): boolean =>
  a.start === b.start && a.end === b.end && a.file === b.file;

const groupByPlace = <T extends { readonly at: Place }>(items: readonly T[]): T[][] => {
  const own = items.filter(({ at }) => at.file === undefined);
  return [...groupBy(own, ({ at }) => keyOf(at)).values()];
};

/** The uses of an analysis, found when they are first asked for. */
export const usesOf = memo(analysis => new Uses(analysis));

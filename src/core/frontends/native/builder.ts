import { type Finding, finding } from '../../finding.js';
import type { Block, BlockKind, Node, Shape } from '../../graph.js';
import { type LayerName, layers } from '../../layers/index.js';
import { defaultsOf, type Value } from '../../layers/parameters.js';
import { remember } from '../../memo.js';
import { outputOf } from '../../shapes.js';
import type { Place } from '../../source.js';
import type { Scope } from './expressions.js';
import type { Item } from './syntax.js';
import { nearest } from './words.js';

/** What `rewrite` must know of a node's text. */
export interface NodeSource {
  /** The layer's parameters as written, if any. */
  readonly value?: Item;
  /** Where each value was first written: behind a `$name`, the use of the block. */
  readonly origins: Readonly<Record<string, Place>>;
  /** For a merge: what is written for each of its inputs. */
  readonly sides?: readonly (Side | undefined)[];
  /** For a block's merge: the block definition's map. */
  readonly definition?: Item;
  /** The `$names` in sight. */
  readonly scope?: Scope;
}

/** How one input of a merge is written: a policy word, a list of layers, the name of another layer, or not at all. */
export interface Side {
  readonly kind: 'policy' | 'list' | 'reference' | 'absent';
  /** What is written; for an absent one, the map that would hold it. */
  readonly item: Item;
}

/** Ids that are visible to `from` and `with`: those of the same list of layers, then those around it. */
export class Names {
  readonly ids = new Map<string, string>();
  constructor(readonly around?: Names) {}

  find(name: string): string | undefined {
    return this.ids.get(name) ?? this.around?.find(name);
  }

  all(): string[] {
    return [...this.ids.keys(), ...(this.around?.all() ?? [])];
  }
}

interface Draft extends Omit<Node, 'inputs'> {
  inputs: string[];
}

interface Pending {
  readonly node: Draft;
  readonly input: number;
  readonly name: string;
  readonly at: Place;
  readonly names: Names;
}

/** Networks above this size are not expanded further. */
const mostNodes = 50_000;

/** Collects nodes and blocks, and knows every output shape so far: `shortcut: auto` chooses by it. */
export class Builder {
  readonly nodes: Draft[] = [];
  readonly blocks: Block[] = [];
  readonly findings: Finding[] = [];
  /** Of the nodes that the file spells out: what it does not, no edit can change. */
  readonly sources = new Map<string, NodeSource>();
  /** Where author-given names are used, by the place of the name. */
  readonly references: { readonly name: string; readonly at: Place; readonly target: string }[] = [];
  private readonly shapes = new Map<string, Shape>();
  private readonly taken = new Set<string>();
  private readonly counts = new Map<string, number>();
  private readonly pending: Pending[] = [];
  private steps = 0;
  private overflow = false;

  report(found: Finding): void {
    this.findings.push(found);
  }

  shapeOf(id: string): Shape {
    return this.shapes.get(id) ?? null;
  }

  /** Whether there is room for one step more; says so once where there is not. Blocks count too, for they can be empty. */
  hasRoom(at: Place): boolean {
    if (this.nodes.length < mostNodes && ++this.steps < 4 * mostNodes) return true;
    if (!this.overflow) {
      this.overflow = true;
      this.report(
        finding(
          'too-large',
          'error',
          `more than ${mostNodes.toLocaleString('en')} layers: the rest is left out`,
          at,
        ),
      );
    }
    return false;
  }

  /** A fresh id in a block: `conv1`, `conv2`. */
  freshId(block: string, word: string): string {
    const key = `${block}\n${word}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    const id = join(block, `${word}${count}`);
    return this.isTaken(id) ? this.freshId(block, word) : id;
  }

  isTaken(id: string): boolean {
    return this.taken.has(id);
  }

  addBlock(id: string, parent: string | null, kind: BlockKind, name: string, at: Place, type?: string): void {
    this.taken.add(id);
    this.blocks.push({ id, parent, kind, name, type, at });
  }

  addNode(node: Node, source?: NodeSource): string {
    this.taken.add(node.id);
    const { id, layer, name, parameters, inputs, block, at, places } = node;
    this.nodes.push({ id, layer, name, parameters, inputs: [...inputs], block, at, places });
    if (source) this.sources.set(node.id, source);
    this.shapes.set(
      node.id,
      outputOf(
        node,
        node.inputs.map(id => this.shapeOf(id)),
      ),
    );
    return node.id;
  }

  /** A layer that the file does not spell out, such as a projection's convolution. */
  addImplied(
    layer: LayerName,
    block: string,
    word: string,
    at: Place,
    inputs: readonly string[],
    parameters: Record<string, Value>,
  ): string {
    const values = { ...layerDefaults(layer), ...parameters };
    return this.addNode({ id: join(block, word), layer, parameters: values, inputs, block, at });
  }

  /** Takes the output of a named layer as an input; a name that comes later is resolved at the end. */
  refer(nodeId: string, input: number, name: string, at: Place, names: Names): void {
    const node = this.nodes.findLast(draft => draft.id === nodeId);
    if (node) this.pending.push({ node, input, name, at, names });
  }

  /** Resolves what was left open; an unknown name is a finding, and that input is left out. */
  resolve(): void {
    for (const { node, input, name, at, names } of this.pending) {
      const target = names.find(name);
      if (target !== undefined) {
        node.inputs[input] = target;
        this.references.push({ name, at, target });
        continue;
      }
      const near = nearest(name, names.all());
      this.report(
        finding(
          'undefined-name',
          'error',
          `no layer has the id \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`,
          at,
          {
            nodes: [node.id],
            proposals: ranked(near, names.all()).map(known => ({
              title: `Change to \`${known}\``,
              change: { kind: 'edit', edits: [{ span: at, text: known }] },
            })),
          },
        ),
      );
    }
    for (const { node } of this.pending) node.inputs = node.inputs.filter(id => id !== '');
  }
}

const mostNames = 8;

/** The name that was surely meant, then the last ones before: of them, those are offered that fit. */
const ranked = (near: string | undefined, names: readonly string[]): string[] =>
  [...new Set([...(near === undefined ? [] : [near]), ...names.toReversed()])].slice(0, mostNames);

export const join = (block: string, word: string): string => (block === '' ? word : `${block}.${word}`);

const defaults = new Map<LayerName, Readonly<Record<string, Value>>>();

/** The defaults of a layer's parameters, computed once. */
export function layerDefaults(layer: LayerName): Readonly<Record<string, Value>> {
  return remember(defaults, layer, () => defaultsOf(layers[layer].parameters));
}

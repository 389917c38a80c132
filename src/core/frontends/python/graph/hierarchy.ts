import type { Block, Made, Node } from '../../../graph.js';
import type { Place } from '../../../source.js';
import { Instance, isTensor } from '../core/values.js';
import type { Context, Draft } from './recorder.js';

export interface Built {
  readonly nodes: readonly Node[];
  readonly blocks: readonly Block[];
  readonly outputs: readonly string[];
  /** Drafts that became nodes. */
  readonly ids: ReadonlyMap<number, string>;
}

interface Branch {
  readonly id: string;
  readonly taken: Map<string, number>;
  readonly children: Map<string, Branch>;
}

/** The drafts that lead to the outputs, as nodes and blocks with names. */
export function build(
  drafts: readonly Draft[],
  outputs: readonly number[],
  name: string,
  at: Place,
  textAt: (place: Place) => string,
): Built {
  const wanted = reachable(drafts, outputs);
  const shown = shownContexts(wanted.map(i => drafts[i]!));
  const naming = new Naming(name, at, shown);
  const ids = new Map<number, string>();
  for (const i of wanted) ids.set(i, naming.idOf(drafts[i]!));
  const owners = new Map<object, string>();
  const nodes = wanted.map((i): Node => {
    const { layer, parameters, inputs, at: place, calls, owner, context, library } = drafts[i]!;
    const id = ids.get(i)!;
    const sharedWith = owner && owners.get(owner);
    if (owner && sharedWith === undefined) owners.set(owner, id);
    return {
      id,
      layer,
      ...named(drafts[i]!, id),
      parameters,
      inputs: inputs.map(input => ids.get(input)!),
      block: naming.blockOf(context).id,
      at: place,
      ...(calls.length > 0 ? { calls } : {}),
      ...madeElsewhere(owner, place, textAt),
      ...(sharedWith === undefined ? {} : { sharedWith }),
      ...(isFrozen(owner) ? { frozen: true } : {}),
      ...(library ? { library } : {}),
    };
  });
  const last = [...new Set(outputs.flatMap(i => ids.get(i) ?? []))];
  return { nodes, blocks: naming.blocks, outputs: last, ids };
}

/** The author's word: a layer's name, or the attribute that holds it. `downsample.0` says more than `0`. */
function named({ name, path }: Draft, id: string): { name?: string } {
  const word = name ?? path?.at(-1);
  const [before, last] = id.split('.').slice(-2);
  if (last !== undefined && /^\d+$/.test(last)) return { name: `${before}.${last}` };
  if (word !== undefined && !/^\d+$/.test(word)) return { name: word };
  return path && path.length > 1 ? { name: path.slice(-2).join('.') } : {};
}

/** `layer.trainable = False` in Keras; in PyTorch all weights are told that they want no gradient. */
function isFrozen(owner: object | undefined): boolean {
  if (!(owner instanceof Instance)) return false;
  if (owner.attrs.get('trainable') === false) return true;
  const weights = [...owner.attrs.values()].flatMap(value =>
    isTensor(value) ? (value.parameter ?? []) : [],
  );
  return weights.length > 0 && weights.every(({ trainable }) => !trainable);
}

/** Where the object was made that a node applies, unless that is where it is applied. */
function madeElsewhere(
  owner: object | undefined,
  { start, end, file }: Place,
  textAt: (place: Place) => string,
): { made?: Made } {
  const made = owner instanceof Instance ? owner.made : undefined;
  if (!made || made.at.end <= made.at.start) return {};
  const isInside = made.at.file === file && made.at.start >= start && made.at.end <= end;
  return isInside ? {} : { made: { at: made.at, calls: made.calls, text: textAt(made.at) } };
}

function reachable(drafts: readonly Draft[], outputs: readonly number[]): number[] {
  const seen = new Set<number>();
  const open = [...outputs];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const draft = drafts[next];
    if (seen.has(next) || !draft) continue;
    seen.add(next);
    for (const input of draft.inputs) open.push(input);
  }
  return [...seen].sort((a, b) => a - b);
}

/** A block of one node, or of all of them, says nothing. */
function shownContexts(drafts: readonly Draft[]): ReadonlySet<Context> {
  const counts = new Map<Context, number>();
  let all = 0;
  for (const { context, layer } of drafts) {
    if (layer === 'input') continue;
    all++;
    for (let c: Context | undefined = context; c; c = c.parent) counts.set(c, (counts.get(c) ?? 0) + 1);
  }
  return new Set([...counts].filter(([c, n]) => c.parent && n >= 2 && (n < all || c.module)).map(([c]) => c));
}

/** Gives every context a block, and every node a name in it. */
class Naming {
  readonly blocks: Block[] = [];
  private readonly root: Branch = { id: '', taken: new Map(), children: new Map() };
  private readonly byContext = new Map<Context, Branch>();

  constructor(
    name: string,
    at: Place,
    private readonly shown: ReadonlySet<Context>,
  ) {
    this.blocks.push({ id: '', parent: null, kind: 'network', name, at });
  }

  blockOf(context: Context): Branch {
    const known = this.byContext.get(context);
    if (known) return known;
    const branch = this.makeBlock(context);
    this.byContext.set(context, branch);
    return branch;
  }

  private makeBlock(context: Context): Branch {
    if (!context.parent) return this.root;
    let branch = this.blockOf(context.parent);
    // The root module is the network.
    if (!this.shown.has(context) || (branch === this.root && context.module && context.path.length === 0))
      return branch;
    for (const segment of context.path.slice(0, -1)) branch = this.stage(branch, segment, context.at);
    const last = context.path.at(-1)!;
    return this.open(branch, this.fresh(branch, last), context, last);
  }

  private stage(around: Branch, segment: string, at: Place): Branch {
    const known = around.children.get(segment);
    if (known) return known;
    const id = this.fresh(around, segment);
    this.blocks.push({ id, parent: around.id, kind: 'stage', name: title(id), at });
    const branch: Branch = { id, taken: new Map(), children: new Map() };
    around.children.set(segment, branch);
    return branch;
  }

  private open(around: Branch, id: string, { type, at }: Context, segment: string): Branch {
    this.blocks.push({
      id,
      parent: around.id,
      kind: 'block',
      name: title(id),
      at,
      ...(type === undefined ? {} : { type }),
    });
    const branch: Branch = { id, taken: new Map(), children: new Map() };
    if (!around.children.has(segment)) around.children.set(segment, branch);
    return branch;
  }

  idOf(draft: Draft): string {
    let branch = this.blockOf(draft.context);
    const path = draft.path ?? [draft.name === undefined ? word(draft) : draft.name.replace(/[^\w-]+/g, '_')];
    for (const segment of path.slice(0, -1)) branch = branch.children.get(segment) ?? branch;
    return this.fresh(branch, path.at(-1) ?? word(draft));
  }

  /** A name that is not taken there: `conv`, `conv_2`. */
  private fresh(around: Branch, name: string): string {
    for (;;) {
      const count = (around.taken.get(name) ?? 0) + 1;
      around.taken.set(name, count);
      const candidate = count === 1 ? name : `${name}_${count}`;
      if (count === 1 || !around.taken.has(candidate)) {
        if (count > 1) around.taken.set(candidate, 1);
        return around.id === '' ? candidate : `${around.id}.${candidate}`;
      }
    }
  }
}

const title = (id: string): string => {
  const [before, last] = id.split('.').slice(-2);
  return last !== undefined && /^\d+$/.test(last) ? `${before}.${last}` : id.slice(id.lastIndexOf('.') + 1);
};

const word = ({ layer, parameters }: Draft): string =>
  layer === 'operation' ? String(parameters.function ?? layer) : layer;

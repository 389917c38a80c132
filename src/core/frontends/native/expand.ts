import { finding } from '../../finding.js';
import { type LayerName, layers } from '../../layers/index.js';
import type { Place } from '../../source.js';
import { type Builder, join, Names, type Side } from './builder.js';
import { type BlockDefinition, isNull, unknownWord } from './definitions.js';
import type { Binding, Scope } from './expressions.js';
import { type LayerReading, readLayer } from './layer-item.js';
import { addShortcut, readPolicy } from './shortcut.js';
import { type Entry, entryOf, type Item } from './syntax.js';
import { evaluateItem } from './values.js';
import { nearest } from './words.js';

/** Where a list of layers stands: its block, the `$names` and ids in sight, and the blocks being expanded around it. */
interface Context {
  readonly block: string;
  readonly scope: Scope;
  readonly names: Names;
  readonly around: readonly string[];
}

/** One item of a list of layers: its word, and what stands under it. */
interface Step {
  readonly word: string;
  readonly wordAt: Place;
  readonly at: Place;
  readonly value?: Item;
  readonly entries: readonly Entry[];
}

const structureWords = ['stage', 'repeat', 'parallel'] as const;
const mergeWords = new Set<string>(['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concat']);

/** Words that never name a layer of a native file. */
const hiddenLayers = new Set<string>(['input', 'unknown']);

export const layerNames = (): LayerName[] =>
  (Object.keys(layers) as LayerName[]).filter(name => !hiddenLayers.has(name));

const isMerge = (layer: LayerName): boolean => mergeWords.has(layer);

/** Turns lists of layers into nodes. Every method that adds takes the id of the node before, and answers the one after. */
export class Expander {
  /** Definitions that are used, and their parameters that are: the rest is reported as unused. */
  readonly usedBlocks = new Set<string>();
  readonly usages: { readonly name: string; readonly at: Place }[] = [];

  constructor(
    private readonly builder: Builder,
    private readonly definitions: ReadonlyMap<string, BlockDefinition>,
  ) {}

  /** A whole list of layers. */
  list(item: Item | undefined, before: string, context: Context, what: string): string {
    if (item === undefined || isNull(item)) return before;
    if (item.kind !== 'list') {
      this.error('wrong-value', `\`${what}\` must be a list of layers`, item.at);
      return before;
    }
    return item.items.reduce((last, child) => this.item(child, last, context), before);
  }

  private item(item: Item, before: string, context: Context): string {
    const step = this.stepOf(item);
    if (!step || !this.builder.hasRoom(item.at)) return before;
    const from = step.entries.find(entry => entry.key === 'from');
    const start = from && !isMergeWord(step.word) ? this.namedStart(from, before, context) : before;
    if (step.word === 'stage') return this.stage(step, start, context);
    if (step.word === 'repeat') return this.repeat(step, start, context);
    if (step.word === 'parallel') return this.parallel(step, start, context);
    const definition = this.definitions.get(step.word);
    if (definition) return this.blockUse(step, definition, start, context);
    return this.layer(step, start, context);
  }

  private stepOf(item: Item): Step | undefined {
    if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '') {
      return { word: item.value, wordAt: item.at, at: item.at, entries: [] };
    }
    if (item.kind !== 'map' || item.entries.length === 0) {
      if (!isNull(item)) this.error('wrong-value', 'a layer is expected here: a name, or `name: {parameters}`', item.at);
      return undefined;
    }
    const [first, ...others] = item.entries;
    for (const { key, keyAt } of others) {
      this.error('unknown-parameter', `\`${key}\` stands beside \`${first!.key}\`, not inside it: indent it, or start a new item`, keyAt);
    }
    const { key: word, keyAt: wordAt, value } = first!;
    if (value.kind !== 'map' && !isNull(value)) {
      this.error('wrong-value', `\`${word}\` takes parameters by name: \`${word}: {…}\``, value.at);
    }
    return { word, wordAt, at: first!.at, value, entries: value.kind === 'map' ? value.entries : [] };
  }

  // ── layers ────────────────────────────────────────────────────────────────

  private layer(step: Step, before: string, context: Context): string {
    const layer = this.layerNamed(step);
    if (!layer) return this.unknownLayer(step, before, context);
    const reserved = isMerge(layer) ? ['id', 'from', 'with'] : ['id', 'from'];
    const reading = readLayer(layer, step.wordAt, step.entries, reserved, context.scope, this.builder);
    if (reading.incomplete) return this.unknownLayer(step, before, context);
    if (isMerge(layer)) return this.merge(step, layer, reading, before, context);
    const id = this.name(step, layer, context);
    const { parameters, places, origins } = reading;
    const name = this.givenName(step);
    return this.builder.addNode(
      { id, layer, name, parameters, inputs: [before], block: context.block, at: step.at, places },
      { value: step.value, origins },
    );
  }

  /** The layer of a word; a misspelt one is reported, and read as what it must have meant. */
  private layerNamed({ word, wordAt }: Step): LayerName | undefined {
    if (Object.hasOwn(layers, word) && !hiddenLayers.has(word)) return word as LayerName;
    const names = layerNames();
    const known = [...names, ...this.definitions.keys(), ...structureWords];
    this.builder.report(unknownWord('unknown-layer', 'a layer or a block', word, wordAt, known, '; its output is unknown'));
    const near = nearest(word, known);
    return names.find(name => name === near);
  }

  private unknownLayer(step: Step, before: string, context: Context): string {
    const id = this.name(step, 'unknown', context);
    const parameters = { class: step.word };
    return this.builder.addNode({ id, layer: 'unknown', name: step.word, parameters, inputs: [before], block: context.block, at: step.at });
  }

  /** `add: {with: early}` merges with the layer before; `add: {from: [a, b]}` takes just those. */
  private merge(step: Step, layer: LayerName, reading: LayerReading, before: string, context: Context): string {
    const from = step.entries.find(entry => entry.key === 'from');
    const others = step.entries.find(entry => entry.key === 'with');
    if (!from && !others) this.error('missing-parameter', `\`${step.word}\` needs \`with:\`, the id of the layer to merge with`, step.wordAt);
    const written = [...itemsOf(from), ...itemsOf(others)];
    const sides: (Side | undefined)[] = from ? [] : [undefined];
    const inputs = from ? [] : [before];
    const id = this.name(step, layer, context);
    const references: { input: number; name: string; at: Place }[] = [];
    for (const item of written) {
      const side = this.mergeSide(item, before, context);
      if (side === undefined) continue;
      sides.push({ kind: item.kind === 'map' ? 'list' : 'reference', item });
      if ('name' in side) references.push({ ...side, input: inputs.length });
      inputs.push('node' in side ? side.node : context.names.find(side.name) ?? '');
    }
    this.builder.addNode(
      { id, layer, name: this.givenName(step), parameters: reading.parameters, inputs, block: context.block, at: step.at, places: reading.places },
      { value: step.value, origins: reading.origins, sides },
    );
    for (const { input, name, at } of references) this.builder.refer(id, input, name, at, context.names);
    return id;
  }

  /** One of the things to merge with: an id, or `{from: id, layers: […]}`, a shortcut spelled out. */
  private mergeSide(item: Item, before: string, context: Context): { name: string; at: Place } | { node: string } | undefined {
    if (item.kind === 'scalar' && typeof item.value === 'string') return { name: item.value, at: item.at };
    if (item.kind !== 'map') {
      this.error('wrong-value', '`with` must be an id, a list of ids, or {from: id, layers: […]}', item.at);
      return undefined;
    }
    for (const { key, keyAt } of item.entries) {
      if (key !== 'from' && key !== 'layers') this.builder.report(unknownWord('unknown-parameter', 'a word of `with`', key, keyAt, ['from', 'layers']));
    }
    const from = entryOf(item, 'from');
    const start = from ? this.namedStart(from, before, context) : before;
    return { node: this.list(entryOf(item, 'layers')?.value, start, { ...context, names: new Names(context.names) }, 'layers') };
  }

  // ── structure ─────────────────────────────────────────────────────────────

  private stage(step: Step, before: string, context: Context): string {
    const blockEntry = step.entries.find(entry => entry.key === 'block');
    const name = blockEntry?.value.kind === 'scalar' ? blockEntry.value.value : undefined;
    if (typeof name !== 'string') {
      this.error('missing-parameter', '`stage` needs `block`, the name of a block', step.wordAt);
      return before;
    }
    const definition = this.definitions.get(name);
    if (!definition) {
      this.builder.report(unknownWord('undefined-name', 'a block of this file', name, blockEntry!.value.at, [...this.definitions.keys()]));
      return before;
    }
    this.usages.push({ name, at: blockEntry!.value.at });
    const times = this.times(step, 'repeat', context);
    const id = this.name(step, 'stage', context);
    this.builder.addBlock(id, context.block, 'stage', lastSegment(id), step.at, `${times} × ${name}`);
    const first = this.bindings(step, definition, ['block', 'repeat', 'id', 'from'], context);
    const later = this.withoutStride(first);
    let last = before;
    for (let i = 0; i < times && this.builder.hasRoom(step.at); i++) {
      const inner = { ...context, block: id };
      last = this.instance(definition, `${id}.${i}`, `${lastSegment(id)}.${i}`, step.at, i === 0 ? first : later, last, inner);
    }
    return this.publish(step, last, context);
  }

  /** A stage's stride goes to its first block only. */
  private withoutStride(bindings: Scope): Scope {
    const stride = bindings.get('stride');
    return stride ? new Map([...bindings, ['stride', { ...stride, value: 1 }]]) : bindings;
  }

  private blockUse(step: Step, definition: BlockDefinition, before: string, context: Context): string {
    this.usages.push({ name: step.word, at: step.wordAt });
    const bindings = this.bindings(step, definition, ['id', 'from'], context);
    const id = this.name(step, 'block', context);
    const last = this.instance(definition, id, lastSegment(id), step.at, bindings, before, context);
    return this.publish(step, last, context);
  }

  /** The values of a block's parameters at one use of it. */
  private bindings(step: Step, definition: BlockDefinition, reserved: readonly string[], context: Context): Scope {
    const bindings = new Map<string, Binding>();
    for (const [name, entry] of definition.parameters) {
      const value = evaluateItem(entry.value, new Map(), this.builder)?.value ?? null;
      bindings.set(name, { value, at: entry.value.at });
    }
    for (const { key, keyAt, value } of step.entries) {
      if (reserved.includes(key)) continue;
      if (!definition.parameters.has(key)) {
        const known = [...definition.parameters.keys(), ...reserved];
        this.builder.report(unknownWord('unknown-parameter', `a parameter of the block \`${definition.name}\``, key, keyAt, known));
        continue;
      }
      const evaluated = evaluateItem(value, context.scope, this.builder);
      if (evaluated) bindings.set(key, { value: evaluated.value, at: evaluated.origin });
    }
    for (const [name, binding] of bindings) {
      if (binding.value !== null) continue;
      bindings.delete(name);
      this.error('missing-parameter', `the block \`${definition.name}\` needs \`${name}\``, step.wordAt);
    }
    return bindings;
  }

  private instance(definition: BlockDefinition, id: string, name: string, at: Place, scope: Scope, before: string, context: Context): string {
    if (context.around.includes(definition.name)) {
      this.error('cycle', `the block \`${definition.name}\` contains itself`, at);
      return before;
    }
    this.usedBlocks.add(definition.name);
    this.builder.addBlock(id, context.block, 'block', name, at, definition.name);
    const inner: Context = { block: id, scope, names: new Names(context.names), around: [...context.around, definition.name] };
    if (!definition.residual) return this.list(definition.layers?.value, before, inner, 'layers');
    const branch = this.list(definition.residual.value, before, inner, 'residual');
    const merged = this.mergeShortcut(definition, branch, before, inner);
    return this.list(definition.after?.value, merged, inner, 'after');
  }

  /** x_{l+1} = h(x_l) + F(x_l) */
  private mergeShortcut(definition: BlockDefinition, branch: string, input: string, context: Context): string {
    const entry = definition.shortcut;
    const spelled = entry?.value.kind === 'list';
    const policy = spelled ? 'identity' : readPolicy(entry, this.builder);
    if (policy === 'none') return branch;
    const at = entry?.at ?? definition.residual?.keyAt ?? definition.nameAt;
    const { block, scope } = context;
    const shortcut = spelled
      ? this.list(entry.value, input, { ...context, names: new Names(context.names) }, 'shortcut')
      : addShortcut({ policy, block, at, input, branch, scope }, this.builder);
    const layer = this.mergeWord(definition.merge, 'add', context);
    const parameters = readLayer(layer, at, [], [], scope, this.builder).parameters;
    const side: Side | undefined = entry && { kind: spelled ? 'list' : 'policy', item: entry.value };
    return this.builder.addNode(
      { id: join(block, layer), layer, parameters, inputs: [branch, shortcut], block, at, places: entry ? { shortcut: entry.value.at } : {} },
      { origins: {}, sides: [undefined, side], definition: definition.item },
    );
  }

  private repeat(step: Step, before: string, context: Context): string {
    const times = this.times(step, 'times', context);
    this.checkWords(step, ['times', 'layers', 'id', 'from']);
    const list = step.entries.find(entry => entry.key === 'layers');
    if (!list) this.error('missing-parameter', '`repeat` needs `layers`', step.wordAt);
    const id = this.name(step, 'repeat', context);
    this.builder.addBlock(id, context.block, 'repeat', lastSegment(id), step.at, `${times} ×`);
    let last = before;
    for (let i = 0; i < times && this.builder.hasRoom(step.at); i++) {
      const block = `${id}.${i}`;
      this.builder.addBlock(block, id, 'block', `${lastSegment(id)}.${i}`, step.at);
      last = this.list(list?.value, last, { ...context, block, names: new Names(context.names) }, 'layers');
    }
    return this.publish(step, last, context);
  }

  private parallel(step: Step, before: string, context: Context): string {
    this.checkWords(step, ['merge', 'branches', 'id', 'from']);
    const branches = step.entries.find(entry => entry.key === 'branches');
    if (branches?.value.kind !== 'list') {
      this.error('missing-parameter', '`parallel` needs `branches`, a list of lists of layers', branches?.keyAt ?? step.wordAt);
      return before;
    }
    const id = this.name(step, 'parallel', context);
    this.builder.addBlock(id, context.block, 'parallel', lastSegment(id), step.at);
    const ends = branches.value.items.map((branch, i) => {
      const block = `${id}.${i}`;
      if (branch.kind === 'list' && branch.items.length > 0) this.builder.addBlock(block, id, 'branch', `${lastSegment(id)}.${i}`, branch.at);
      return this.list(branch, before, { ...context, block, names: new Names(context.names) }, 'branches');
    });
    const merge = step.entries.find(entry => entry.key === 'merge');
    const layer = this.mergeWord(merge, 'concat', context);
    const parameters = readLayer(layer, step.wordAt, [], [], context.scope, this.builder).parameters;
    const sides = branches.value.items.map((item): Side => ({ kind: 'list', item }));
    const last = this.builder.addNode(
      { id: join(id, layer), layer, parameters, inputs: ends, block: id, at: merge?.at ?? step.at },
      { origins: {}, sides },
    );
    return this.publish(step, last, context);
  }

  // ── words and names ───────────────────────────────────────────────────────

  private mergeWord(entry: Entry | undefined, fallback: LayerName, context: Context): LayerName {
    if (!entry) return fallback;
    const word = evaluateItem(entry.value, context.scope, this.builder)?.value;
    if (typeof word === 'string' && mergeWords.has(word)) return word as LayerName;
    this.builder.report(unknownWord('wrong-value', 'a way to merge', String(word), entry.value.at, [...mergeWords]));
    return fallback;
  }

  private times(step: Step, key: string, context: Context): number {
    const entry = step.entries.find(e => e.key === key);
    const value = entry && evaluateItem(entry.value, context.scope, this.builder)?.value;
    if (value === undefined && !(entry || key === 'times')) return 1;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
    const what = `\`${key}\` must be a whole number, at least 1`;
    if (entry) this.error('wrong-value', what, entry.value.at.end > entry.value.at.start ? entry.value.at : entry.keyAt);
    else this.error('missing-parameter', `\`${step.word}\` needs \`${key}\``, step.wordAt);
    return 1;
  }

  private checkWords(step: Step, known: readonly string[]): void {
    for (const { key, keyAt } of step.entries) {
      if (!known.includes(key)) this.builder.report(unknownWord('unknown-parameter', `a word of \`${step.word}\``, key, keyAt, known));
    }
  }

  /** `from: name` instead of the layer before. */
  private namedStart(from: Entry, before: string, context: Context): string {
    const name = from.value.kind === 'scalar' ? from.value.value : undefined;
    if (typeof name !== 'string') {
      this.error('wrong-value', '`from` must be the id of a layer', from.value.at.end > from.value.at.start ? from.value.at : from.keyAt);
      return before;
    }
    // A pass-through node carries the name, so that one given further down can still be resolved.
    const target = context.names.find(name);
    if (target !== undefined) {
      this.builder.references.push({ name, at: from.value.at, target });
      return target;
    }
    const id = this.builder.freshId(context.block, 'from');
    this.builder.addNode({ id, layer: 'identity', parameters: {}, inputs: [''], block: context.block, at: from.at });
    this.builder.refer(id, 0, name, from.value.at, context.names);
    return id;
  }

  /** The node's id; an `id:` of the author's is entered among the names. */
  private name(step: Step, word: string, context: Context): string {
    const given = this.givenName(step);
    if (given === undefined) return this.builder.freshId(context.block, word);
    const at = step.entries.find(entry => entry.key === 'id')!.value.at;
    const id = join(context.block, given);
    if (context.names.ids.has(given) || this.builder.isTaken(id)) {
      this.error('duplicate-name', `the id \`${given}\` is taken`, at);
      return this.builder.freshId(context.block, word);
    }
    context.names.ids.set(given, id);
    return id;
  }

  private givenName(step: Step): string | undefined {
    const entry = step.entries.find(e => e.key === 'id');
    if (!entry) return undefined;
    const value = entry.value.kind === 'scalar' ? entry.value.value : undefined;
    if (typeof value === 'string' && /^[A-Za-z_][\w-]*$/.test(value)) return value;
    this.error('wrong-value', '`id` must be a word of letters, digits, - and _', entry.value.at.end > entry.value.at.start ? entry.value.at : entry.keyAt);
    return undefined;
  }

  /** The id of a stage, block, repeat or parallel stands for its output. */
  private publish(step: Step, output: string, context: Context): string {
    const given = step.entries.find(e => e.key === 'id')?.value;
    if (given?.kind === 'scalar' && typeof given.value === 'string' && context.names.ids.has(given.value)) {
      context.names.ids.set(given.value, output);
    }
    return output;
  }

  private error(code: string, message: string, at: Place): void {
    this.builder.report(finding(code, 'error', message, at));
  }
}

const isMergeWord = (word: string): boolean => mergeWords.has(word);
const lastSegment = (id: string): string => id.slice(id.lastIndexOf('.') + 1);
const itemsOf = (entry: Entry | undefined): readonly Item[] =>
  entry === undefined ? [] : entry.value.kind === 'list' ? entry.value.items : [entry.value];

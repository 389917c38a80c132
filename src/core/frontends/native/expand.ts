import { type Code, finding } from '../../finding.js';
import { isLayerName, type LayerName, layerNames } from '../../layers/index.js';
import { remember } from '../../memo.js';
import type { Place } from '../../source.js';
import { type Builder, join } from './builder.js';
import { type BlockDefinition, isNull, unknownWord } from './definitions.js';
import type { Scope } from './expressions.js';
import { type LayerReading, readLayer } from './layer-item.js';
import { addMerge, isMerge } from './merges.js';
import { type Context, entryIn, givenName, placeOf, readStep, type Step } from './step.js';
import { addBlock, addParallel, addRepeat, addStage } from './structure.js';
import type { Entry, Item } from './syntax.js';
import { nearest } from './words.js';

const structures: Readonly<Record<string, typeof addStage>> = {
  stage: addStage,
  repeat: addRepeat,
  parallel: addParallel,
};

/** The words for layers; an input has a place of its own in the file, and some layers only other formats have. */
export const layerWords: readonly LayerName[] = layerNames.filter(
  name => !['input', 'operation', 'variable', 'unknown'].includes(name),
);

/** A block used by its name, and the keys under which the use sets the block's parameters. */
export interface Usage {
  readonly name: string;
  readonly at: Place;
  readonly keys: readonly Entry[];
}

/** Turns lists of layers into nodes. Everything that adds takes the id of the node before, and answers the one after. */
export class Expander {
  /** Definitions that are used; the rest is reported. */
  readonly usedBlocks = new Set<string>();
  /** Where blocks are used by name. */
  readonly usages: Usage[] = [];
  /** A block's layers are read once for each set of its parameters, however often it is repeated. */
  private readonly steps = new Map<Item, Step | undefined>();
  private readonly readings = new Map<Step, Map<Scope, LayerReading>>();

  constructor(
    readonly builder: Builder,
    readonly definitions: ReadonlyMap<string, BlockDefinition>,
  ) {}

  /** A whole list of layers; `what` is the key that holds it. */
  list(item: Item | undefined, before: string, context: Context, what: string): string {
    if (item === undefined || isNull(item)) return before;
    if (item.kind !== 'list') {
      this.error('wrong-value', `\`${what}\` must be a list of layers`, item.at);
      return before;
    }
    return item.items.reduce((last, child) => this.item(child, last, context), before);
  }

  private item(item: Item, before: string, context: Context): string {
    if (!this.steps.has(item)) this.steps.set(item, readStep(item, this.builder));
    const step = this.steps.get(item);
    if (!step || !this.builder.hasRoom(item.at)) return before;
    if (isMerge(step.word)) return this.layer(step, before, context);
    const from = entryIn(step, 'from');
    const start = from ? this.namedStart(from, before, context) : before;
    if (Object.hasOwn(structures, step.word)) return structures[step.word]!(this, step, start, context);
    const definition = this.definitions.get(step.word);
    return definition ? addBlock(this, step, definition, start, context) : this.layer(step, start, context);
  }

  private layer(step: Step, before: string, context: Context): string {
    const layer = this.layerNamed(step);
    if (!layer) return this.unknownLayer(step, before, context);
    const reading = this.readingOf(step, layer, context.scope);
    if (reading.incomplete) return this.unknownLayer(step, before, context);
    if (isMerge(layer)) return addMerge(this, step, layer, reading, before, context);
    const { parameters, places, origins } = reading;
    const id = this.name(step, layer, context);
    const node = {
      id,
      layer,
      name: givenName(step),
      parameters,
      inputs: [before],
      block: context.block,
      at: step.at,
      places,
    };
    return this.builder.addNode(node, { value: step.value, origins, scope: context.scope });
  }

  private readingOf(step: Step, layer: LayerName, scope: Scope): LayerReading {
    const reserved = isMerge(layer) ? ['id', 'from', 'with'] : ['id', 'from'];
    const known = remember(this.readings, step, () => new Map<Scope, LayerReading>());
    return remember(known, scope, () =>
      readLayer(layer, step.wordAt, step.entries, reserved, scope, this.builder),
    );
  }

  /** The layer of a word; a misspelt one is reported, and read as what it must have meant. */
  private layerNamed({ word, wordAt }: Step): LayerName | undefined {
    if (isLayerName(word) && layerWords.includes(word)) return word;
    const known = [...layerWords, ...this.definitions.keys(), ...Object.keys(structures)];
    this.builder.report(
      unknownWord('unknown-layer', 'a layer or a block', word, wordAt, known, '; its output is unknown'),
    );
    const near = nearest(word, known);
    return layerWords.find(name => name === near);
  }

  private unknownLayer(step: Step, before: string, context: Context): string {
    const id = this.name(step, 'unknown', context);
    const parameters = { class: step.word };
    return this.builder.addNode({
      id,
      layer: 'unknown',
      name: step.word,
      parameters,
      inputs: [before],
      block: context.block,
      at: step.at,
    });
  }

  /** `from: name` instead of the layer before. */
  namedStart(from: Entry, before: string, context: Context): string {
    const name = from.value.kind === 'scalar' ? from.value.value : undefined;
    if (typeof name !== 'string') {
      this.error('wrong-value', '`from` must be the id of a layer', placeOf(from));
      return before;
    }
    const target = context.names.find(name);
    if (target !== undefined) {
      this.builder.references.push({ name, at: from.value.at, target });
      return target;
    }
    // A pass-through node stands in for a name that may be given further down.
    const id = this.builder.freshId(context.block, 'from');
    this.builder.addNode({
      id,
      layer: 'identity',
      parameters: {},
      inputs: [''],
      block: context.block,
      at: from.at,
    });
    this.builder.refer(id, 0, name, from.value.at, context.names);
    return id;
  }

  /** A step's id; the author's `id:` is entered among the names. */
  name(step: Step, word: string, context: Context): string {
    const entry = entryIn(step, 'id');
    if (!entry) return this.builder.freshId(context.block, word);
    const given = givenName(step);
    if (given === undefined) {
      this.error('wrong-value', '`id` must be a word of letters, digits, - and _', placeOf(entry));
      return this.builder.freshId(context.block, word);
    }
    const id = join(context.block, given);
    if (context.names.ids.has(given) || this.builder.isTaken(id)) {
      this.error('duplicate-name', `the id \`${given}\` is taken`, entry.value.at);
      return this.builder.freshId(context.block, word);
    }
    context.names.ids.set(given, id);
    return id;
  }

  error(code: Code, message: string, at: Place): void {
    this.builder.report(finding(code, 'error', message, at));
  }
}

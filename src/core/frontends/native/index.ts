import { type Finding, finding } from '../../finding.js';
import type { Shape } from '../../graph.js';
import type { Files, Place, Source } from '../../source.js';
import type { Frontend, Reading } from '../frontend.js';
import { globs } from '../globs.js';
import { Builder, layerDefaults, Names, type NodeSource } from './builder.js';
import { complete } from './complete.js';
import {
  type BlockDefinition,
  Includes,
  isNull,
  readDefinitions,
  topKeys,
  unknownWord,
} from './definitions.js';
import { Expander } from './expand.js';
import { namesIn } from './expressions.js';
import { readShape } from './layer-item.js';
import { outline } from './outline.js';
import { rewrite } from './rewrite.js';
import { type Entry, entryOf, type Item, type MapItem, parse } from './syntax.js';

/** A reading with what only this front end needs again: to rewrite and to complete. */
export interface NativeReading extends Reading {
  readonly root?: Item;
  readonly blockDefinitions: ReadonlyMap<string, BlockDefinition>;
  readonly sources: ReadonlyMap<string, NodeSource>;
  /** The output of a node as it was read. */
  shapeOf(id: string): Shape;
}

export const native: Frontend<NativeReading> = {
  format: 'native',
  title: 'ResNet Designer model',
  globs: globs.native,
  claims: source => /\.resnet\.(ya?ml|json)$/i.test(source.uri),
  read,
  rewrite,
  complete,
};

function read(source: Source, files: Files): NativeReading {
  const { root, findings, broken } = parse(source.text);
  const builder = new Builder();
  for (const f of findings) builder.report(f);
  if (!root || broken !== undefined)
    return reading({ name: nameOf(undefined, source), builder, root, broken, ...nothing });
  if (root.kind !== 'map') {
    builder.report(
      finding(
        'wrong-value',
        'error',
        'a model file is a map with `input:`, `blocks:` and `layers:`',
        root.at,
      ),
    );
    return reading({ name: nameOf(undefined, source), builder, root, ...nothing });
  }
  return readNetwork(root, source, files, builder);
}

function readNetwork(root: MapItem, source: Source, files: Files, builder: Builder): NativeReading {
  const report = (f: Finding): void => builder.report(f);
  for (const { key, keyAt } of root.entries) {
    if (!topKeys.some(known => known === key))
      report(unknownWord('unknown-parameter', 'a word of a model file', key, keyAt, topKeys));
  }
  const includes = new Includes(files, report);
  const included = includes.read(entryOf(root, 'include'), source.uri);
  const own = readDefinitions(entryOf(root, 'blocks')?.value, report);
  const definitions = new Map([...included, ...own]);
  const names = new Names();
  const list = entryOf(root, 'layers');
  const name = nameOf(entryOf(root, 'name'), source);
  // A file of blocks alone is there to be included.
  if (!list && own.size > 0) {
    const dependencies = includes.dependencies;
    return reading({ name, builder, root, definitions, dependencies, outputs: [], usages: [], names });
  }
  builder.addBlock('', null, 'network', name, root.at);
  const first = addInputs(entryOf(root, 'input'), list?.keyAt ?? root.at, names, builder);
  const expander = new Expander(builder, definitions);
  if (!list)
    report(
      finding('missing-parameter', 'error', 'a model file needs `layers:`', {
        ...root.at,
        end: root.at.start + 1,
      }),
    );
  const last = expander.list(
    list?.value,
    first,
    { block: '', scope: new Map(), names, around: [] },
    'layers',
  );
  builder.resolve();
  reportUnused(own, expander.usedBlocks, report);
  const outputs = readOutputs(entryOf(root, 'outputs'), last, names, builder);
  return reading({
    name,
    builder,
    root,
    definitions,
    dependencies: includes.dependencies,
    outputs,
    usages: expander.usages,
    names,
  });
}

interface Parts {
  readonly name: string;
  readonly builder: Builder;
  readonly root?: Item;
  readonly broken?: string;
  readonly definitions: ReadonlyMap<string, BlockDefinition>;
  readonly dependencies: readonly string[];
  readonly outputs: readonly string[];
  readonly usages: Expander['usages'];
  readonly names: Names;
}

const nothing = {
  definitions: new Map<string, BlockDefinition>(),
  dependencies: [],
  outputs: [],
  usages: [],
  names: new Names(),
};

function reading({
  name,
  builder,
  root,
  broken,
  definitions,
  dependencies,
  outputs,
  usages,
}: Parts): NativeReading {
  return {
    name,
    nodes: builder.nodes,
    blocks: builder.blocks,
    outputs,
    findings: builder.findings,
    definitions: root?.kind === 'map' ? outline(root, name, definitions, usages, builder) : [],
    dependencies,
    broken,
    root,
    blockDefinitions: definitions,
    sources: builder.sources,
    shapeOf: id => builder.shapeOf(id),
  };
}

/** The network's name, or the file's. */
function nameOf(entry: Entry | undefined, source: Source): string {
  const given = entry?.value.kind === 'scalar' ? entry.value.value : null;
  const file = source.uri.slice(source.uri.lastIndexOf('/') + 1).replace(/\.resnet\.(ya?ml|json)$/i, '');
  return given === null || given === '' ? decodeName(file) : String(given);
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Adds the inputs; the answer is the first one's id, where the network starts. */
function addInputs(entry: Entry | undefined, listAt: Place, names: Names, builder: Builder): string {
  if (!entry || isNull(entry.value)) {
    const message = 'no `input:`: height, width and channels are not known';
    builder.report(
      finding('no-input', 'information', message, listAt, { proposals: [inputProposal(listAt)] }),
    );
    return addInput('input', { shape: [null, null, null] }, listAt, names, builder);
  }
  if (entry.value.kind !== 'map')
    return addInput('input', { shape: readShape(entry, builder) }, entry.at, names, builder, entry.value.at);
  const ids = entry.value.entries.map(input =>
    addInput(input.key, { shape: readShape(input, builder) }, input.at, names, builder, input.value.at),
  );
  return ids[0] ?? addInput('input', { shape: null }, entry.at, names, builder);
}

function addInput(
  name: string,
  parameters: { shape: readonly (number | null)[] | null },
  at: Place,
  names: Names,
  builder: Builder,
  valueAt?: Place,
): string {
  names.ids.set(name, name);
  const places: Record<string, Place> = valueAt ? { shape: valueAt } : {};
  const node = {
    id: name,
    layer: 'input' as const,
    name,
    parameters: { ...layerDefaults('input'), ...parameters },
    inputs: [],
    block: '',
    at,
    places,
  };
  return builder.addNode(node, { origins: places });
}

const inputProposal = (at: Place) => ({
  title: 'Add `input: [224, 224, 3]`',
  change: {
    kind: 'edit' as const,
    edits: [{ span: { ...at, end: at.start }, text: 'input: [224, 224, 3]\n' }],
  },
});

/** `outputs: [main, auxiliary]`; the last layer where it is not said. */
function readOutputs(entry: Entry | undefined, last: string, names: Names, builder: Builder): string[] {
  if (!entry) return [last];
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const outputs = items.flatMap(item => {
    const name = item.kind === 'scalar' ? String(item.value) : '';
    const target = names.find(name);
    if (target === undefined) {
      builder.report(unknownWord('undefined-name', 'the id of a layer', name, item.at, names.all()));
      return [];
    }
    builder.references.push({ name, at: item.at, target });
    return [target];
  });
  return outputs.length > 0 ? outputs : [last];
}

function reportUnused(
  own: ReadonlyMap<string, BlockDefinition>,
  used: ReadonlySet<string>,
  report: (f: Finding) => void,
): void {
  for (const definition of own.values()) {
    if (!used.has(definition.name)) {
      const message = `the block \`${definition.name}\` is never used`;
      report(finding('unused-block', 'warning', message, definition.nameAt, { unused: true }));
      continue;
    }
    const mentioned = namesUsed(definition.item);
    for (const [name, entry] of definition.parameters) {
      if (mentioned.has(name)) continue;
      const message = `the parameter \`${name}\` of \`${definition.name}\` is never used`;
      report(finding('unused-parameter', 'warning', message, entry.keyAt, { unused: true }));
    }
  }
}

function namesUsed(item: Item, used = new Set<string>()): Set<string> {
  if (item.kind === 'map') for (const entry of item.entries) namesUsed(entry.value, used);
  else if (item.kind === 'list') for (const child of item.items) namesUsed(child, used);
  else if (typeof item.value === 'string') for (const { name } of namesIn(item.value)) used.add(name);
  return used;
}

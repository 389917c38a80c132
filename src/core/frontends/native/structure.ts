import type { Place } from '../../source.js';
import { join, layerDefaults, Names, type Side } from './builder.js';
import { type BlockDefinition, unknownWord } from './definitions.js';
import type { Expander } from './expand.js';
import type { Binding, Scope } from './expressions.js';
import { meant } from './layer-item.js';
import { readMerge } from './merges.js';
import { addShortcut, readPolicy } from './shortcut.js';
import { type Context, checkWords, entryIn, givenName, readTimes, type Step } from './step.js';
import { evaluateItem } from './values.js';

/** `stage: {block: name, repeat: 3, …}`: blocks in a row; a stride goes to the first of them only. */
export function addStage(expander: Expander, step: Step, before: string, context: Context): string {
  const { builder, definitions } = expander;
  const entry = entryIn(step, 'block');
  const name = entry?.value.kind === 'scalar' ? entry.value.value : undefined;
  if (!entry || typeof name !== 'string') {
    expander.error('missing-parameter', '`stage` needs `block`, the name of a block', step.wordAt);
    return before;
  }
  const definition = definitions.get(name);
  if (!definition) {
    builder.report(
      unknownWord('undefined-name', 'a block of this file', name, entry.value.at, [...definitions.keys()]),
    );
    return before;
  }
  const times = readTimes(step, 'repeat', context.scope, builder);
  const id = expander.name(step, 'stage', context);
  builder.addBlock(id, context.block, 'stage', lastSegment(id), step.at, `${times} × ${name}`);
  const first = bind(expander, step, definition, entry.value.at, context);
  const later = withoutStride(first);
  let last = before;
  for (let i = 0; i < times && builder.hasRoom(step.at); i++) {
    const use = {
      id: `${id}.${i}`,
      name: `${lastSegment(id)}.${i}`,
      at: step.at,
      scope: i === 0 ? first : later,
    };
    last = addInstance(expander, definition, use, last, { ...context, block: id });
  }
  return publish(step, last, context);
}

function withoutStride(scope: Scope): Scope {
  const stride = scope.get('stride');
  return stride ? new Map([...scope, ['stride', { ...stride, value: 1 }]]) : scope;
}

/** A block by its name: `basic: {filters: 64}`. */
export function addBlock(
  expander: Expander,
  step: Step,
  definition: BlockDefinition,
  before: string,
  context: Context,
): string {
  const scope = bind(expander, step, definition, step.wordAt, context);
  const id = expander.name(step, 'block', context);
  const last = addInstance(
    expander,
    definition,
    { id, name: lastSegment(id), at: step.at, scope },
    before,
    context,
  );
  return publish(step, last, context);
}

/** The values of a block's parameters at one use of it: its defaults, and what the use says. `nameAt` is the block's name there. */
function bind(
  expander: Expander,
  step: Step,
  definition: BlockDefinition,
  nameAt: Place,
  context: Context,
): Scope {
  const { builder } = expander;
  const reserved = step.word === 'stage' ? ['block', 'repeat', 'id', 'from'] : ['id', 'from'];
  const known = [...definition.parameters.keys()];
  const keys = step.entries.filter(({ key }) => known.includes(key) && !reserved.includes(key));
  expander.usages.push({ name: definition.name, at: nameAt, keys });
  const bindings = new Map<string, Binding>();
  for (const [name, entry] of definition.parameters) {
    const value = evaluateItem(entry.value, new Map(), builder)?.value ?? null;
    bindings.set(name, { value, at: entry.value.at });
  }
  for (const entry of step.entries) {
    if (reserved.includes(entry.key)) continue;
    const isKnown = known.includes(entry.key);
    if (!isKnown) {
      const what = `a parameter of the block \`${definition.name}\``;
      builder.report(unknownWord('unknown-parameter', what, entry.key, entry.keyAt, [...known, ...reserved]));
    }
    const name = isKnown ? entry.key : meant(entry.key, known, step.entries);
    const evaluated = name === undefined ? undefined : evaluateItem(entry.value, context.scope, builder);
    if (name !== undefined && evaluated) bindings.set(name, { value: evaluated.value, at: evaluated.origin });
  }
  for (const [name, { value }] of bindings) {
    if (value !== null) continue;
    bindings.delete(name);
    expander.error('missing-parameter', `the block \`${definition.name}\` needs \`${name}\``, step.wordAt);
  }
  return bindings;
}

interface Use {
  readonly id: string;
  readonly name: string;
  readonly at: Place;
  readonly scope: Scope;
}

function addInstance(
  expander: Expander,
  definition: BlockDefinition,
  use: Use,
  before: string,
  context: Context,
): string {
  if (context.around.includes(definition.name)) {
    expander.error('cycle', `the block \`${definition.name}\` contains itself`, use.at);
    return before;
  }
  expander.usedBlocks.add(definition.name);
  expander.builder.addBlock(use.id, context.block, 'block', use.name, use.at, definition.name);
  const inner: Context = {
    block: use.id,
    scope: use.scope,
    names: new Names(context.names),
    around: [...context.around, definition.name],
  };
  if (!definition.residual) return expander.list(definition.layers?.value, before, inner, 'layers');
  const branch = expander.list(definition.residual.value, before, inner, 'residual');
  const merged = mergeShortcut(expander, definition, branch, before, inner);
  return expander.list(definition.after?.value, merged, inner, 'after');
}

/** x_{l+1} = h(x_l) + F(x_l) */
function mergeShortcut(
  expander: Expander,
  definition: BlockDefinition,
  branch: string,
  input: string,
  context: Context,
): string {
  const { builder } = expander;
  const { block, scope } = context;
  const entry = definition.shortcut;
  const at = entry?.at ?? definition.residual?.keyAt ?? definition.nameAt;
  const spelled = entry?.value.kind === 'list';
  const policy = spelled ? 'identity' : readPolicy(entry, builder);
  if (policy === 'none') return branch;
  const shortcut = spelled
    ? expander.list(entry.value, input, { ...context, names: new Names(context.names) }, 'shortcut')
    : addShortcut({ policy, block, at, input, branch, scope }, builder);
  const layer = readMerge(expander, definition.merge, 'add', context);
  const side: Side = entry
    ? { kind: spelled ? 'list' : 'policy', item: entry.value }
    : { kind: 'absent', item: definition.item };
  const residual: Side | undefined = definition.residual && { kind: 'list', item: definition.residual.value };
  const places: Record<string, Place> = entry ? { shortcut: entry.value.at } : {};
  return builder.addNode(
    {
      id: join(block, layer),
      layer,
      parameters: layerDefaults(layer),
      inputs: [branch, shortcut],
      block,
      at,
      places,
    },
    { origins: {}, sides: [residual, side], definition: definition.item, scope },
  );
}

/** `repeat: {times: 3, layers: […]}` */
export function addRepeat(expander: Expander, step: Step, before: string, context: Context): string {
  const { builder } = expander;
  checkWords(step, ['times', 'layers', 'id', 'from'], builder);
  const times = readTimes(step, 'times', context.scope, builder);
  const list = entryIn(step, 'layers');
  if (!list) expander.error('missing-parameter', '`repeat` needs `layers`', step.wordAt);
  const id = expander.name(step, 'repeat', context);
  builder.addBlock(id, context.block, 'repeat', lastSegment(id), step.at, `${times} ×`);
  let last = before;
  for (let i = 0; i < times && builder.hasRoom(step.at); i++) {
    const block = `${id}.${i}`;
    builder.addBlock(block, id, 'block', `${lastSegment(id)}.${i}`, step.at);
    last = expander.list(list?.value, last, { ...context, block, names: new Names(context.names) }, 'layers');
  }
  return publish(step, last, context);
}

/** `parallel: {merge: concat, branches: [[…], […]]}`; an empty branch is the input itself. */
export function addParallel(expander: Expander, step: Step, before: string, context: Context): string {
  const { builder } = expander;
  checkWords(step, ['merge', 'branches', 'id', 'from'], builder);
  const branches = entryIn(step, 'branches');
  if (branches?.value.kind !== 'list') {
    const message = '`parallel` needs `branches`, a list of lists of layers';
    expander.error('missing-parameter', message, branches?.keyAt ?? step.wordAt);
    return before;
  }
  const { items } = branches.value;
  const id = expander.name(step, 'parallel', context);
  builder.addBlock(id, context.block, 'parallel', lastSegment(id), step.at);
  const ends = items.map((branch, i) => {
    const block = `${id}.${i}`;
    const isEmpty = branch.kind !== 'list' || branch.items.length === 0;
    if (!isEmpty) builder.addBlock(block, id, 'branch', `${lastSegment(id)}.${i}`, branch.at);
    return expander.list(branch, before, { ...context, block, names: new Names(context.names) }, 'branches');
  });
  const merge = entryIn(step, 'merge');
  const layer = readMerge(expander, merge, 'concat', context);
  const last = builder.addNode(
    {
      id: join(id, layer),
      layer,
      parameters: layerDefaults(layer),
      inputs: ends,
      block: id,
      at: merge?.at ?? step.at,
    },
    { origins: {}, sides: items.map((item): Side => ({ kind: 'list', item })), scope: context.scope },
  );
  return publish(step, last, context);
}

/** The id of a stage, block, repeat or parallel stands for its output. */
function publish(step: Step, output: string, context: Context): string {
  const given = givenName(step);
  if (given !== undefined && context.names.ids.has(given)) context.names.ids.set(given, output);
  return output;
}

const lastSegment = (id: string): string => id.slice(id.lastIndexOf('.') + 1);

import type { Change } from '../../finding.js';
import type { Edit, Source } from '../../source.js';
import { copiesOf, expressionsIn, filtersFit, sitesOf, strideFit } from './fitting.js';
import type { NativeReading } from './index.js';
import { duplicate, insertAfter, removeItem, setRepeat } from './items.js';
import { removal } from './removing.js';
import { entryOf } from './syntax.js';
import { type Step, Writer } from './writer.js';

/** Says a change in the file's own style; undefined where this file cannot say it. Everything around stays as it is. */
export function rewrite(source: Source, reading: NativeReading, change: Change): readonly Edit[] | undefined {
  const writer = new Writer(source);
  switch (change.kind) {
    case 'all':
      return rewriteAll(source, reading, change.changes);
    case 'edit':
      return writer.isJson ? change.edits.map(edit => writer.quoteEdit(edit)) : change.edits;
    case 'set-parameter':
      return setParameter(writer, reading, change);
    case 'set-shortcut':
      return setShortcut(writer, reading, change);
    case 'insert-projection':
      return insertProjection(writer, source, reading, change);
    case 'insert-layer':
      return insertLayer(writer, reading, change);
    case 'reconnect':
      return reconnect(writer, reading, change);
    case 'fit-convolution':
      return fitConvolution(writer, source, reading, change);
    case 'remove':
      return remove(source, reading, change);
    case 'move-parameter':
      return moveParameter(writer, source, reading, change);
    case 'remove-item':
      return removeItem(source, reading, change);
    case 'duplicate':
      return duplicate(source, reading, change);
    case 'insert-after':
      return insertAfter(source, reading, change);
    case 'set-repeat':
      return setRepeat(source, reading, change);
  }
}

/** Several changes at once; none where one cannot be said, or where two would touch the same text. */
function rewriteAll(
  source: Source,
  reading: NativeReading,
  changes: readonly Change[],
): readonly Edit[] | undefined {
  const all = changes.map(change => rewrite(source, reading, change));
  return all.every(edits => edits !== undefined) ? apart(all.flat()) : undefined;
}

/** Edits in the order of the text; undefined where two would touch. */
function apart(edits: readonly Edit[]): readonly Edit[] | undefined {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  return sorted.every((edit, i) => i === 0 || sorted[i - 1]!.span.end < edit.span.start) ? sorted : undefined;
}

/** A node of this very file with what is known of its text. */
function writtenNode(reading: NativeReading, id: string) {
  const node = reading.nodes.find(n => n.id === id);
  const written = node && reading.sources.get(id);
  return node && written && node.at.file === undefined ? { node, written } : undefined;
}

type Of<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

function setParameter(
  writer: Writer,
  reading: NativeReading,
  { node: id, parameter, value }: Of<'set-parameter'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, id);
  if (!found) return undefined;
  const { node, written } = found;
  const origin = written.origins[parameter];
  if (!origin) return writer.addEntry(written.value, node.at, parameter, writer.value(value));
  return origin.file === undefined ? [{ span: origin, text: writer.value(value) }] : undefined;
}

function remove(
  { text }: Source,
  reading: NativeReading,
  { node: id, parameter }: Of<'remove'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, id);
  // What a block's merge stands for is the block's own text.
  if (!found || found.written.sides) return undefined;
  if (parameter === undefined) return [removal(text, found.node.at)];
  const entry = entryOf(found.written.value, parameter);
  return entry && entry.at.file === undefined ? [removal(text, entry.at)] : undefined;
}

/** The words move as they are, so that every use of a block keeps its value. */
function moveParameter(
  writer: Writer,
  { text }: Source,
  reading: NativeReading,
  { from, to, parameter }: Of<'move-parameter'>,
): readonly Edit[] | undefined {
  const [giver, taker] = [writtenNode(reading, from), writtenNode(reading, to)];
  const entry = giver && entryOf(giver.written.value, parameter);
  if (!entry || !taker || entry.at.file !== undefined) return undefined;
  const said = text.slice(entry.value.at.start, entry.value.at.end).trim();
  const present = entryOf(taker.written.value, parameter);
  const added = present
    ? [writer.replace(present.value, present.keyAt, said)]
    : writer.addEntry(taker.written.value, taker.node.at, parameter, said);
  return added && apart([removal(text, entry.at), ...added]);
}

function setShortcut(
  writer: Writer,
  reading: NativeReading,
  { merge, policy }: Of<'set-shortcut'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, merge);
  const definition = found?.written.definition;
  if (!found || definition?.kind !== 'map') return undefined;
  const entry = entryOf(definition, 'shortcut');
  if (entry?.value.kind === 'list') return undefined;
  const text = writer.value(policy);
  return entry
    ? [writer.replace(entry.value, entry.keyAt, text)]
    : writer.addEntry(definition, found.node.at, 'shortcut', text, 'residual');
}

/** A 1×1 convolution, with batch norm where the network normalises, that fits at every use of the block. */
function insertProjection(
  writer: Writer,
  source: Source,
  reading: NativeReading,
  { merge, input, branch }: Of<'insert-projection'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, merge);
  const side = found?.written.sides?.[input];
  if (!found || !side || side.item.at.file !== undefined) return undefined;
  const uses = copiesOf(reading, found.node).map(node => ({
    node,
    from: node.inputs[input],
    to: node.inputs[branch],
  }));
  const sites = sitesOf(reading, uses);
  if (!sites) return undefined;
  const around = reading.nodes.filter(node => node.block === found.node.block);
  const filters = filtersFit.word(sites, expressionsIn(source, around, 'filters'));
  const stride = strideFit.word(sites, expressionsIn(source, around, 'stride'));
  if (!filters || !stride) return undefined;
  const norm = around.some(node => node.layer === 'batchNorm');
  const parameters = {
    filters: writer.wording(filters),
    kernel: '1',
    ...(!('value' in stride && stride.value === 1) && { stride: writer.wording(stride) }),
    ...(norm && { bias: 'false' }),
  };
  const steps: Step[] = norm
    ? [
        ['conv', parameters],
        ['batchNorm', {}],
      ]
    : [['conv', parameters]];
  const key = found.written.definition && entryOf(found.written.definition, 'shortcut')?.keyAt;
  return writer.project(side, key ?? found.node.at, steps);
}

/** A layer that is written out at the end of one side. */
function insertLayer(
  writer: Writer,
  reading: NativeReading,
  { merge, input, layer, parameters }: Of<'insert-layer'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, merge);
  const side = found?.written.sides?.[input];
  if (!found || !side || side.item.at.file !== undefined) return undefined;
  const words = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, writer.value(value)]),
  );
  const key = found.written.definition && entryOf(found.written.definition, 'shortcut')?.keyAt;
  return writer.project(side, key ?? found.node.at, [[layer, words]]);
}

/** The name after `with:` or `from:`. */
function reconnect(
  writer: Writer,
  reading: NativeReading,
  { merge, input, to }: Of<'reconnect'>,
): readonly Edit[] | undefined {
  const side = writtenNode(reading, merge)?.written.sides?.[input];
  const name = reading.nodes.find(({ id }) => id === to)?.name;
  if (side?.kind !== 'reference' || name === undefined || side.item.at.file !== undefined) return undefined;
  return [{ span: side.item.at, text: writer.value(name) }];
}

/** A convolution that is there already, given the filters and stride with which it fits at every use of the block. */
function fitConvolution(
  writer: Writer,
  source: Source,
  reading: NativeReading,
  { merge: mergeId, node: id, other, parameters }: Of<'fit-convolution'>,
): readonly Edit[] | undefined {
  const found = writtenNode(reading, id);
  const merge = writtenNode(reading, mergeId)?.node;
  const map = found?.written.value;
  if (!found || !merge || map?.kind !== 'map') return undefined;
  const convs = copiesOf(reading, found.node);
  const merges = new Map(copiesOf(reading, merge).map(node => [node.block, node]));
  const uses = convs.map(node => ({ node, from: node.inputs[0], to: merges.get(node.block)?.inputs[other] }));
  const sites = sitesOf(reading, uses);
  if (!sites) return undefined;
  const around = reading.nodes.filter(node => node.block === merge.block);
  const wanted = (['stride', 'filters'] as const).filter(name => parameters[name] !== undefined);
  const changes = wanted.map(parameter => {
    const { fits, word } = parameter === 'filters' ? filtersFit : strideFit;
    if (sites.every((site, i) => fits(site, convs[i]!.parameters[parameter] ?? null))) return [];
    const wording = word(sites, expressionsIn(source, around, parameter));
    const entry = entryOf(map, parameter);
    if (!wording) return undefined;
    return entry
      ? [writer.replace(entry.value, entry.keyAt, writer.wording(wording))]
      : writer.addEntry(map, found.node.at, parameter, writer.wording(wording));
  });
  return changes.every(edits => edits !== undefined) ? apart(changes.flat()) : undefined;
}

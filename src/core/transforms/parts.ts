import { Builder } from '../frontends/native/builder.js';
import { readStep } from '../frontends/native/step.js';
import { entryOf, type Item, type ListItem } from '../frontends/native/syntax.js';
import { isLayerName, layers } from '../layers/index.js';
import type { Span } from '../source.js';

/** A layer as it is written: its word, and its parameters with the text of their values. */
export interface Part {
  readonly word: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A convolution with the norm and the activation that follow it. */
export interface ConvUnit {
  readonly conv: Part;
  readonly norm?: Part;
  readonly activation?: Part;
  /** Whether the activation is a parameter of the convolution. */
  readonly isInline: boolean;
}

/** A unit as layers in their order, the activation as it was written. */
export function partsOf({ conv, norm, activation, isInline }: ConvUnit): Part[] {
  if (!isInline || !activation) return [conv, norm, activation].filter(part => part !== undefined);
  return [{ ...conv, parameters: new Map([...conv.parameters, ['activation', activation.word]]) }];
}

/** Convolutions one after another in a list of layers, by the indices of its items. */
export interface Run {
  readonly list: ListItem;
  readonly from: number;
  /** Behind the last item. */
  readonly to: number;
  readonly units: readonly ConvUnit[];
  /** Where a unit is an item or several of the list, the index behind it; not where it comes out of a `repeat`. */
  readonly ends: readonly (number | undefined)[];
}

/** What other layers refer to has a place of its own. */
const named = ['id', 'from'];

const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;

/** Reads the plain runs of convolutions out of lists of layers. */
export class RunReader {
  /** What is wrong in the text is said by the front end, not here. */
  private readonly ignored = new Builder();

  constructor(private readonly text: string) {}

  runsIn(list: ListItem): Run[] {
    const runs: Run[] = [];
    for (let from = 0; from < list.items.length; ) {
      const run = this.runAt(list, from);
      if (run) runs.push(run);
      from = run ? run.to : from + 1;
    }
    return runs;
  }

  private runAt(list: ListItem, from: number): Run | undefined {
    const units: ConvUnit[] = [];
    const ends: (number | undefined)[] = [];
    let to = from;
    while (to < list.items.length) {
      const repeated = this.repeated(list.items[to]!, list);
      const single = repeated ? undefined : this.unitAt(list, to);
      if (!repeated && !single) break;
      to = single ? single.next : to + 1;
      units.push(...(repeated ?? [single!.unit]));
      ends.push(...(repeated ? repeated.map((_, i) => (i === repeated.length - 1 ? to : undefined)) : [to]));
    }
    return units.length === 0 ? undefined : { list, from, to, units, ends };
  }

  /** The units of a `repeat` that holds nothing else. */
  private repeated(item: Item, list: ListItem): ConvUnit[] | undefined {
    const step = readStep(item, this.ignored);
    if (step?.word !== 'repeat' || step.value?.kind !== 'map' || step.entries.length !== 2) return undefined;
    const times = entryOf(step.value, 'times')?.value;
    const inner = entryOf(step.value, 'layers')?.value;
    const count = times?.kind === 'scalar' ? Number(times.value) : Number.NaN;
    if (inner?.kind !== 'list' || !within(item.at, list.at) || !(count >= 1 && count <= 1000))
      return undefined;
    const run = this.runAt(inner, 0);
    if (!run || run.to < inner.items.length) return undefined;
    return Array.from({ length: count }, () => run.units).flat();
  }

  private unitAt(list: ListItem, at: number): { unit: ConvUnit; next: number } | undefined {
    const conv = this.part(list.items[at], list);
    // Without padding every layer shrinks the map, and no shortcut does.
    if (conv?.word !== 'conv' || conv.parameters.get('padding') === 'valid') return undefined;
    let next = at + 1;
    const take = (category: 'norm' | 'activation'): Part | undefined => {
      const part = this.part(list.items[next], list);
      if (!part || !isLayerName(part.word) || layers[part.word].category !== category) return undefined;
      next++;
      return part;
    };
    const written = conv.parameters.get('activation');
    const norm = written === undefined ? take('norm') : undefined;
    const activation =
      written === undefined ? take('activation') : { word: written, parameters: new Map<string, string>() };
    const parameters = new Map([...conv.parameters].filter(([name]) => name !== 'activation'));
    const isInline = written !== undefined;
    return { unit: { conv: { ...conv, parameters }, norm, activation, isInline }, next };
  }

  private part(item: Item | undefined, list: ListItem): Part | undefined {
    const step = item && readStep(item, this.ignored);
    if (!step || !within(item.at, list.at) || step.entries.some(({ key }) => named.includes(key)))
      return undefined;
    const texts = step.entries.map(
      ({ key, value }) => [key, this.text.slice(value.at.start, value.at.end)] as const,
    );
    const plain = texts.every(([, text]) => text !== '' && !/[$\n#&*]/.test(text));
    return plain ? { word: step.word, parameters: new Map(texts) } : undefined;
  }
}

import type { Cell, Section, Values } from '../analyses/analysis.js';
import { figures, formatExact, words } from '../analyses/format.js';
import type { Model } from '../analyze.js';
import { formatShape, type Size, sum } from '../graph.js';
import { layers } from '../layers/index.js';
import type { Change, Diff, DiffRow, NetworkFigures, Status, Version } from './diff.js';
import { type Fold, foldRows } from './fold.js';

const text = (value: Cell): string => String(value ?? '');

const plain = (key: string, title: string) => ({ ...words(key, title), format: text });
const right = (key: string, title: string) => figures(key, title, text);

/** `+1,234`; nothing for no change. */
function signed(delta: Size): string {
  if (delta === null) return '?';
  if (delta === 0) return '';
  return `${delta > 0 ? '+' : '−'}${formatExact(Math.abs(delta))}`;
}

const difference = (from: Size, to: Size): Size => (from === null || to === null ? null : to - from);

/** `+3.2 %` */
function relative(from: Size, to: Size): string {
  const delta = difference(from, to);
  if (delta === null || from === null || from === 0 || delta === 0) return '';
  return `${delta > 0 ? '+' : '−'}${Math.abs((100 * delta) / from).toFixed(1)} %`;
}

const totals: readonly (readonly [title: string, of: (figures: NetworkFigures) => Size])[] = [
  ['layers', one => one.layers],
  ['residual units', one => one.units],
  ['parameters', one => one.parameters],
  ['MACs', one => one.macs],
  ['receptive field', one => one.receptiveField],
];

const totalSection = ({ from, to }: Diff): Section => ({
  title: 'Network',
  columns: [
    plain('figure', ''),
    right('from', 'before'),
    right('to', 'after'),
    right('delta', 'change'),
    right('share', ''),
  ],
  rows: totals.map(([figure, of]) => ({
    figure,
    from: formatExact(of(from)),
    to: formatExact(of(to)),
    delta: signed(difference(of(from), of(to))),
    share: relative(of(from), of(to)),
  })),
});

const signs: Readonly<Record<Status, string>> = { added: '+', removed: '−', changed: '~', affected: ' ' };

/** `filters 64 → 128` */
const describeChange = ({ name, from, to }: Change): string => `${name} ${written(from)} → ${written(to)}`;

/** One number for a list in which it is everywhere: a stride of 2. */
function written(value: Change['from']): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'none';
  const all = Array.isArray(value) ? new Set(value.flat()) : new Set([value]);
  return all.size === 1 ? String([...all][0]) : JSON.stringify(value);
}

function labelOf({ node }: Version): string {
  const { text: label, detail } = layers[node.layer].label(node.parameters);
  return [label, detail].filter(Boolean).join(' ');
}

/** `56×56×64 → 28×28×128`, or the one there is. */
function transition(from: string | undefined, to: string | undefined): string {
  return from === to ? (to ?? '') : [from, to].filter(part => part !== undefined).join(' → ');
}

const shapeOf = (version: Version | undefined): string | undefined =>
  version && formatShape(version.node.output);

const fieldOf = (version: Version | undefined): string | undefined =>
  version && (version.receptiveField === null ? '–' : formatExact(version.receptiveField));

/** What a figure gains over some rows: all of it where a layer came, the loss of it where one went. */
const gain = (rows: readonly DiffRow[], of: (version: Version) => Size): Size =>
  sum(rows.map(({ from, to }) => difference(from ? of(from) : 0, to ? of(to) : 0)));

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function what({ status, blocks, rows }: Fold): string {
  const [{ from, to, changes }] = rows as [DiffRow];
  if (blocks.length > 0)
    return [...(blocks.length > 1 ? [many(blocks.length, 'block')] : []), many(rows.length, 'layer')].join(
      ', ',
    );
  const was = from && to && from.node.id !== to.node.id ? [`was ${from.node.id}`] : [];
  const said = status === 'changed' ? changes.map(describeChange) : [];
  const label = status === 'added' || status === 'removed' ? [labelOf((to ?? from)!)] : [];
  return [...label, ...said, ...was].join(', ');
}

/** `stage3.18 … stage3.22`, for several. */
const span = (first: string, last: string): string => (first === last ? first : `${first} … ${last}`);

function foldValues(fold: Fold): Values {
  const { status, blocks, rows } = fold;
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const [from, to] = [first, last].map(row => (row.to ?? row.from)!.node);
  const isPart = blocks.length > 0 && status === 'affected';
  return {
    sign: signs[status],
    layer: blocks.length > 0 ? span(blocks[0]!.id, blocks.at(-1)!.id) : span(from!.id, to!.id),
    kind: blocks.length > 0 ? (blocks[0]!.type ?? blocks[0]!.kind) : from!.layer,
    what: what(fold),
    shape: isPart ? '' : transition(shapeOf(last.from), shapeOf(last.to)),
    parameters: signed(gain(rows, version => version.node.weights.total)),
    macs: signed(gain(rows, version => version.node.macs)),
    field: isPart ? '' : transition(fieldOf(last.from), fieldOf(last.to)),
  };
}

const columns = [
  plain('sign', ''),
  plain('layer', 'layer'),
  plain('kind', 'kind'),
  plain('what', 'change'),
  plain('shape', 'output'),
  right('parameters', 'parameters'),
  right('macs', 'MACs'),
  right('field', 'receptive field'),
];

/** A comparison as tables: the figures of both networks, what came, went and was changed, and what follows from it. */
export function diffSections(diff: Diff, from: Pick<Model, 'graph'>, to: Pick<Model, 'graph'>): Section[] {
  const folds = foldRows(diff.rows, from.graph, to.graph);
  const [following, own] = [true, false].map(follows =>
    folds.filter(({ status }) => (status === 'affected') === follows),
  ) as [Fold[], Fold[]];
  const section = (title: string, part: readonly Fold[]): Section[] =>
    part.length === 0 ? [] : [{ title, columns, rows: part.map(foldValues) }];
  return [
    totalSection(diff),
    ...section('Added (+), removed (−) and changed (~)', own),
    ...section('Other shapes or figures that follow from it', following),
  ];
}

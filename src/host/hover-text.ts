import { receptiveFields } from '../core/analyses/receptive-field.js';
import type { Definition } from '../core/frontends/frontend.js';
import { describeParameter } from '../core/frontends/native/describe.js';
import { shortcutDocs } from '../core/frontends/native/schema.js';
import { formatShape, type TypedNode } from '../core/graph.js';
import { layers } from '../core/layers/index.js';
import type { Place } from '../core/source.js';
import { exactly, roughly, totals } from './figures.js';
import { memo, outputsOf, shapesThrough } from './flow.js';
import type { Analysis } from './tracked.js';
import { type Use, usesOf } from './uses.js';

/** Rows or names beyond this number are only counted. */
const most = 8;

type Row = readonly string[];

/** The editor's own style sheet leaves no room between columns. */
const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map((_, i) => (i === 0 ? ':--' : '--:')), ...rows]
    .map((row, i) => `| ${row.join(i === 1 ? ' | ' : ' | &emsp;')} |`)
    .join('\n');

const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');

const code = (text: string): string => `\`${text}\``;

export function layerText(analysis: Analysis, use: Use): string {
  const node = use.nodes[0]!;
  const layer = layers[node.layer];
  const { text, detail } = layer.label(node.parameters);
  const count = use.nodes.length > 1 ? ` — run ${use.nodes.length} times` : '';
  const name = node.name === undefined ? '' : ` ${code(node.name)}`;
  return paragraphs(
    `**${layer.title}**${name}${count}`,
    use.nodes.length === 1 ? code([text, detail].filter(Boolean).join(' ')) : undefined,
    runTable(analysis, use.nodes),
    '---',
    layer.doc,
  );
}

/** One row for each run of a layer, those with the same figures together. */
function runTable(analysis: Analysis, nodes: readonly TypedNode[]): string {
  const outputs = outputsOf(analysis);
  const fields = fieldsOf(analysis);
  const rows = new Map<string, { names: string[]; cells: Row }>();
  for (const node of nodes) {
    const cells = [
      `${formatShape(outputs.get(node.inputs[0] ?? '') ?? null)} → ${formatShape(node.output)}`,
      exactly(node.weights.total),
      roughly(node.macs),
      fields.get(node.id) ?? '–',
    ];
    const row = rows.get(cells.join(' '));
    if (row) row.names.push(node.id);
    else rows.set(cells.join(' '), { names: [node.id], cells });
  }
  const head = ['shape', 'parameters', 'MACs', 'receptive field'];
  if (rows.size === 1 && nodes.length === 1)
    return table(
      head,
      [...rows.values()].map(row => row.cells),
    );
  const shown = [...rows.values()].slice(0, most).map(({ names, cells }) => [shortList(names), ...cells]);
  return paragraphs(table(['where', ...head], shown), furtherRows(rows.size));
}

export function partText(analysis: Analysis, use: Use): string {
  const uses = usesOf(analysis);
  const block = use.blocks[0]!;
  const { parameters, macs } = totals(use.nodes);
  const type = block.type === undefined ? '' : ` — ${block.type}`;
  const count = use.blocks.length > 1 ? `, run ${use.blocks.length} times` : '';
  const shapes = use.blocks.map(b => shapesThrough(uses.nodesIn(b), analysis));
  return paragraphs(
    `**${block.name}**${type}${count}`,
    table(
      ['shape', 'layers', 'parameters', 'MACs'],
      [[shortList([...new Set(shapes)]), exactly(use.nodes.length), exactly(parameters), roughly(macs)]],
    ),
    shortcutSummary(analysis, use.nodes),
  );
}

export function shortcutText(analysis: Analysis, use: Use): string {
  const policy = analysis.lines.text.slice(use.at.start, use.at.end).replace(/^"?shortcut"?\s*:\s*/, '');
  const doc = shortcutDocs[policy.replaceAll('"', '')];
  const title =
    doc === undefined ? '**shortcut**, spelled out' : `**shortcut: ${policy.replaceAll('"', '')}** — ${doc}`;
  return paragraphs(title, shortcutSummary(analysis, use.nodes));
}

/** What each shortcut has become, and where. */
function shortcutSummary(analysis: Analysis, nodes: readonly TypedNode[]): string | undefined {
  const outputs = outputsOf(analysis);
  const kinds = new Map<string, string[]>();
  for (const { kind, merge, split } of usesOf(analysis).unitsOf(nodes)) {
    const at = nodes.find(node => node.id === merge);
    const change =
      kind === 'identity'
        ? ''
        : ` (${formatShape(outputs.get(split) ?? null)} → ${formatShape(at?.output ?? null)})`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), `${at?.block || merge}${change}`]);
  }
  const lines = [...kinds].map(([kind, names]) => `- ${kind} ×${names.length}: ${shortList(names)}`);
  return lines.length === 0 ? undefined : lines.join('\n');
}

export function blockText(analysis: Analysis, { name, references }: Definition): string {
  const runs = usesOf(analysis).runsOf(name);
  const places = references.length > 1 ? ` in ${references.length} places` : '';
  const title = `**${name}** — block, used ${times(runs.length)}${places}`;
  if (runs.length === 0) return title;
  const groups = new Map<string, { names: string[]; nodes: readonly TypedNode[] }>();
  for (const { block, nodes } of runs) {
    const key = `${shapesThrough(nodes, analysis)} ${totals(nodes).parameters}`;
    const group = groups.get(key);
    if (group) group.names.push(block.id);
    else groups.set(key, { names: [block.id], nodes });
  }
  const rows = [...groups.values()].slice(0, most).map(({ names, nodes }) => {
    const { parameters, macs } = totals(nodes);
    return [shortList(names), shapesThrough(nodes, analysis), exactly(parameters), roughly(macs)];
  });
  const all = totals(runs.flatMap(({ nodes }) => nodes));
  return paragraphs(
    title,
    paragraphs(table(['where', 'shape', 'parameters', 'MACs'], rows), furtherRows(groups.size)),
    `${exactly(all.parameters)} parameters and ${roughly(all.macs)} MACs in all`,
  );
}

export function parameterText(use: Use, parameter: string): string {
  const { layer } = use.nodes[0]!;
  const schema = layers[layer].parameters[parameter];
  return paragraphs(schema && describeParameter(parameter, schema), valueList(use.nodes, parameter));
}

/** `$name`: whose parameter it is, and what it has become where it is used. */
export function nameText(
  { model, lines }: Analysis,
  definition: Definition,
  use: Use | undefined,
  at: Place,
): string {
  const owner = definition.parent === undefined ? undefined : model.definitions[definition.parent];
  const written = lines.text.slice(definition.at.start, definition.at.end);
  const [parameter] =
    Object.entries(use?.nodes[0]?.places ?? {}).find(
      ([, { start, end }]) => start <= at.start && at.end <= end,
    ) ?? [];
  return paragraphs(
    `**$${definition.name}** — parameter of ${code(owner?.name ?? '?')}`,
    definition.at.file === undefined && written.includes(':')
      ? `default ${code(written.replace(/^[^:]*:\s*/, ''))}`
      : undefined,
    use && parameter !== undefined ? `${parameter}: ${valueList(use.nodes, parameter)}` : undefined,
  );
}

/** The values of one parameter in all runs, and where it has which. */
function valueList(nodes: readonly TypedNode[], parameter: string): string {
  const values = new Map<string, string[]>();
  for (const node of nodes) {
    const value = JSON.stringify(node.parameters[parameter] ?? null);
    values.set(value, [...(values.get(value) ?? []), node.block || node.id]);
  }
  if (values.size === 1) return `here ${code([...values.keys()][0]!)}`;
  return [...values].map(([value, names]) => `\n- ${code(value)} in ${shortList(names)}`).join('');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const shortList = (names: readonly string[]): string =>
  names.length > most
    ? `${names.slice(0, most).join(', ')} and ${names.length - most} more`
    : names.join(', ');

const furtherRows = (count: number): string | undefined =>
  count > most ? `… and ${count - most} more` : undefined;

/** `43×43` */
const fieldsOf = memo(({ model }): ReadonlyMap<string, string> => {
  const widths = receptiveFields(model.graph, 1);
  return new Map(
    [...receptiveFields(model.graph, 0)].map(([id, { size }]) => [
      id,
      `${size}×${widths.get(id)?.size ?? size}`,
    ]),
  );
});

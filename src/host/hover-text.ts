import { type ReceptiveField, receptiveFields } from '../core/analyses/receptive-field.js';
import type { Definition } from '../core/frontends/frontend.js';
import { describeParameter } from '../core/frontends/native/describe.js';
import { shortcutDocs } from '../core/frontends/native/schema.js';
import { formatShape, type TypedNode } from '../core/graph.js';
import { layers } from '../core/layers/index.js';
import type { Unit } from '../core/residual.js';
import type { Place } from '../core/source.js';
import { exactly, roughly, totals } from './figures.js';
import { memo, outputsOf, shapesThrough } from './flow.js';
import { groupBy } from './group-by.js';
import { code, groupedTable, paragraphs, type Row, shortList, table } from './markdown.js';
import type { Analysis } from './tracked.js';
import { type Use, usesOf } from './uses.js';

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

const runHead = ['shape', 'parameters', 'MACs', 'receptive field'];

/** One row for each run of a layer. */
function runTable(analysis: Analysis, nodes: readonly TypedNode[]): string {
  const fields = fieldsOf(analysis);
  const cellsOf = (node: TypedNode): Row => [
    shapesThrough([node], analysis),
    exactly(node.weights.total),
    roughly(node.macs),
    fields.get(node.id) ?? '–',
  ];
  const [first, ...others] = nodes;
  if (first && others.length === 0) return table(runHead, [cellsOf(first)]);
  return groupedTable(
    runHead,
    nodes.map(node => ({ name: node.id, cells: cellsOf(node) })),
  );
}

export function partText(analysis: Analysis, use: Use): string {
  const uses = usesOf(analysis);
  const block = use.blocks[0]!;
  const { parameters, macs } = totals(use.nodes);
  const type = block.type === undefined || block.type === block.name ? '' : ` — ${block.type}`;
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
  const shapeOf = (id: string): string => formatShape(outputs.get(id) ?? null);
  const blocks = new Map(nodes.map(({ id, block }) => [id, block]));
  const nameOf = ({ kind, merge, split }: Unit): string => {
    const name = blocks.get(merge) || merge;
    return kind === 'identity' ? name : `${name} (${shapeOf(split)} → ${shapeOf(merge)})`;
  };
  const lines = [...groupBy(usesOf(analysis).unitsOf(nodes), ({ kind }) => kind)].map(
    ([kind, units]) => `- ${kind} ×${units.length}: ${shortList(units.map(nameOf))}`,
  );
  return lines.length === 0 ? undefined : lines.join('\n');
}

export function blockText(analysis: Analysis, { name, references }: Definition): string {
  const runs = usesOf(analysis).runsOf(name);
  const places = references.length > 1 ? ` in ${references.length} places` : '';
  const title = `**${name}** — block, used ${times(runs.length)}${places}`;
  if (runs.length === 0) return title;
  const all = totals(runs.flatMap(({ nodes }) => nodes));
  return paragraphs(
    title,
    groupedTable(
      ['shape', 'parameters', 'MACs'],
      runs.map(({ block, nodes }) => {
        const { parameters, macs } = totals(nodes);
        return {
          name: block.id,
          cells: [shapesThrough(nodes, analysis), exactly(parameters), roughly(macs)],
        };
      }),
    ),
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
  const values = groupBy(nodes, node => JSON.stringify(node.parameters[parameter] ?? null));
  if (values.size === 1) return `here ${code([...values.keys()][0]!)}`;
  return [...values]
    .map(([value, group]) => `\n- ${code(value)} in ${shortList(group.map(node => node.block || node.id))}`)
    .join('');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** `43×43`; where paths are shorter or neighbours lie apart, `59×59, at least 3×3, jump 4`. */
const fieldsOf = memo(({ model }): ReadonlyMap<string, string> => {
  const widths = receptiveFields(model.graph, 1);
  return new Map(
    [...receptiveFields(model.graph, 0)].map(([id, height]) => [
      id,
      describeField(height, widths.get(id) ?? height),
    ]),
  );
});

function describeField(height: ReceptiveField, width: ReceptiveField): string {
  const isWhole = !Number.isFinite(height.size + width.size);
  const size = isWhole ? 'whole input' : `${height.size}×${width.size}`;
  const least = `${height.min}×${width.min}`;
  const jump = height.jump === width.jump ? String(height.jump) : `${height.jump}×${width.jump}`;
  return [
    size,
    ...(least === size ? [] : [`at least ${least}`]),
    ...(jump === '1' ? [] : [`jump ${jump}`]),
  ].join(', ');
}

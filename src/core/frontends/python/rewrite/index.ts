import type { Change } from '../../../finding.js';
import type { TypedNode } from '../../../graph.js';
import type { Edit, Source } from '../../../source.js';
import type { PythonReading } from '../read.js';
import { Context } from './context.js';
import { valueOptions } from './values.js';

export { accepts } from './others.js';
export { propose } from './propose.js';

/** Our parameters as the constructors call them. */
const words: Readonly<Record<string, readonly string[]>> = {
  filters: ['out_channels', 'filters'],
  stride: ['stride', 'strides'],
  units: ['out_features', 'units'],
};

/** Says a change in the file's own words; undefined where the file does not say the value itself. */
export function rewrite(source: Source, reading: PythonReading, change: Change): readonly Edit[] | undefined {
  if (change.kind === 'edit') return change.edits;
  if (change.kind !== 'set-parameter') return undefined;
  const node = reading.nodes.find(n => n.id === change.node);
  const value = numberIn(change.value);
  if (!node || value === undefined) return undefined;
  const graph = { name: '', nodes: reading.nodes as readonly TypedNode[], blocks: [], outputs: [] };
  const context = new Context(source, { graph, units: [] }, { ...nothing, nodes: [node.id] });
  for (const word of words[change.parameter] ?? []) {
    const [option] = valueOptions(context, node as TypedNode, word, value, false);
    if (option) return option.edits;
  }
  return undefined;
}

const nothing = {
  code: 'wrong-value',
  severity: 'error',
  message: '',
  at: { start: 0, end: 0 },
  related: [],
  nodes: [],
  proposals: [],
} as const;

/** One number for all axes. */
function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (!Array.isArray(value) || !value.every(item => item === value[0])) return undefined;
  return typeof value[0] === 'number' ? value[0] : undefined;
}

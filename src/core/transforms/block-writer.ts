import { entryOf, type MapItem } from '../frontends/native/syntax.js';
import type { Writer } from '../frontends/native/writer.js';
import type { Edit, Source } from '../source.js';
import type { Printer } from './printer.js';
import type { Draft } from './residual-block.js';

interface Definition {
  readonly name: string;
  readonly draft: Draft;
}

/** Writes definitions of residual blocks into a file. */
export class BlockWriter {
  constructor(
    private readonly source: Source,
    private readonly writer: Writer,
    private readonly printer: Printer,
  ) {}

  insert(root: MapItem, definitions: readonly Definition[]): readonly Edit[] {
    const { text } = this.source;
    const blocks = entryOf(root, 'blocks');
    const map = blocks?.value.kind === 'map' ? blocks.value : undefined;
    const last = map?.entries.at(-1);
    if (map && last) return this.isFlow(map) ? this.flow(map, definitions) : [this.behind(map, definitions)];
    const layers = entryOf(root, 'layers')!;
    if (this.isFlow(root)) {
      const value = this.printer.map(definitions.map(d => [d.name, this.flowValue(d)]));
      return this.writer.addEntry(root, layers.keyAt, 'blocks', value, 'layers') ?? [];
    }
    const start = aboveComments(text, layers.keyAt.start);
    const entries = definitions.map(d => this.blockEntry(d, '  ')).join('');
    const words = blocks ? '' : 'blocks:\n';
    const at = blocks ? lineEnd(text, blocks.keyAt.end) : start;
    return [{ span: { start: at, end: at }, text: `${words}${entries}${blocks ? '' : '\n'}` }];
  }

  private isFlow = (map: MapItem): boolean => this.source.text[map.at.start] === '{';

  private flow(map: MapItem, definitions: readonly Definition[]): readonly Edit[] {
    const [first] = map.entries;
    return definitions.flatMap(
      d => this.writer.addEntry(map, first!.keyAt, d.name, this.flowValue(d), first!.key) ?? [],
    );
  }

  private behind(map: MapItem, definitions: readonly Definition[]): Edit {
    const { text } = this.source;
    const written = text.slice(0, map.at.end).trimEnd().length;
    const at = lineEnd(text, written);
    const column = map.at.start - (text.lastIndexOf('\n', map.at.start - 1) + 1);
    const entries = definitions.map(d => this.blockEntry(d, ' '.repeat(column))).join('');
    return { span: { start: at, end: at }, text: text[at - 1] === '\n' ? entries : `\n${entries}` };
  }

  private parameters({ filters, stride }: Draft): [string, string][] {
    return [
      ...(filters === undefined ? [] : [['filters', filters] as [string, string]]),
      ...(stride === undefined ? [] : [['stride', '1'] as [string, string]]),
    ];
  }

  /** Every line that it is written on ends in a line break. */
  private blockEntry({ name, draft }: Definition, indent: string): string {
    const parameters = this.parameters(draft);
    const lines = [
      `${name}:`,
      ...(parameters.length > 0 ? [`  parameters: ${this.printer.map(parameters)}`] : []),
      '  residual:',
      ...draft.residual.map(part => `    - ${this.printer.item(part, false)}`),
      `  shortcut: ${policyOf(draft)}`,
      ...(draft.after.length > 0 ? [`  after: ${this.after(draft)}`] : []),
    ];
    return lines.map(line => `${indent}${line}\n`).join('');
  }

  private flowValue({ draft }: Definition): string {
    const { printer } = this;
    const parameters = this.parameters(draft);
    return printer.map([
      ...(parameters.length > 0 ? [['parameters', printer.map(parameters)] as const] : []),
      ['residual', printer.list(draft.residual.map(part => printer.item(part, true)))],
      ['shortcut', printer.word(policyOf(draft))],
      ...(draft.after.length > 0 ? [['after', this.after(draft)] as const] : []),
    ]);
  }

  private after({ after }: Draft): string {
    return this.printer.list(after.map(part => this.printer.item(part, true)));
  }
}

/** A projection is normed where the branch is. */
const policyOf = ({ hasNorm }: Draft): string => (hasNorm ? 'projection' : 'auto');

/** Behind the line break of a line. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

/** The start of the comment lines right above a line, which belong to it. */
function aboveComments(text: string, at: number): number {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  for (;;) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || !/^\s*#/.test(text.slice(before, start))) return start;
    start = before;
  }
}

import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type Node as YamlNode } from 'yaml';
import { type Finding, finding } from '../../finding.js';
import type { Place, Span } from '../../source.js';

export interface MapItem {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly at: Place;
}

export interface ListItem {
  readonly kind: 'list';
  readonly items: readonly Item[];
  readonly at: Place;
}

export interface ScalarItem {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly at: Place;
}

/** A YAML or JSON value with its place; aliases are resolved to the item that they name. */
export type Item = MapItem | ListItem | ScalarItem;

export interface Entry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Item;
  /** Key and value. */
  readonly at: Place;
}

export interface Syntax {
  /** Undefined for an empty file. */
  readonly root?: Item;
  readonly findings: readonly Finding[];
  /** The first syntax error: what was read may be far from what is meant. */
  readonly broken?: string;
}

/** Longer texts are not read: no model is written by hand at this size, and reading would hold up the editor. */
const longest = 4_000_000;

/** `${2 * width}` may stand unquoted inside `{…}`, where YAML would take the braces for its own. */
const maskExpressions = (text: string): string => text.replace(/\$\{([^{}\n]*)\}/g, '$⟨$1⟩');
const unmaskExpressions = (text: string): string => text.replace(/\$⟨([^⟨⟩\n]*)⟩/g, '${$1}');

/** Deeper nesting is no network, and a recursive parser runs out of stack on it. */
const deepest = 200;

/** An upper bound of the nesting: open brackets, nested dashes on one line, and indentations. */
function nesting(text: string): number {
  const indents: number[] = [];
  let brackets = 0;
  let most = 0;
  for (const line of text.split('\n')) {
    const [lead = '', dashes = ''] = /^\s*((?:[-?:]\s+)*)/.exec(line) ?? [];
    if (lead.length === line.length) continue;
    while (indents.length > 0 && indents.at(-1)! >= lead.length) indents.pop();
    indents.push(lead.length);
    const depth = indents.length + dashes.replace(/\s/g, '').length;
    most = Math.max(most, depth + brackets);
    for (const character of line) {
      if (character === '[' || character === '{') most = Math.max(most, depth + ++brackets);
      else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    }
  }
  return most;
}

/** Reads YAML 1.2, and so JSON. `file` is set for a text other than the analysed one. */
export function parse(text: string, file?: string): Syntax {
  const at = (span: Span): Place => (file === undefined ? span : { ...span, file });
  const tooLarge = (message: string): Syntax => ({
    findings: [finding('too-large', 'error', message, at({ start: 0, end: 1 }))],
    broken: message,
  });
  if (text.length > longest)
    return tooLarge(`this file is too large to be checked: ${text.length.toLocaleString('en')} characters`);
  if (nesting(text) > deepest)
    return tooLarge(`this file is nested too deeply to be read: ${deepest} levels at most`);
  return read(maskExpressions(text), at);
}

function read(text: string, at: (span: Span) => Place): Syntax {
  const document = parseDocument(text, {
    version: '1.2',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const errors = document.errors.map(({ pos: [start, end], message }) =>
    finding('syntax', 'error', plainMessage(message), at({ start, end: Math.max(end, start + 1) })),
  );
  if (errors.length > 0) return { findings: errors.slice(0, 20), broken: errors[0]!.message };
  if (document.contents === null) return { findings: [] };
  const converter = new Converter(at);
  return {
    root: converter.item(document.contents as YamlNode, { start: 0, end: 0 }),
    findings: converter.findings,
  };
}

const plainMessage = (message: string): string => unmaskExpressions(message.split('\n')[0]!);

/** Turns YAML's nodes into items, once each, so that a bomb of aliases stays as small as it is written. */
class Converter {
  readonly findings: Finding[] = [];
  private readonly done = new Map<YamlNode, Item | undefined>();
  private readonly anchors = new Map<string, YamlNode>();

  constructor(private readonly place: (span: Span) => Place) {}

  /** `around` stands in for the place of an empty value. */
  item(node: YamlNode | null, around: Span): Item {
    if (node === null)
      return { kind: 'scalar', value: null, at: this.place({ start: around.end, end: around.end }) };
    const span: Span = node.range ? { start: node.range[0], end: node.range[1] } : around;
    if (isAlias(node)) return this.alias(node.source, span);
    if ('anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    this.done.set(node, undefined);
    const item = this.convert(node, span);
    this.done.set(node, item);
    return item;
  }

  private convert(node: YamlNode, span: Span): Item {
    const at = this.place(span);
    if (isMap(node))
      return { kind: 'map', entries: this.entries(node.items as Pair<YamlNode, YamlNode | null>[]), at };
    if (isSeq(node))
      return { kind: 'list', items: (node.items as YamlNode[]).map(child => this.item(child, span)), at };
    return { kind: 'scalar', value: isScalar(node) ? scalarValue(node.value) : null, at };
  }

  private entries(pairs: readonly Pair<YamlNode, YamlNode | null>[]): Entry[] {
    const entries: Entry[] = [];
    const inherited: Entry[] = [];
    const names = new Set<string>();
    for (const { key, value } of pairs) {
      const keySpan: Span = { start: key.range?.[0] ?? 0, end: key.range?.[1] ?? 0 };
      const name = isScalar(key) ? String(scalarValue(key.value) ?? '') : '';
      const item = this.item(value, keySpan);
      if (name === '<<' && item.kind === 'map') {
        inherited.push(...item.entries);
        continue;
      }
      if (names.has(name)) {
        this.findings.push(
          finding(
            'duplicate-name',
            'error',
            `\`${name}\` is said twice; the first one counts`,
            this.place(keySpan),
          ),
        );
        continue;
      }
      names.add(name);
      const end = Math.max(keySpan.end, value?.range?.[1] ?? 0);
      entries.push({
        key: name,
        keyAt: this.place(keySpan),
        value: item,
        at: this.place({ start: keySpan.start, end }),
      });
    }
    return [...entries, ...inherited.filter(entry => !names.has(entry.key))];
  }

  private alias(name: string, span: Span): Item {
    const target = this.anchors.get(name);
    const item = target && this.done.get(target);
    if (item) return item;
    this.findings.push(
      finding(
        'undefined-name',
        'error',
        target ? `\`*${name}\` contains itself` : `\`*${name}\` is not defined above`,
        this.place(span),
      ),
    );
    return { kind: 'scalar', value: null, at: this.place(span) };
  }
}

const scalarValue = (value: unknown): ScalarItem['value'] =>
  typeof value === 'string'
    ? unmaskExpressions(value)
    : typeof value === 'number' || typeof value === 'boolean' || value === null
      ? value
      : String(value);

/** The entry of a map under one key. */
export const entryOf = (item: Item | undefined, key: string): Entry | undefined =>
  item?.kind === 'map' ? item.entries.find(entry => entry.key === key) : undefined;

import { shortcutPolicies } from '../../finding.js';
import { type LayerName, layers } from '../../layers/index.js';
import type { Parameter } from '../../layers/parameters.js';
import type { Place, Source } from '../../source.js';
import type { CompletionItem } from '../frontend.js';
import { topKeys } from './definitions.js';
import { describeLayer, describeParameter } from './describe.js';
import { layerWords } from './expand.js';
import { isMerge, mergeWords } from './merges.js';

const structure: Readonly<Record<string, readonly [insert: string, doc: string]>> = {
  stage: [
    'stage: {block: $1, repeat: ${2:2}}',
    'Blocks in a row. A `stride` goes to the first of them only.',
  ],
  repeat: ['repeat: {times: ${1:2}, layers: [$2]}', 'The same layers several times.'],
  parallel: [
    'parallel:\n    merge: ${1|concat,add|}\n    branches:\n      - [$2]\n      - []',
    'Branches from one input, merged. `[]` is the input itself.',
  ],
};

const keys: Readonly<Record<string, readonly string[]>> = {
  '': topKeys,
  block: ['parameters', 'residual', 'shortcut', 'merge', 'after', 'layers'],
  stage: ['block', 'repeat', 'id', 'from'],
  repeat: ['times', 'layers', 'id', 'from'],
  parallel: ['merge', 'branches', 'id', 'from'],
};

/** What can stand at an offset. It goes by the text alone, which is unfinished whenever this is asked. */
export function complete(source: Source, _reading: unknown, offset: number): readonly CompletionItem[] {
  if (/^\s*\{/.test(source.text)) return [];
  const site = siteAt(source.text, offset);
  const reply = (
    label: string,
    kind: CompletionItem['kind'],
    more: Partial<CompletionItem> = {},
  ): CompletionItem => ({
    label,
    kind,
    insert: label,
    span: site.span,
    ...more,
  });
  if (site.word.startsWith('$'))
    return blockParameters(source.text, offset).map(name =>
      reply(`$${name}`, 'reference', { insert: `\\$${name}` }),
    );
  if (site.key !== undefined) return valuesFor(site.key, site.owner, source.text, reply);
  if (site.isItem) return itemsFor(source.text, reply);
  return keysFor(site.owner, source.text, reply);
}

type Reply = (label: string, kind: CompletionItem['kind'], more?: Partial<CompletionItem>) => CompletionItem;

interface Site {
  readonly span: Place;
  readonly word: string;
  /** The word whose map this is: a layer, a block, `stage`, `block` for a definition, '' for the file. */
  readonly owner: string;
  /** The key whose value this is. */
  readonly key?: string;
  readonly isItem: boolean;
}

function siteAt(text: string, offset: number): Site {
  const before = text.slice(0, offset);
  const word = /[\w$-]*$/.exec(before)![0];
  const start = offset - word.length;
  const end = offset + /^[\w-]*/.exec(text.slice(offset))![0].length;
  const span = { start, end };
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart, start);
  const flow = flowAround(text, start);
  const key = /([\w-]+)\s*:\s+$/.exec(line)?.[1];
  if (flow) {
    const isItem = flow.bracket === '[' && !key;
    return { span, word, owner: flow.owner, key: key === flow.owner ? undefined : key, isItem };
  }
  const owner = ownerByIndent(text, lineStart, /^[\s-]*/.exec(line)![0].length);
  if (key !== undefined) return { span, word, owner, key, isItem: false };
  return { span, word, owner, isItem: /^\s*(- )+$/.test(line) };
}

/** The innermost open `{` or `[` before an offset, and the word before it. */
function flowAround(text: string, offset: number): { owner: string; bracket: string } | undefined {
  let depth = 0;
  for (let i = offset - 1; i >= Math.max(0, offset - 2000); i--) {
    const c = text[i]!;
    if (c === '}' || c === ']') depth++;
    else if (c === '{' || c === '[') {
      if (depth-- > 0) continue;
      if (c === '{' && text[i - 1] === '$') return undefined;
      const owner = /([\w-]+)\s*:\s*$/.exec(text.slice(Math.max(0, i - 80), i))?.[1];
      return { owner: owner ?? '', bracket: c };
    } else if (c === '\n' && depth === 0 && /^\S/.test(text.slice(i + 1, i + 2))) return undefined;
  }
  return undefined;
}

/** The key of the nearest line above with less indentation. */
function ownerByIndent(text: string, lineStart: number, indent: number): string {
  const lines = text.slice(0, lineStart).split('\n');
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]!;
    if (/^\s*(#|$)/.test(line)) continue;
    const column = /^[\s-]*/.exec(line)![0].length;
    if (column >= indent) continue;
    const key = /^[\s-]*([\w-]+)\s*:/.exec(line)?.[1] ?? '';
    return isDefinition(lines, i, column) ? 'block' : key;
  }
  return '';
}

/** Whether the key on a line is the name of a block: a child of `blocks:`. */
function isDefinition(lines: readonly string[], index: number, column: number): boolean {
  for (let i = index - 1; i >= 0; i--) {
    const line = lines[i]!;
    if (/^\s*(#|$)/.test(line) || /^\s*/.exec(line)![0].length >= column) continue;
    return /^blocks\s*:/.test(line);
  }
  return false;
}

/** Names of the file's blocks, and of a block's parameters, by their place under `blocks:`. */
function blocksIn(text: string): { name: string; start: number; end: number }[] {
  const section = /^blocks\s*:[^\n]*\n((?:[ \t]+[^\n]*(?:\n|$)|\s*\n|#[^\n]*\n)*)/m.exec(text);
  if (!section) return [];
  const from = section.index + section[0].length - section[1]!.length;
  const indent = /^[ \t]+(?=\S)/m.exec(section[1]!.replace(/^\s*#.*$/gm, ''))?.[0] ?? '';
  const heads = [...section[1]!.matchAll(/^([ \t]+)([\w-]+)\s*:/gm)].filter(head => head[1] === indent);
  return heads.map((head, i) => ({
    name: head[2]!,
    start: from + head.index,
    end: i + 1 < heads.length ? from + heads[i + 1]!.index : from + section[1]!.length,
  }));
}

function parametersOf(text: string, block: { start: number; end: number }): string[] {
  const body = text.slice(block.start, block.end);
  const flow = /\bparameters\s*:\s*[{[]([^}\]]*)/.exec(body)?.[1];
  if (flow !== undefined) return [...flow.matchAll(/([A-Za-z_]\w*)\s*(?=[:,]|$)/g)].map(m => m[1]!);
  const lines = /\bparameters\s*:\s*\n((?:\s{4,}.*\n?)*)/.exec(body)?.[1] ?? '';
  const indent = /^\s*/.exec(lines)![0];
  return [...lines.matchAll(/^(\s+)([A-Za-z_]\w*)\s*:/gm)].filter(m => m[1] === indent).map(m => m[2]!);
}

const blockParameters = (text: string, offset: number): string[] => {
  const block = blocksIn(text).find(b => b.start <= offset && offset <= b.end);
  return block ? parametersOf(text, block) : [];
};

const idsIn = (text: string): string[] => [...text.matchAll(/\bid\s*:\s*([\w-]+)/g)].map(match => match[1]!);

function itemsFor(text: string, reply: Reply): CompletionItem[] {
  const own = layerWords.map(name =>
    reply(name, 'layer', { detail: layers[name].title, doc: describeLayer(name), insert: snippetFor(name) }),
  );
  const blocks = blocksIn(text).map(block => {
    const parameters = parametersOf(text, block).map((name, i) => `${name}: $${i + 1}`);
    return reply(block.name, 'block', {
      detail: 'block of this file',
      insert: parameters.length > 0 ? `${block.name}: {${parameters.join(', ')}}` : block.name,
    });
  });
  const words = Object.entries(structure).map(([word, [insert, doc]]) => reply(word, 'key', { insert, doc }));
  return [...blocks, ...words, ...own];
}

/** A layer with the parameters that it cannot do without. */
function snippetFor(layer: LayerName): string {
  if (isMerge(layer)) return `${layer}: {with: $1}`;
  const required = Object.entries(layers[layer].parameters).filter(([, p]) => p.required && !p.internal);
  return required.length === 0
    ? layer
    : `${layer}: {${required.map(([name], i) => `${name}: $${i + 1}`).join(', ')}}`;
}

function keysFor(owner: string, text: string, reply: Reply): CompletionItem[] {
  const asKey = (name: string, more: Partial<CompletionItem> = {}): CompletionItem =>
    reply(name, 'parameter', { insert: `${name}: `, ...more });
  const block = blocksIn(text).find(b => b.name === owner);
  if (block) return parametersOf(text, block).map(name => asKey(name));
  if (Object.hasOwn(keys, owner)) {
    const used = owner === 'stage' ? blocksIn(text).flatMap(b => parametersOf(text, b)) : [];
    return [...new Set([...keys[owner]!, ...used])].map(name => asKey(name));
  }
  if (!Object.hasOwn(layers, owner)) return [];
  const own = Object.entries(layers[owner as LayerName].parameters).filter(([, p]) => !p.internal);
  const merges = isMerge(owner) ? ['with'] : [];
  return [
    ...own.map(([name, p]) => asKey(name, { detail: p.doc, doc: describeParameter(name, p) })),
    ...[...merges, 'id', 'from'].map(name => asKey(name)),
  ];
}

function valuesFor(key: string, owner: string, text: string, reply: Reply): CompletionItem[] {
  const asValues = (words: readonly string[]): CompletionItem[] => words.map(word => reply(word, 'value'));
  if (key === 'block') return blocksIn(text).map(block => reply(block.name, 'block'));
  if (key === 'with' || key === 'from' || key === 'outputs')
    return idsIn(text).map(id => reply(id, 'reference'));
  if (key === 'shortcut') return asValues(shortcutPolicies);
  if (key === 'merge') return asValues(mergeWords);
  const parameter: Parameter | undefined = Object.hasOwn(layers, owner)
    ? layers[owner as LayerName].parameters[key]
    : undefined;
  if (!parameter || parameter.internal) return [];
  if (parameter.kind === 'boolean') return asValues(['true', 'false']);
  if (parameter.kind === 'padding') return asValues(['same', 'valid']);
  return asValues(parameter.of ?? []);
}

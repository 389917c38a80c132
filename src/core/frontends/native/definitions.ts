import { type Code, type Finding, finding } from '../../finding.js';
import { listWords } from '../../layers/parameters.js';
import { type Files, type Place, resolveUri } from '../../source.js';
import { type Entry, entryOf, type Item, parse } from './syntax.js';
import { nearest } from './words.js';

/** A block as the file defines it. */
export interface BlockDefinition {
  readonly name: string;
  readonly nameAt: Place;
  readonly at: Place;
  /** The map of the definition. */
  readonly item: Item;
  /** Parameters with their defaults; a null default must be given at each use. */
  readonly parameters: ReadonlyMap<string, Entry>;
  readonly residual?: Entry;
  readonly shortcut?: Entry;
  readonly merge?: Entry;
  readonly after?: Entry;
  /** A block without a shortcut: just these. */
  readonly layers?: Entry;
}

const blockKeys = ['parameters', 'residual', 'shortcut', 'merge', 'after', 'layers', 'description'] as const;
export const topKeys = ['name', 'description', 'input', 'include', 'blocks', 'layers', 'outputs'] as const;

/** A finding for a word that is none of the known ones, with the nearest of them as its fix. */
export function unknownWord(
  code: Code,
  what: string,
  word: string,
  at: Place,
  known: readonly string[],
  note = '',
): Finding {
  const near = nearest(word, known);
  const hint = near
    ? `; did you mean \`${near}\`?`
    : note || (known.length <= 8 ? `; it can be ${listWords(known.map(k => `\`${k}\``))}` : '');
  return finding(code, 'error', `\`${word}\` is not ${what}${hint}`, at, {
    proposals: near
      ? [{ title: `Change to \`${near}\``, change: { kind: 'edit', edits: [{ span: at, text: near }] } }]
      : [],
  });
}

/** Reads `blocks:`; later uses find the definitions by name. */
export function readDefinitions(
  blocks: Item | undefined,
  report: (f: Finding) => void,
): Map<string, BlockDefinition> {
  const definitions = new Map<string, BlockDefinition>();
  if (blocks === undefined || isNull(blocks)) return definitions;
  if (blocks.kind !== 'map') {
    report(finding('wrong-value', 'error', '`blocks` must be a map of names to definitions', blocks.at));
    return definitions;
  }
  for (const entry of blocks.entries) {
    const definition = readDefinition(entry, report);
    if (definition) definitions.set(definition.name, definition);
  }
  return definitions;
}

function readDefinition(entry: Entry, report: (f: Finding) => void): BlockDefinition | undefined {
  const { value: item } = entry;
  if (item.kind !== 'map') {
    report(
      finding(
        'wrong-value',
        'error',
        `the block \`${entry.key}\` needs \`residual:\` or \`layers:\``,
        entry.keyAt,
      ),
    );
    return undefined;
  }
  const entries = new Map<string, Entry>();
  for (const part of item.entries) {
    const known = blockKeys.some(key => key === part.key);
    if (!known)
      report(unknownWord('unknown-parameter', 'a word of a block', part.key, part.keyAt, blockKeys));
    const key = known ? part.key : nearest(part.key, blockKeys);
    if (key !== undefined && (known || !entryOf(item, key))) entries.set(key, part);
  }
  const definition: BlockDefinition = {
    name: entry.key,
    nameAt: entry.keyAt,
    at: entry.at,
    item,
    parameters: readParameters(entries.get('parameters')?.value, report),
    residual: entries.get('residual'),
    shortcut: entries.get('shortcut'),
    merge: entries.get('merge'),
    after: entries.get('after'),
    layers: entries.get('layers'),
  };
  if (!definition.residual && !definition.layers) {
    report(
      finding(
        'missing-parameter',
        'error',
        `the block \`${entry.key}\` needs \`residual:\` or \`layers:\``,
        entry.keyAt,
      ),
    );
  }
  return definition;
}

/** `parameters: {filters: 16}`, or a list of names that each use must give. */
function readParameters(item: Item | undefined, report: (f: Finding) => void): Map<string, Entry> {
  const parameters = new Map<string, Entry>();
  if (item?.kind === 'map') for (const entry of item.entries) parameters.set(entry.key, entry);
  else if (item?.kind === 'list') {
    for (const { at, ...name } of item.items) {
      if (name.kind !== 'scalar' || typeof name.value !== 'string') continue;
      parameters.set(name.value, {
        key: name.value,
        keyAt: at,
        at,
        value: { kind: 'scalar', value: null, at },
      });
    }
  } else if (item && !isNull(item)) {
    report(finding('wrong-value', 'error', '`parameters` must be a map of names to defaults', item.at));
  }
  return parameters;
}

export const isNull = (item: Item): boolean => item.kind === 'scalar' && item.value === null;

/** The blocks of other files, by relative path. Each file is read once, so that files may include each other. */
export class Includes {
  readonly dependencies: string[] = [];

  constructor(
    private readonly files: Files,
    private readonly report: (f: Finding) => void,
  ) {}

  read(include: Entry | undefined, base: string): Map<string, BlockDefinition> {
    const definitions = new Map<string, BlockDefinition>();
    const paths = include?.value.kind === 'list' ? include.value.items : include ? [include.value] : [];
    for (const path of paths) {
      if (path.kind !== 'scalar' || typeof path.value !== 'string' || path.value === '') {
        this.report(
          finding('wrong-value', 'error', '`include` must be a relative path, or a list of them', path.at),
        );
        continue;
      }
      for (const [name, definition] of this.file(path.value, path.at, base))
        definitions.set(name, definition);
    }
    return definitions;
  }

  private file(path: string, at: Place, base: string): Map<string, BlockDefinition> {
    const uri = resolveUri(base, path);
    if (this.dependencies.includes(uri)) return new Map();
    this.dependencies.push(uri);
    const text = this.files.read(uri);
    if (text === undefined) {
      this.report(finding('missing-file', 'error', `\`${path}\` cannot be read`, at));
      return new Map();
    }
    const { root, findings } = parse(text, uri);
    if (findings.length > 0) {
      this.report(
        finding('syntax', 'error', `\`${path}\` has mistakes: ${findings[0]!.message}`, at, {
          related: findings.slice(0, 5).map(f => ({ message: f.message, at: f.at })),
        }),
      );
    }
    const inherited = this.read(entryOf(root, 'include'), uri);
    return new Map([...inherited, ...readDefinitions(entryOf(root, 'blocks')?.value, this.report)]);
  }
}

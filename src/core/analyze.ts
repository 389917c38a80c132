import { withoutConsequences } from './consequences.js';
import { type Finding, finding, type Related, withLevels } from './finding.js';
import type { Frontend, Reading } from './frontends/frontend.js';
import { frontends } from './frontends/index.js';
import { type Call, type Node, nodeName, type Sorted, sortTopologically, type TypedGraph } from './graph.js';
import type { Program, ReadOptions } from './program.js';
import { findUnits, type Unit } from './residual.js';
import { rules } from './rules/index.js';
import { inferShapes } from './shapes.js';
import { type Files, noFiles, type Source } from './source.js';

/** All that is known of one file, as plain data. Every view shows a Model. */
export interface Model {
  readonly uri: string;
  readonly format: Frontend['format'];
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
  readonly findings: readonly Finding[];
  /** Errors that only follow from others, and are not shown. */
  readonly consequences?: readonly Finding[];
  readonly definitions: Reading['definitions'];
  readonly dependencies: readonly string[];
  /** Why there is no picture of this text. */
  readonly broken?: string;
  /** Where the file is a program: which of its networks this is, and which others there are. */
  readonly program?: Program;
  /** How it was read; a fix is tried in the same way. */
  readonly options: ReadOptions;
}

/** The front end for a file, by its name and what is in it; undefined where the file is plainly not ours. */
export const frontendFor = (source: Source): Frontend | undefined => frontends.find(f => f.claims(source));

/**
 * The one way from a text to what is known of it; undefined where the file is not ours. Never throws on a user's text.
 * Of a program's networks it is the one that the options name, or else the likeliest.
 */
export function analyze(
  source: Source,
  files: Files = noFiles,
  options: ReadOptions = {},
): Model | undefined {
  const frontend = frontendFor(source);
  if (!frontend) return undefined;
  const reading = frontend.read(source, files, options);
  const { nodes: sorted, cut } = sortTopologically(reading.nodes);
  const units = findUnits(sorted);
  const { nodes, findings: problems } = inferShapes(sorted, units);
  const graph: TypedGraph = {
    name: reading.name,
    nodes,
    blocks: reading.blocks,
    outputs: reading.outputs,
  };
  const checked = { graph, units };
  const found = [
    ...reading.findings,
    ...cycleFindings(sorted, cut),
    ...problems,
    ...rules.flatMap(rule => [...(rule.check?.(checked) ?? [])]),
  ];
  const { shown, hidden } = withoutConsequences(found, nodes);
  return {
    uri: source.uri,
    format: frontend.format,
    graph,
    units,
    findings: withLevels(
      mergeRepeats(withCalls(withoutVainAdvice(shown, nodes), nodes), nodes).sort(byPlace),
      options.rules,
    ),
    ...(hidden.length > 0 ? { consequences: hidden } : {}),
    definitions: reading.definitions,
    dependencies: reading.dependencies,
    broken: reading.broken,
    program: reading.program,
    options,
  };
}

/** Of a network that a library brings only what is broken is said: how it is designed is not the author's to change. */
function withoutVainAdvice(findings: readonly Finding[], nodes: readonly Node[]): readonly Finding[] {
  const foreign = new Set(nodes.filter(node => node.library).map(({ id }) => id));
  const isVain = ({ severity, nodes: about }: Finding): boolean =>
    severity !== 'error' && about.length > 0 && about.every(id => foreign.has(id));
  return withoutEarlyAdvice(foreign.size === 0 ? findings : findings.filter(f => !isVain(f)));
}

/** Advice can wait until nothing is broken: who mends a mistake wants to see that, and sizes may be wrong until then. */
const withoutEarlyAdvice = (findings: readonly Finding[]): readonly Finding[] =>
  findings.some(({ severity }) => severity === 'error')
    ? findings.filter(({ severity }) => severity !== 'hint')
    : findings;

/** In a program, the calls that led to the guilty node belong to its story. */
function withCalls(findings: readonly Finding[], nodes: readonly Node[]): readonly Finding[] {
  if (!nodes.some(node => node.calls?.length || node.made)) return findings;
  const byId = new Map(nodes.map(node => [node.id, node]));
  return findings.map(f => {
    const guilty = byId.get(f.nodes[0] ?? '');
    const related = [...madeHere(guilty, f), ...calledHere(guilty?.calls ?? [])];
    return related.length === 0 ? f : { ...f, related: [...f.related, ...related] };
  });
}

const calledHere = (calls: readonly Call[]): Related[] =>
  calls.map(({ text, at }) => ({
    message: `${at.file === undefined ? 'called here' : 'there'}: \`${text}\``,
    at,
  }));

/** Where the object was made whose use is at fault. */
function madeHere(guilty: Node | undefined, { at }: Finding): Related[] {
  const made = guilty?.made;
  if (!guilty || !made || made.at.start === at.start) return [];
  return [
    { message: `\`${nodeName(guilty)}\` is made here: \`${made.text}\``, at: made.at },
    ...made.calls.slice(0, 1).map(({ text, at }) => ({ message: `by \`${text}\``, at })),
  ];
}

/** One finding for each input that closes a cycle. */
function cycleFindings(nodes: readonly Node[], cut: Sorted<Node>['cut']): Finding[] {
  return cut.flatMap(({ node: id, input }) => {
    const node = nodes.find(n => n.id === id);
    const other = nodes.find(n => n.id === input);
    if (!node || !other) return [];
    const message = `\`${nodeName(node)}\` waits for its own output: it takes \`${nodeName(other)}\`, which depends on it`;
    const related = [{ message: `\`${nodeName(other)}\` is here`, at: other.at }];
    return [finding('cycle', 'error', message, node.at, { nodes: [id, input], related })];
  });
}

/** The same fault at the same place, once for each use of a block, is one finding that marks all the nodes. */
function mergeRepeats(findings: readonly Finding[], nodes: readonly Node[]): Finding[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const groups = new Map<string, Finding[]>();
  for (const f of findings) {
    // What one line runs may be made in several.
    const made = byId.get(f.nodes[0] ?? '')?.made?.at.start ?? '';
    const key = `${f.code} ${f.at.file ?? ''} ${f.at.start} ${f.at.end} ${made}`;
    const group = groups.get(key);
    if (group) group.push(f);
    else groups.set(key, [f]);
  }
  return [...groups.values()].map(mergeGroup);
}

function mergeGroup(group: readonly Finding[]): Finding {
  const [first, ...others] = group;
  if (others.length === 0) return first!;
  const elsewhere = others.filter(f => f.nodes[0] !== first!.nodes[0]);
  const different = new Set(elsewhere.flatMap(f => (f.message === first!.message ? [] : f.message))).size;
  const note = different > 0 ? ` (and ${different} more like it here)` : '';
  return { ...first!, message: first!.message + note, nodes: [...new Set(group.flatMap(f => f.nodes))] };
}

const byPlace = (a: Finding, b: Finding): number =>
  Number(a.at.file !== undefined) - Number(b.at.file !== undefined) ||
  a.at.start - b.at.start ||
  a.at.end - b.at.end;

import type { Finding } from '../../finding.js';
import type { Shape, Size } from '../../graph.js';
import { layers } from '../../layers/index.js';
import type { Entry, InputOrigin, ReadOptions, Totals } from '../../program.js';
import type { Files, Place, Source, Span } from '../../source.js';
import { nothingRead, type Reading } from '../frontend.js';
import { type Candidate, candidatesIn } from './candidates.js';
import { directives, shapesIn } from './comments.js';
import { parsed } from './core/modules.js';
import { type Instance, isTensor, type Value } from './core/values.js';
import { build } from './graph/hierarchy.js';
import { kindOf } from './guess.js';
import { isOpenModel } from './keras/model.js';
import { attempt, kerasInput, type Network, networkOf, runNetwork, torchTotals } from './network.js';
import { outlineOf } from './outline.js';
import { Session } from './session.js';
import { isModule } from './torch/module.js';
import { isTooLong, type Made, type Run, tryShapes } from './tries.js';
import { causeOfUnknown } from './unknowns.js';
import { watchFor } from './watch.js';

export type { Entry, ReadOptions as PythonOptions };

export interface PythonReading extends Reading {
  readonly framework: 'torch' | 'keras' | undefined;
  /** What was read, and all that could be: by the text alone, not tried. */
  readonly entry: Entry | undefined;
  readonly candidates: readonly Candidate[];
  /** Weights as the framework counts them, also those that no node uses; undefined where it is the sum over the nodes. */
  readonly totals: Totals | undefined;
  readonly outputShapes: readonly Shape[];
  /** Entries that were tried and make no network. */
  readonly failed: readonly string[];
  /** Mistakes of the interpreter itself, for tests. */
  readonly faults: readonly unknown[];
}

interface Wanted {
  readonly entry: string;
  readonly name: string;
  readonly at: Span;
  readonly input: string | undefined;
  readonly given: boolean;
}

/** Reads one network of a Python file. Never throws on a user's text. */
export function readPython(source: Source, files: Files, options: ReadOptions = {}): PythonReading {
  const candidates = candidatesIn(source.text);
  const wanted = wantedIn(source, candidates, options);
  let first: PythonReading | undefined;
  let best: PythonReading | undefined;
  const failed: string[] = [];
  const spare: Spare = {};
  for (const one of wanted) {
    const reading = { ...readEntry(source, files, options, one, candidates, spare), failed };
    if (reading.nodes.length === 0) failed.push(one.entry);
    first ??= reading;
    if (one.given || (reading.nodes.length > 1 && hasWeights(reading))) return reading;
    // What is too long for one entry is no shorter for the next.
    if (isTooLong(reading)) return best ?? reading;
    if (reading.nodes.length > (best?.nodes.length ?? 0)) best = reading;
  }
  return best ?? first ?? empty(source, candidates);
}

/** An activation or a shuffle of the author's own is a part of a network, and none by itself. */
export const hasWeights = ({ totals, nodes }: PythonReading): boolean =>
  totals ? totals.total !== 0 : nodes.some(({ layer }) => layers[layer].weights !== undefined);

export const noNetwork = 'no network was found in this file';

const mostTried = 12;

/** The entries to try, the surest first. */
function wantedIn({ text }: Source, candidates: readonly Candidate[], options: ReadOptions): Wanted[] {
  const said = directives(parsed(text).comments);
  const named = (entry: string, at: Span, input: string | undefined, given: boolean): Wanted => ({
    entry,
    name: /^[\w.]+/.exec(entry)?.[0] ?? entry,
    at: candidates.find(c => c.name === /^\w+/.exec(entry)?.[0])?.nameAt ?? at,
    input,
    given,
  });
  const inputFor = (entry: string): string | undefined => {
    const name = /^\w+/.exec(entry)?.[0];
    const own = said.find(d => d.entry !== undefined && /^\w+/.exec(d.entry)?.[0] === name);
    return options.input ?? own?.input ?? said.find(d => d.entry === undefined)?.input;
  };
  const start = { start: 0, end: 0 };
  if (options.entry !== undefined) return [named(options.entry, start, inputFor(options.entry), true)];
  const comments = said.flatMap(d =>
    d.entry === undefined ? [] : [named(d.entry, d.at, options.input ?? d.input, true)],
  );
  if (comments.length > 0) return comments.slice(0, 1);
  const order = { comment: 0, variable: 0, function: 1, class: 2 };
  const sorted = [...candidates].sort((a, b) => order[a.kind] - order[b.kind]);
  // Of classes the last one is the network, and those before are its parts.
  const classes = sorted.filter(c => c.kind === 'class').reverse();
  const others = sorted.filter(c => c.kind === 'function');
  const variables = sorted.filter(c => c.kind === 'variable').reverse();
  return [...variables, ...others, ...classes]
    .slice(0, 4 * mostTried)
    .map(c => named(c.entry, c.nameAt, inputFor(c.entry), false));
}

function readEntry(
  source: Source,
  files: Files,
  options: ReadOptions,
  wanted: Wanted,
  candidates: readonly Candidate[],
  spare: Spare,
): PythonReading {
  const given = wanted.input === undefined ? undefined : shapesIn(wanted.input);
  const make = (): Made => makeNetwork(source, files, options, wanted, given, spare);
  const made = make();
  const { session, value } = made;
  const run: Run = (now, shapes, origin) =>
    finish(source, now, wanted, candidates, origin, runOn(now, shapes, origin));
  if (given) return run(made, isModule(value) ? batched(given, value) : given, givenBy(options));
  if (isModule(value) || isOpenModel(value)) {
    const watch = (): readonly Shape[] | undefined =>
      watchFor(value.cls, source, files, options.roots ?? [])?.shapes;
    return tryShapes({ made, make, run, watch, text: source.text });
  }
  const network = runNetwork(session, value, undefined);
  if (!network && session.isUnchanged) spare.session = session;
  return finish(source, made, wanted, candidates, 'code', network);
}

/** What fails on an input that the user names fails in Python, too. */
function runOn(
  { session, value }: Made,
  shapes: readonly Shape[] | undefined,
  origin: InputOrigin,
): Network | undefined {
  session.vm.isRunning = origin === 'given' || origin === 'comment' || origin === 'call';
  return runNetwork(session, value, shapes);
}

const givenBy = ({ input }: ReadOptions): InputOrigin => (input === undefined ? 'comment' : 'given');

/** Three numbers are one image where the network takes images. */
const batched = (shapes: readonly (readonly Size[])[], network: Instance): Shape[] =>
  shapes.map(shape => (shape.length === 3 && kindOf(network)?.kind === 'image' ? [1, ...shape] : [...shape]));

/** A program that was loaded for something that turned out to be no network: it serves the next one. */
interface Spare {
  session?: Session | undefined;
}

function makeNetwork(
  source: Source,
  files: Files,
  options: ReadOptions,
  wanted: Wanted,
  given: readonly Shape[] | undefined,
  spare: Spare,
): Made {
  const session = spare.session ?? new Session(source, files, options.roots ?? []);
  spare.session = undefined;
  session.forget();
  const { vm } = session;
  const names = new Map<string, Value>();
  for (const name of ['torch', 'nn', 'keras', 'K', 'tf']) {
    const library = { torch: 'torch', nn: 'torch.nn', keras: 'keras', K: 'keras', tf: 'tensorflow' }[name]!;
    const found = session.module.vars.has(name) ? undefined : vm.options.libraries.module(vm, library);
    if (found) names.set(name, found);
  }
  if (given && /\b(x|inputs)\b/.test(wanted.entry)) {
    const input = session.run(() => kerasInput(session, given[0] ?? null));
    for (const name of ['x', 'inputs']) if (!session.module.vars.has(name)) names.set(name, input);
  }
  const value = attempt(vm, () => networkOf(session, session.evaluate(wanted.entry, names), given)) ?? null;
  return { session, value };
}

export interface Finished extends PythonReading {
  readonly isClean: boolean;
}

function finish(
  source: Source,
  { session, value }: Made,
  wanted: Wanted,
  candidates: readonly Candidate[],
  origin: InputOrigin,
  network: Network | undefined,
): Finished {
  const { vm, recorder } = session;
  const outputs = network?.outputs.flatMap(t => t.node ?? []) ?? [];
  const at: Place = { start: wanted.at.start, end: wanted.at.end };
  const {
    nodes,
    blocks,
    outputs: last,
    ids,
  } = build(recorder.drafts, outputs, wanted.name, at, place =>
    written(vm.texts.get(place.file ?? source.uri) ?? '', place),
  );
  const outputShapes = network?.outputs.filter(isTensor).map(t => t.shape) ?? [];
  const totals = network?.totals ?? (isModule(value) ? torchTotals(value) : undefined);
  const said = shownFindings(session, ids);
  const isSilent = !said.some(f => f.severity !== 'warning');
  const cause = isSilent
    ? causeOfUnknown(value, totals?.total, outputShapes, recorder.drafts, new Set(ids.keys()))
    : undefined;
  const ended = said.some(f => f.message.startsWith('the reading ends here'));
  return {
    ...nothingRead,
    name: wanted.name,
    nodes,
    blocks,
    outputs: last,
    definitions: outlineOf(source.text),
    findings: cause ? [...said, cause] : said,
    dependencies: [...vm.asked],
    framework: network?.framework,
    entry: { entry: wanted.entry, name: wanted.name, at: wanted.at, input: network?.inputs, origin },
    candidates,
    totals,
    outputShapes,
    failed: [],
    faults: vm.faults,
    isClean: !ended && !said.some(f => f.severity === 'error'),
    ...(nodes.length === 0 ? { broken: noNetwork } : {}),
  };
}

/** What was found, with the node that it is about; a remark on what is not known only where it belongs to what is shown. */
function shownFindings({ vm, recorder }: Session, ids: ReadonlyMap<number, string>): Finding[] {
  return vm.findings.flatMap(f => {
    const remarked = recorder.remarks.get(f);
    const id = ids.get(remarked ?? vm.guilty.get(f) ?? -1);
    if (id !== undefined) return [{ ...f, nodes: [id] }];
    return remarked === undefined ? [f] : [];
  });
}

const longest = 80;

/** A place's text on one line. */
function written(text: string, { start, end }: Place): string {
  const line = text.slice(start, Math.min(end, start + 4 * longest)).replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

const empty = (source: Source, candidates: readonly Candidate[]): PythonReading => ({
  ...nothingRead,
  framework: undefined,
  entry: undefined,
  candidates,
  totals: undefined,
  outputShapes: [],
  failed: [],
  faults: [],
  definitions: outlineOf(source.text),
  broken: noNetwork,
});

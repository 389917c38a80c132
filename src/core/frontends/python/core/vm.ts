import { type Code, type Finding, finding } from '../../../finding.js';
import { type Call as CallInText, formatShape } from '../../../graph.js';
import type { Files, Place, Source, Span } from '../../../source.js';
import type { Recorder } from '../graph/recorder.js';
import { isBundled } from '../networks/index.js';
import type { Expression } from '../syntax/index.js';
import { Applications } from './applications.js';
import { getAttribute, lookUpAttribute, setAttribute } from './attributes.js';
import { callValue } from './calls.js';
import { exceptionClass } from './exceptions.js';
import { iterate } from './iterate.js';
import { describeCall } from './text.js';
import { truth } from './truth.js';
import {
  type Args,
  Instance,
  type Made,
  type ModuleValue,
  type Scope,
  type Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values.js';

/** A Python exception on its way. */
export class PyRaise {
  constructor(
    readonly value: Value,
    readonly at: Place | undefined,
    /** The user's own check failed on values that are all known: Python stops there, too. */
    readonly isCertain = false,
  ) {}
}

/** The budget is used up: everything stops. */
export class LimitReached {}

/** A function, or a module, that is being run. */
export class Frame {
  /** The call that is being made. */
  call: { readonly expression: Expression; readonly args: Args } | undefined = undefined;
  /** The innermost frame of the analysed file: this one, or one around it. */
  readonly own: Frame | undefined;
  /** The calls around, from the inside out; made when first asked for, since they stand while this frame runs. */
  around: readonly CallInText[] | undefined = undefined;

  constructor(
    readonly scope: Scope,
    readonly uri: string | undefined,
    /** What is being evaluated. */
    public at: Span,
    readonly yields: Value[] | undefined,
    readonly outer: Frame | undefined,
    isOwn: boolean,
  ) {
    this.own = isOwn ? this : outer?.own;
  }
}

/** What the models of the libraries do for the interpreter. */
export interface Libraries {
  module(vm: Vm, name: string): ModuleValue | undefined;
  tensorAttribute(vm: Vm, tensor: Tensor, name: string): Value | undefined;
  /** An operator or a comparison with a tensor on at least one side. */
  tensorBinary(vm: Vm, op: string, left: Value, right: Value): Value;
  tensorUnary(vm: Vm, op: string, operand: Tensor): Value;
  tensorItem(vm: Vm, tensor: Tensor, index: Value): Value;
  /** A call of something that is not known: tensors that go in come out with unknown shapes. */
  unknownCall(vm: Vm, callee: Value, args: Args): Value;
  /** A value is set on an instance of a library's class. */
  attributeSet(vm: Vm, instance: Instance, name: string, value: Value): void;
}

export interface Report {
  /** What came of it all the same. */
  readonly of?: Tensor;
  /** What it was computed from. */
  readonly from?: readonly Tensor[];
}

export interface VmOptions {
  readonly libraries: Libraries;
  readonly source: Source;
  readonly files: Files;
  readonly roots: readonly string[];
  readonly steps: number;
  /** The analysed file is run as a program: its main guard is taken. */
  readonly asProgram?: boolean;
}

const deepest = 120;
const mostItems = 100_000;

/** The interpreter's state, and the few verbs that library models need. */
export class Vm {
  readonly frames: Frame[] = [];
  readonly modules = new Map<string, ModuleValue>();
  readonly findings: Finding[] = [];
  readonly applications = new Applications();
  readonly texts = new Map<string, string>();
  readonly asked = new Set<string>();
  /** A mistake of ours, kept for the tests: to the user it is something unknown. */
  readonly faults: unknown[] = [];
  /** The network is there, and runs on an input that is sure. */
  isRunning = false;
  /** The program has asked what only the machine knows: files, devices, versions. */
  hasAskedMachine = false;
  /** The node that a finding is about, by its draft. */
  readonly guilty = new Map<Finding, number>();
  /** Above 0 while code runs of which it is not known whether, or how often, it does. */
  unsure = 0;
  private steps: number;
  private readonly remarks = new Set<string>();

  constructor(
    readonly options: VmOptions,
    readonly recorder: Recorder,
  ) {
    this.steps = options.steps;
  }

  get frame(): Frame {
    return this.frames.at(-1)!;
  }

  step(cost = 1): void {
    this.steps -= cost;
    if (this.steps < 0) throw new LimitReached();
  }

  unsurely<T>(run: () => T): T {
    this.unsure++;
    try {
      return run();
    } finally {
      this.unsure--;
    }
  }

  /** Runs with at most so many steps of those that are left. */
  within<T>(most: number, run: () => T): T {
    const left = this.steps;
    this.steps = Math.min(left, most);
    const given = this.steps;
    try {
      return run();
    } finally {
      this.steps = left - (given - Math.max(0, this.steps));
    }
  }

  enter<T>(scope: Scope, uri: string | undefined, at: Span, yields: Value[] | undefined, run: () => T): T {
    const { frames } = this;
    if (frames.length >= deepest) throw this.error('RecursionError', 'maximum recursion depth exceeded');
    const outer = frames.at(-1);
    // A bundled text is no place to show: what happens there is the doing of the line that called it.
    const file = uri !== undefined && isBundled(uri) ? undefined : uri;
    frames.push(new Frame(scope, file, at, yields, outer, uri === this.options.source.uri));
    try {
      return run();
    } finally {
      this.frames.pop();
    }
  }

  /** The innermost place in the analysed file, and the calls around it and inside it. */
  place(): Made {
    const frame = this.frames.at(-1);
    return { at: this.here(), calls: frame?.own ? this.callsIn(frame) : [], library: this.isInLibrary };
  }

  /** Whether a bundled text is what runs. */
  get isInLibrary(): boolean {
    const uri = this.frames.at(-1)?.scope.module.uri;
    return uri !== undefined && isBundled(uri);
  }

  /** The innermost place in the analysed file; before that is reached, the one in the file that is read. */
  here(): Place {
    const own = this.frames.at(-1)?.own;
    const frame = own ?? this.frames.findLast(({ uri }) => uri !== undefined);
    const { start, end } = frame?.at ?? { start: 0, end: 0 };
    return own || !frame ? { start, end } : { start, end, file: frame.uri };
  }

  /** The calls from a frame out: those inside the analysed file's innermost place with what they evaluate. */
  private callsIn(frame: Frame): readonly CallInText[] {
    frame.around ??= frame.own === frame ? this.callsAround(frame) : this.callsIn(frame.outer!);
    if (frame.own === frame || frame.uri === undefined) return frame.around;
    const { start, end } = frame.at;
    return [{ text: this.textAt(frame), at: { start, end, file: frame.uri } }, ...frame.around];
  }

  private callsAround({ outer }: Frame): readonly CallInText[] {
    const calls: CallInText[] = [];
    for (let frame = outer; frame; frame = frame.outer)
      if (frame.uri !== undefined && frame.call)
        calls.push({ text: this.textAt(frame), at: this.placeOf(frame.uri, frame.at) });
    return calls;
  }

  private textAt(frame: Frame): string {
    const text = this.texts.get(frame.uri ?? '') ?? '';
    return frame.call
      ? describeCall(frame.call.expression, frame.call.args, text)
      : text.slice(frame.at.start, Math.min(frame.at.end, frame.at.start + 60));
  }

  placeOf(uri: string | undefined, span: Span): Place {
    const { start, end } = span;
    return uri === undefined || uri === this.options.source.uri ? { start, end } : { start, end, file: uri };
  }

  /** A span of the text that is running; where that is no text of the user's, the place that is shown instead. */
  placeOfRunning(span: Span): Place {
    const uri = this.frame?.uri;
    return uri === undefined ? this.here() : this.placeOf(uri, span);
  }

  /** A remark or an error, at the innermost place of the analysed file. */
  report(
    code: Code,
    severity: Finding['severity'],
    message: string,
    at?: Place,
    { of, from = [] }: Report = {},
  ): Finding | undefined {
    // What may not be run is no mistake.
    if (severity === 'error' && this.unsure > 0) return undefined;
    const { at: here, calls } = this.place();
    const sources = from.flatMap(({ node, shape }) => {
      const draft = node === undefined ? undefined : this.recorder.drafts[node];
      return draft ? { message: `this gives ${formatShape(shape)}`, at: draft.at } : [];
    });
    const around = calls.map(call => ({ message: `called here: \`${call.text}\``, at: call.at }));
    const place = at ?? here;
    const key = `${code} ${message} ${place.start} ${place.file}`;
    if (this.remarks.has(key)) return undefined;
    this.remarks.add(key);
    const found = finding(code, severity, message, place, { related: [...sources, ...around] });
    this.findings.push(found);
    if (of?.node !== undefined) this.guilty.set(found, of.node);
    return found;
  }

  /** Something that is not known; it never becomes an error. */
  unknown(name: string): Unknown {
    return new Unknown(name);
  }

  /** Whether a check of the user's on the network's input that fails now fails in Python, too. */
  get isCertain(): boolean {
    const { frame } = this;
    return (
      this.isRunning &&
      this.unsure === 0 &&
      !this.hasAskedMachine &&
      frame?.uri === this.options.source.uri &&
      frame.scope.type === 'function' &&
      this.frames.every(f => f.uri === undefined || f.uri === this.options.source.uri)
    );
  }

  error(type: string, message: string): PyRaise {
    const instance = new Instance(exceptionClass(type));
    instance.attrs.set('args', new Tuple([message]));
    return new PyRaise(instance, this.frame && this.placeOfRunning(this.frame.at));
  }

  call(callee: Value, ...args: readonly Value[]): Value {
    return callValue(this, callee, { pos: args, kw: new Map() });
  }

  callWith(callee: Value, args: Args): Value {
    return callValue(this, callee, args);
  }

  get(object: Value, name: string): Value {
    return getAttribute(this, object, name);
  }

  /** Undefined where there is no such attribute. */
  look(object: Value, name: string): Value | undefined {
    return lookUpAttribute(this, object, name);
  }

  set(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }

  truth(value: Value): boolean | undefined {
    return truth(this, value);
  }

  iterate(value: Value): Iterator<Value> | undefined {
    return iterate(this, value);
  }

  /** All items; undefined where they are not known. Stops at a bound. */
  list(value: Value): Value[] | undefined {
    const items = this.iterate(value);
    if (!items) return undefined;
    const result: Value[] = [];
    for (let next = items.next(); !next.done; next = items.next()) {
      this.step();
      if (result.length >= mostItems) throw new LimitReached();
      result.push(next.value);
    }
    return result;
  }
}

import type { Files, Source } from '../../source.js';
import type { Application } from './core/applications.js';
import { evaluate } from './core/evaluate.js';
import { loadText } from './core/modules.js';
import { type ModuleValue, Scope, type Value } from './core/values.js';
import { Vm } from './core/vm.js';
import { Recorder } from './graph/recorder.js';
import { libraries } from './libraries.js';
import { parseLazily } from './syntax/index.js';

/** Three times what a network of 1,202 layers takes. */
const steps = 1_000_000;

interface How {
  /** The main guard is taken. */
  readonly asProgram?: boolean;
  readonly isEnough?: (one: Application) => boolean;
  readonly steps?: number;
}

/** One file, loaded and ready to evaluate expressions with its names. */
export class Session {
  readonly vm: Vm;
  readonly recorder = new Recorder();
  readonly module: ModuleValue;
  private readonly loaded: { readonly drafts: number; readonly findings: number };

  constructor(source: Source, files: Files, roots: readonly string[], how: How = {}) {
    const { asProgram = false } = how;
    this.vm = new Vm(
      { source, files, roots, steps: how.steps ?? steps, libraries, asProgram },
      this.recorder,
    );
    this.vm.applications.isEnough = how.isEnough;
    const path = source.uri.replace(/(\/__init__)?\.py$/, '');
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.module = loadText(this.vm, path, source.uri, name, source.text);
    this.loaded = { drafts: this.recorder.drafts.length, findings: this.vm.findings.length };
  }

  /** Whether nothing has been computed since the file was loaded. */
  get isUnchanged(): boolean {
    return this.recorder.drafts.length === this.loaded.drafts;
  }

  /** Drops the remarks about what was evaluated since. */
  forget(): void {
    this.vm.findings.length = Math.min(this.vm.findings.length, this.loaded.findings);
  }

  /** The value of an expression, or what calling it with nothing gives. */
  evaluate(text: string, names: ReadonlyMap<string, Value> = new Map()): Value {
    const [statement] = parseLazily(text).body;
    if (statement?.kind !== 'expr') return this.vm.unknown('an entry');
    const scope = new Scope(this.module, undefined, 'function', new Map(names));
    return this.vm.enter(scope, undefined, { start: 0, end: 0 }, undefined, () =>
      evaluate(this.vm, scope, statement.value),
    );
  }

  /** Runs something outside any function of the text. */
  run<T>(what: () => T): T {
    const scope = new Scope(this.module, undefined, 'function');
    return this.vm.enter(scope, undefined, { start: 0, end: 0 }, undefined, what);
  }
}

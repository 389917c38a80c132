import type { Call, Size } from '../../../graph.js';
import type { Place, Span } from '../../../source.js';
import type { Body, Expression, Parameter } from '../syntax/index.js';
import { type Dict, type Iter, List, type PySet, type Range, type Slice, Tuple } from './containers.js';
import type { Vm } from './vm.js';

export { Dict, Iter, List, PySet, Range, Slice, Tuple } from './containers.js';

/** What a Python expression can be here. Whole numbers are numbers; a float is a `Float`, since Python keeps them apart. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Float
  | List
  | Tuple
  | Dict
  | PySet
  | Slice
  | Range
  | Iter
  | Func
  | Builtin
  | Class
  | Instance
  | Method
  | ModuleValue
  | Descriptor
  | Super
  | Tensor
  | Unknown
  | Lazy
  | EllipsisValue;

export class Float {
  readonly kind = 'float';
  constructor(readonly value: number) {}
}

export interface EllipsisValue {
  readonly kind: 'ellipsis';
}

export const ellipsis: EllipsisValue = { kind: 'ellipsis' };

/** What a function does; read from the text when it is first called. */
export interface Code {
  readonly body: Body | Expression;
  readonly isGenerator: boolean;
}

export class Func {
  readonly kind = 'function';
  owner: Class | undefined = undefined;
  readonly attrs = new Map<string, Value>();
  constructor(
    readonly name: string,
    readonly qualname: string,
    readonly params: readonly Parameter[],
    private readonly defaults: Map<string, Value>,
    readonly code: Code,
    readonly scope: Scope,
    readonly at: Span,
    readonly annotations: ReadonlyMap<string, Expression> = new Map(),
  ) {}

  hasDefault(name: string): boolean {
    return this.defaults.has(name);
  }

  /** What a parameter is where nothing is given for it; undefined where something must be. */
  default(name: string): Value | undefined {
    const found = this.defaults.get(name);
    if (!(found instanceof Lazy)) return found;
    const value = found.force() ?? new Unknown(name);
    this.defaults.set(name, value);
    return value;
  }
}

export interface Args {
  readonly pos: readonly Value[];
  readonly kw: ReadonlyMap<string, Value>;
  /** `*args` or `**kwargs` of unknown content were given, too. */
  readonly open?: boolean;
}

export class Builtin {
  readonly kind = 'builtin';
  readonly attrs = new Map<string, Value>();
  /** `method`: becomes bound when it is read from an instance. */
  constructor(
    readonly name: string,
    readonly call: (vm: Vm, args: Args) => Value,
    readonly method = false,
  ) {}
}

export class Class {
  readonly kind = 'class';
  readonly members = new Map<string, Value>();
  mro: readonly Class[];
  /** It has a base that is not known: an attribute that is not there may be. */
  open = false;
  /** A library's class whose rarer attributes are not modelled. */
  library = false;
  /** Of a dataclass or a namedtuple: its fields in order. */
  fields: readonly string[] | undefined = undefined;
  isEnum = false;
  metaclass: Value | undefined = undefined;
  constructor(
    readonly name: string,
    readonly bases: readonly Class[],
    readonly module: ModuleValue | undefined = undefined,
    readonly at: Span | undefined = undefined,
  ) {
    this.mro = linearize(this);
    this.open = bases.some(base => base.open);
    this.isEnum = bases.some(base => base.isEnum);
  }

  find(name: string): Value | undefined {
    for (const cls of this.mro) {
      const found = cls.members.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  get fromLibrary(): boolean {
    return this.mro.some(cls => cls.library);
  }

  isA(other: Class): boolean {
    return this.mro.includes(other);
  }
}

/** C3 linearisation; where there is none, depth first. */
function linearize(cls: Class): readonly Class[] {
  const lists = [...cls.bases.map(base => [...base.mro]), [...cls.bases]];
  const result: Class[] = [cls];
  while (lists.some(list => list.length > 0)) {
    const heads = lists.flatMap(list => list[0] ?? []);
    const next = heads.find(head => !lists.some(list => list.indexOf(head) > 0)) ?? heads[0]!;
    result.push(next);
    for (const list of lists) {
      const at = list.indexOf(next);
      if (at >= 0) list.splice(at, 1);
    }
  }
  return result;
}

/** Where an object was made: the innermost call in the analysed file, and the calls around it. */
export interface Made {
  readonly at: Place;
  readonly calls: readonly Call[];
  /** Inside a network that a library brings. */
  readonly library: boolean;
}

export class Instance {
  readonly kind = 'instance';
  readonly attrs = new Map<string, Value>();
  /** What a library keeps of it. */
  data: unknown = undefined;
  made: Made | undefined = undefined;
  constructor(readonly cls: Class) {}
}

export class Method {
  readonly kind = 'method';
  constructor(
    readonly self: Value,
    readonly func: Value,
  ) {}
}

export class Descriptor {
  readonly kind = 'descriptor';
  constructor(
    readonly type: 'property' | 'static' | 'class' | 'cached',
    readonly func: Value,
    readonly setter: Value | undefined = undefined,
  ) {}
}

export class Super {
  readonly kind = 'super';
  constructor(
    readonly cls: Class,
    readonly self: Value,
  ) {}
}

export class ModuleValue {
  readonly kind = 'module';
  readonly vars = new Map<string, Value>();
  /** Names may be missing: a star import of an unknown module, or a library. */
  open = false;
  /** Finds a library's name on first use. */
  resolve: ((name: string) => Value | undefined) | undefined = undefined;
  constructor(
    readonly name: string,
    readonly uri: string | undefined = undefined,
  ) {}
}

/** An import that is carried out when its name is first used. */
export class Lazy {
  readonly kind = 'lazy';
  constructor(readonly force: () => Value | undefined) {}
}

export type Framework = 'torch' | 'keras';

/** A tensor by its shape, batch first; with the node of the graph that computes it, and its numbers where they are few and known. */
export class Tensor {
  readonly kind = 'tensor';
  node: number | undefined = undefined;
  /** A weight: `nn.Parameter`, or `add_weight`. */
  parameter: { trainable: boolean } | undefined = undefined;
  data: readonly number[] | undefined = undefined;
  whole = false;
  /** Behind a mismatch: its sizes that are not known do not take those of what it is merged with. */
  doubtful = false;
  /** A size that is not known is not known to us: in Keras it need not be None. */
  opaque = false;
  attrs: Map<string, Value> | undefined = undefined;
  constructor(
    readonly shape: readonly Size[] | null,
    readonly framework: Framework,
  ) {}
}

export class Unknown {
  readonly kind = 'unknown';
  /** `name`: what it is called, for the remark. */
  constructor(readonly name: string) {}
}

export class Scope {
  readonly vars: Map<string, Value>;
  outside: Set<string> | undefined = undefined;
  constructor(
    readonly module: ModuleValue,
    readonly parent: Scope | undefined,
    readonly type: 'module' | 'class' | 'function',
    vars?: Map<string, Value>,
  ) {
    this.vars = vars ?? new Map();
  }
}

export const isUnknown = (value: Value | undefined): value is Unknown => value instanceof Unknown;

export const isTensor = (value: Value | undefined): value is Tensor => value instanceof Tensor;

const ids = new WeakMap<object, number>();

let nextId = 0;

/** Equal values have equal keys, as with Python's hashes. */
export function keyOf(value: Value): string {
  if (value === null) return 'n';
  if (typeof value === 'boolean') return `i${Number(value)}`;
  if (typeof value === 'number') return `i${value}`;
  if (typeof value === 'string') return `s${value}`;
  if (value.kind === 'float') return `i${value.value}`;
  if (value.kind === 'tuple') return `t(${value.items.map(keyOf).join(',')})`;
  let id = ids.get(value);
  if (id === undefined) {
    id = nextId++;
    ids.set(value, id);
  }
  return `o${id}`;
}

/** A number, of either type; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Float) return value.value;
  if (value instanceof Tensor && value.data?.length === 1) return value.data[0];
  return undefined;
}

/** Items of a list or tuple; undefined for anything else. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof List) return value.open ? undefined : value.items;
  if (value instanceof Tuple) return value.items;
  return undefined;
}

export const sizeValue = (size: Size): Value => (size === null ? new Unknown('a size') : size);

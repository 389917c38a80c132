import { type Class, isUnknown, keyOf, type Value } from './values.js';

export class List {
  readonly kind = 'list';
  /** `open`: it may have more items than are known. */
  constructor(
    public items: Value[],
    public open = false,
  ) {}
}

export class Tuple {
  readonly kind = 'tuple';
  /** `names` and `cls` for a namedtuple. */
  constructor(
    readonly items: readonly Value[],
    readonly names?: readonly string[],
    readonly cls?: Class,
  ) {}
}

export class Dict {
  readonly kind = 'dict';
  readonly map = new Map<string, { readonly key: Value; value: Value }>();
  open = false;
  /** Of a defaultdict. */
  factory: Value | undefined = undefined;

  static of(entries: Iterable<readonly [string, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get(key: Value): Value | undefined {
    return this.map.get(keyOf(key))?.value;
  }

  set(key: Value, value: Value): void {
    if (isUnknown(key)) {
      this.open = true;
      return;
    }
    const id = keyOf(key);
    const entry = this.map.get(id);
    if (entry) entry.value = value;
    else this.map.set(id, { key, value });
  }
}

export class PySet {
  readonly kind = 'set';
  readonly map = new Map<string, Value>();
  open = false;
  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.add(item);
  }
  add(item: Value): void {
    if (isUnknown(item)) this.open = true;
    else this.map.set(keyOf(item), item);
  }
}

export class Slice {
  readonly kind = 'slice';
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {}
}

export class Range {
  readonly kind = 'range';
  readonly length: number;
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
}

/** A generator or an iterator: its items come as they are asked for. */
export class Iter {
  readonly kind = 'iterator';
  constructor(readonly items: Iterator<Value>) {}
}

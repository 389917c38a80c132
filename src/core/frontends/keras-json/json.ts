import { getNodeValue, type Node } from 'jsonc-parser';
import type { Place } from '../../source.js';

/** A JSON value with its place in the file. */
export class Json {
  /** `within` is the place of everything in a JSON text that is itself a string of the file. */
  constructor(
    private readonly node: Node,
    private readonly within?: Place,
  ) {}

  get at(): Place {
    return this.within ?? { start: this.node.offset, end: this.node.offset + this.node.length };
  }

  /** The place of a string without its quotes. */
  get textAt(): Place {
    const { start, end } = this.at;
    return this.within || this.string === undefined ? this.at : { start: start + 1, end: end - 1 };
  }

  /** Tells this value from every other one of the text. */
  get offset(): number {
    return this.node.offset;
  }

  get isObject(): boolean {
    return this.node.type === 'object';
  }

  get isArray(): boolean {
    return this.node.type === 'array';
  }

  /** The elements of an array; none for anything else. */
  get items(): Json[] {
    return this.isArray ? (this.node.children ?? []).map(child => new Json(child, this.within)) : [];
  }

  /** The properties of an object; none for anything else. */
  get entries(): (readonly [string, Json])[] {
    if (!this.isObject) return [];
    return (this.node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value ? [[String(key.value), new Json(value, this.within)] as const] : [],
    );
  }

  /** The last value under a key, as Python reads a key that stands twice. */
  get(key: string): Json | undefined {
    if (!this.isObject) return undefined;
    const property = this.node.children?.findLast(({ children }) => children?.[0]?.value === key);
    const value = property?.children?.[1];
    return value && new Json(value, this.within);
  }

  get string(): string | undefined {
    return typeof this.node.value === 'string' ? this.node.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.node.value === 'number' ? this.node.value : undefined;
  }

  /** The value as plain data. */
  get value(): unknown {
    return getNodeValue(this.node);
  }
}

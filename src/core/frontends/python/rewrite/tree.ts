import type { Span } from '../../../source.js';
import type { Call, ClassDef, Expression, FunctionDef, Module, Statement } from '../syntax/index.js';

/** Anything of the syntax that has a place. */
export interface AnyNode {
  readonly at: Span;
  readonly kind?: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isNode = (value: Record<string, unknown>): boolean => isObject(value.at);

/** What a node is made of, in the order of its fields. */
export function* childrenOf(node: object): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!isObject(item)) continue;
      if (isNode(item)) yield item as unknown as AnyNode;
      else if (!('start' in item)) yield* childrenOf(item);
    }
  }
}

/** A node and all in it; long chains to the left need no depth of ours. */
export function* allIn(node: object): Generator<AnyNode> {
  const open: object[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('at' in next) yield next as AnyNode;
    open.push(...[...childrenOf(next)].reverse());
  }
}

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The nodes around a place, from the outside in; the one at the place is the last. */
export function pathTo(module: Module, place: Span): AnyNode[] {
  const path: AnyNode[] = [];
  let inside: object = module.body;
  for (;;) {
    const next: AnyNode | undefined = [...childrenOf({ inside })].find(child => holds(child.at, place));
    if (!next) return path;
    path.push(next);
    inside = Object.values(next);
  }
}

/** The innermost call at exactly this place. */
export const callAt = (module: Module, { start, end }: Span): Call | undefined =>
  pathTo(module, { start, end }).find(
    (node): node is Call => node.kind === 'call' && node.at.start === start && node.at.end === end,
  );

export const functionAround = (path: readonly AnyNode[]): FunctionDef | undefined =>
  path.findLast((node): node is FunctionDef => node.kind === 'functionDef');

/** The class of a method; undefined for a function in a function. */
export function classAround(path: readonly AnyNode[]): ClassDef | undefined {
  const at = path.findLastIndex(node => node.kind === 'functionDef');
  const around = path[(at < 0 ? path.length : at) - 1];
  return around?.kind === 'classDef' ? (around as ClassDef) : undefined;
}

const simple = new Set(['assign', 'augAssign', 'annAssign', 'return', 'expr', 'delete', 'assert']);

/** The simple statement around a place. */
export const statementAround = (path: readonly AnyNode[]): Statement | undefined =>
  path.findLast((node): node is Statement => simple.has(node.kind ?? ''));

export const methodOf = (cls: ClassDef, name: string): FunctionDef | undefined =>
  cls.body.find((m): m is FunctionDef => m.kind === 'functionDef' && m.name === name);

/** `self.name` */
export const isSelf = (e: Expression, name?: string): boolean =>
  e.kind === 'attribute' &&
  e.value.kind === 'name' &&
  e.value.id === 'self' &&
  (name === undefined || e.attr === name);

/** Names that are read or written in a node. */
export const namesIn = (node: object): { readonly id: string; readonly at: Span }[] =>
  [...allIn(node)].flatMap(n => (n.kind === 'name' ? [n as unknown as { id: string; at: Span }] : []));

import { type Node, type Shape, shapesAgree } from '../../graph.js';
import type { Value } from '../../layers/parameters.js';
import type { Source } from '../../source.js';
import { evaluate, type Scope } from './expressions.js';
import type { NativeReading } from './index.js';
import { strideBetween } from './shortcut.js';

/** One use of the text of a convolution: what it gets there, and the shape that must come out. */
export interface Site {
  readonly scope: Scope;
  readonly from: NonNullable<Shape>;
  readonly to: NonNullable<Shape>;
}

/** What to write for a parameter: an expression with its quotes, or a value. */
export type Wording = { readonly expression: string } | { readonly value: Value };

/** The nodes that the text of one node stands for: one for each use of the block that holds it. */
export const copiesOf = (reading: NativeReading, { layer, at }: Node): readonly Node[] =>
  reading.nodes.filter(
    node =>
      node.layer === layer &&
      node.at.start === at.start &&
      node.at.end === at.end &&
      node.at.file === at.file,
  );

/** The uses of a text, by the ids of the nodes whose shapes count; undefined where one cannot be a convolution's. */
export function sitesOf(
  reading: NativeReading,
  uses: readonly { readonly node: Node; readonly from?: string; readonly to?: string }[],
): readonly Site[] | undefined {
  const sites = uses.flatMap(({ node, from, to }): Site[] => {
    const before = reading.shapeOf(from ?? '');
    const after = reading.shapeOf(to ?? '');
    const scope = reading.sources.get(node.id)?.scope ?? new Map();
    return before && after && before.length === after.length && before.length >= 2
      ? [{ scope, from: before, to: after }]
      : [];
  });
  return sites.length > 0 && sites.length === uses.length ? sites : undefined;
}

/** The `$expressions` that nodes of this file have for a parameter, the last node's first, as they are written. */
export function expressionsIn(source: Source, nodes: readonly Node[], parameter: string): string[] {
  const texts = nodes.flatMap(({ places }) => {
    const place = places?.[parameter];
    return place && place.file === undefined ? [source.text.slice(place.start, place.end)] : [];
  });
  return [...new Set(texts.reverse())].filter(text => /^["']?\$/.test(text));
}

/** How one parameter of a convolution fits. */
interface Fit {
  /** Whether a value is right at a site; what is not known fits everything. */
  fits(site: Site, value: Value): boolean;
  /** What is right at every site: in the block's own words, one number, or a multiple of a block's parameter. */
  word(sites: readonly Site[], written: readonly string[]): Wording | undefined;
}

const hasFilters: Fit['fits'] = ({ to }, value) =>
  typeof value === 'number' && value >= 1 && [null, value].includes(to.at(-1)!);

/** ⌈from / stride⌉ = to, along height and width. */
const hasStride: Fit['fits'] = ({ from, to }, value) => {
  const strides = from.slice(0, -1).map((_, axis) => (Array.isArray(value) ? value[axis] : value));
  if (!strides.every(s => typeof s === 'number' && Number.isSafeInteger(s) && s >= 1)) return false;
  const given = from.slice(0, -1).map((size, axis) => size && Math.ceil(size / Number(strides[axis])));
  return shapesAgree(given, to.slice(0, -1));
};

export const filtersFit: Fit = {
  fits: hasFilters,
  word: (sites, written) => word(sites, [...written, '$filters'], hasFilters, ({ to }) => to.at(-1) ?? null),
};

export const strideFit: Fit = {
  fits: hasStride,
  word: (sites, written) => word(sites, [...written, '$stride'], hasStride, wantedStride),
};

/** A site's stride, one number where it is the same for all axes; 1 where the sizes do not say. */
function wantedStride({ from, to }: Site): Value {
  const strides = from.slice(0, -1).map((size, axis) => {
    const wanted = to[axis] ?? null;
    return size === null || wanted === null ? 1 : strideBetween(size, wanted);
  });
  return strides.every(stride => stride === strides[0]) ? strides[0]! : strides;
}

function word(
  sites: readonly Site[],
  expressions: readonly string[],
  fits: Fit['fits'],
  wanted: (site: Site) => Value,
): Wording | undefined {
  const expression = expressions.find(text => holds(text, sites, fits));
  if (expression !== undefined) return { expression };
  const value = wanted(sites[0]!);
  if (value === null) return undefined;
  if (sites.every(site => fits(site, value))) return { value };
  const multiple = multiples(sites, wanted).find(text => holds(text, sites, fits));
  return multiple === undefined ? undefined : { expression: multiple };
}

function holds(expression: string, sites: readonly Site[], fits: Fit['fits']): boolean {
  const text = expression.replace(/^["'](.*)["']$/s, '$1');
  return sites.every(site => {
    const result = evaluate(text, site.scope);
    return 'value' in result && fits(site, result.value);
  });
}

/** `${2 * name}` for every parameter of the block that is a whole part of what the first site wants. */
const multiples = (sites: readonly Site[], wanted: (site: Site) => Value): string[] =>
  [...sites[0]!.scope].flatMap(([name, { value }]) => {
    const factor = typeof value === 'number' && value >= 1 ? Number(wanted(sites[0]!)) / value : 0;
    if (!Number.isSafeInteger(factor) || factor < 1) return [];
    return [factor === 1 ? `$${name}` : `"\${${factor} * ${name}}"`];
  });

import { type ConvUnit, type Part, partsOf } from './parts.js';

/** The order of a residual block: the activation after the addition (He et al. 2015), or before the weights (2016). */
export type Order = 'v1' | 'v2';

/** A residual block to define, for all convolutions that differ in filters and the first stride alone. */
export interface Draft {
  readonly residual: readonly Part[];
  readonly after: readonly Part[];
  /** Whether it has parameters `$filters` and `$stride`, and their values at one use. */
  readonly filters?: string;
  readonly stride?: string;
  readonly hasNorm: boolean;
}

const filtersOf = ({ conv }: ConvUnit): string | undefined => conv.parameters.get('filters');

/** Makes a residual block of convolutions that follow one another. */
export function draftOf(units: readonly ConvUnit[], order: Order): Draft {
  const [first] = units;
  const common = filtersOf(first!);
  const filters = units.every(unit => filtersOf(unit) === common) ? common : undefined;
  const stride = first!.conv.parameters.get('stride');
  const convOf = (unit: ConvUnit, i: number): Part => {
    const parameters = [...unit.conv.parameters].map(([name, text]): [string, string] => {
      if (name === 'filters' && filters !== undefined) return [name, '$filters'];
      return name === 'stride' && i === 0 ? [name, '$stride'] : [name, text];
    });
    return { word: 'conv', parameters: new Map(parameters) };
  };
  const parts = units.map((unit, i) => {
    const conv = convOf(unit, i);
    if (order === 'v2') return [unit.norm, unit.activation, conv];
    return partsOf({ ...unit, conv, activation: i === units.length - 1 ? undefined : unit.activation });
  });
  const last = order === 'v1' ? units.at(-1)!.activation : undefined;
  return {
    residual: parts.flat().filter(part => part !== undefined),
    after: last ? [last] : [],
    filters,
    stride,
    hasNorm: units.some(({ norm }) => norm !== undefined),
  };
}

/** What two blocks must have in common to be one definition. */
export const templateOf = ({ residual, after }: Draft): string =>
  JSON.stringify(
    [...residual, ...after].map(({ word, parameters }) => [
      word,
      [...parameters].filter(([, text]) => text !== '$stride'),
    ]),
  );

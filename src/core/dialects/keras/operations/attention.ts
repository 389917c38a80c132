import { product, type Shape, type Size } from '../../../graph.js';
import { count, integers, type Operation, plus, type ReadOperation, times, when } from './operation.js';

const last = (shape: Shape | undefined): Size => shape?.at(-1) ?? null;
const positions = (shape: Shape | undefined): Size => product(shape?.slice(0, -1) ?? [null]);

/** Projections of `units` numbers each, once for each position. */
interface Projection {
  readonly from: Size;
  readonly to: Size;
  readonly positions: Size;
}

const weightsOf = (all: readonly Projection[], bias: unknown): Size =>
  plus(...all.map(({ from, to }) => plus(times(from, to), when(bias, to))));

const macsOf = (all: readonly Projection[]): Size => plus(...all.map(p => times(p.positions, p.from, p.to)));

/** Vaswani et al. 2017: query, value and key for all heads, and a projection back. */
const multiHead: ReadOperation = ({ config }) => {
  if (config.use_gate === true) return undefined;
  const [heads, size] = [count(config.num_heads), count(config.key_dim)];
  const valueSize = count(config.value_dim) ?? size;
  if (heads === undefined || size === undefined || valueSize === undefined) return undefined;
  return attend({
    queryHeads: heads,
    keyHeads: heads,
    size,
    valueSize,
    output: integers(config.output_shape),
    bias: config.use_bias,
  });
};

/** Ainslie et al. 2023: several heads of the query share those of key and value. */
const groupedQuery: ReadOperation = ({ config }) => {
  const size = count(config.head_dim);
  const [queryHeads, keyHeads] = [count(config.num_query_heads), count(config.num_key_value_heads)];
  if (size === undefined || queryHeads === undefined || keyHeads === undefined) return undefined;
  return attend({ queryHeads, keyHeads, size, valueSize: size, bias: config.use_bias });
};

interface Heads {
  readonly queryHeads: number;
  readonly keyHeads: number;
  readonly size: number;
  readonly valueSize: number;
  readonly output?: readonly number[] | undefined;
  readonly bias: unknown;
}

/** Inputs are query, value and, where it is another one, key. */
const attend =
  ({ queryHeads, keyHeads, size, valueSize, output, bias }: Heads): Operation =>
  ([query, value = query, key = value]) => {
    const to = output ? product(output) : last(query);
    const [asked, given] = [positions(query), positions(value)];
    const projections: Projection[] = [
      { from: last(query), to: queryHeads * size, positions: asked },
      { from: last(key), to: keyHeads * size, positions: given },
      { from: last(value), to: keyHeads * valueSize, positions: given },
      { from: queryHeads * valueSize, to, positions: asked },
    ];
    const scores = times(asked, given, queryHeads, size + valueSize);
    return {
      output: query ? [...query.slice(0, -1), ...(output ?? [last(query)])] : null,
      weights: weightsOf(projections, bias),
      macs: plus(macsOf(projections), scores),
      sees: 'whole',
    };
  };

const attended = ([query, value = query]: readonly Shape[]): Shape =>
  query ? [...query.slice(0, -1), last(value)] : null;

/** Luong's attention: at most a scale, and one more for scores of concatenated vectors. */
const attention: ReadOperation =
  ({ config }) =>
  inputs => ({
    output: attended(inputs),
    sees: 'whole',
    weights: (config.use_scale === true ? 1 : 0) + (config.score_mode === 'concat' ? 1 : 0),
  });

/** Bahdanau's attention: a scale for each feature. */
const additive: ReadOperation =
  ({ config }) =>
  inputs => ({
    output: attended(inputs),
    sees: 'whole',
    weights: when(config.use_scale, last(inputs[1] ?? inputs[0])),
  });

export const attentions: Readonly<Record<string, ReadOperation>> = {
  MultiHeadAttention: multiHead,
  GroupQueryAttention: groupedQuery,
  GroupedQueryAttention: groupedQuery,
  Attention: attention,
  AdditiveAttention: additive,
};

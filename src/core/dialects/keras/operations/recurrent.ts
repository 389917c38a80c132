import type { Shape, Size } from '../../../graph.js';
import type { Config } from '../codecs.js';
import { type LayerClass, layerIn } from '../wrappers.js';
import { count, plus, type ReadOperation, times, when } from './operation.js';

/** A cell's weights for an input of a size, by its units: kernels of all gates, and biases. */
type CellWeights = (config: Config, units: number, input: Size) => Size;

const gated =
  (gates: number): CellWeights =>
  (config, units, input) =>
    plus(times(gates * units, plus(input, units)), when(config.use_bias, gates * units));

/** Whose reset gate applies after the product has a second bias. */
const gruWeights: CellWeights = (config, units, input) =>
  plus(gated(3)(config, units, input), config.reset_after === true ? when(config.use_bias, 3 * units) : 0);

const cells: Readonly<Record<string, CellWeights>> = {
  SimpleRNNCell: gated(1),
  GRUCell: gruWeights,
  LSTMCell: gated(4),
};

interface Cell {
  readonly units: number;
  weights(input: Size): Size;
}

/** One cell, or several that stand one upon the other. */
function cellsOf({ className, config }: LayerClass): readonly Cell[] | undefined {
  if (className === 'StackedRNNCells') {
    const list = Array.isArray(config.cells) ? config.cells.map(layerIn) : [undefined];
    const inner = list.map(cell => cell && cellsOf(cell));
    return inner.every(cell => cell !== undefined) ? inner.flat() : undefined;
  }
  const weights = Object.hasOwn(cells, className) ? cells[className] : undefined;
  const units = count(config.units);
  return weights && units !== undefined
    ? [{ units, weights: input => weights(config, units, input) }]
    : undefined;
}

/** Runs a cell over the steps. */
const rnn: ReadOperation = ({ config }) => {
  const cell = layerIn(config.cell);
  const row = cell && cellsOf(cell);
  const last = row?.at(-1);
  if (!row || !last) return undefined;
  return ([input = null]) => {
    if (input !== null && input.length !== 2) return undefined;
    const sizes: Size[] = [input?.at(-1) ?? null, ...row.map(({ units }) => units)];
    return {
      output: config.return_sequences === true ? [input?.[0] ?? null, last.units] : [last.units],
      weights: plus(...row.map((one, i) => one.weights(sizes[i]!))),
      sees: 'whole',
    };
  };
};

/** Joins the last axes of a layer's two directions, as the merge mode of `Bidirectional` says. */
export const joined = (output: Shape, mode: unknown): Shape => {
  if (output === null || mode !== 'concat') return output;
  return [...output.slice(0, -1), times(2, output.at(-1) ?? null)];
};

/** cuDNN keeps a bias for the input and one for the state. */
const cudnnLstm: ReadOperation = ({ config }) => {
  const units = count(config.units);
  if (units === undefined) return undefined;
  return ([input = null]) => ({
    output: config.return_sequences === true ? [input?.[0] ?? null, units] : [units],
    weights: plus(gated(4)(config, units, input?.at(-1) ?? null), 4 * units),
    sees: 'whole',
  });
};

export const recurrent: Readonly<Record<string, ReadOperation>> = { RNN: rnn, CuDNNLSTM: cudnnLstm };

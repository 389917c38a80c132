import { product, type Shape, type Size, sum } from '../../../src/core/graph.js';
import { type LayerName, layers } from '../../../src/core/layers/index.js';
import type { Problem } from '../../../src/core/layers/layer.js';
import { defaultsOf, readValue, type Value } from '../../../src/core/layers/parameters.js';

/** A layer's parameters, read as a front end reads them. */
export function parametersOf(
  layer: LayerName,
  written: Readonly<Record<string, unknown>>,
): Record<string, Value> {
  const schema = layers[layer].parameters;
  const parameters = defaultsOf(schema);
  for (const [name, value] of Object.entries(written)) {
    const parameter = schema[name];
    if (!parameter) throw new Error(`${layer} has no parameter ${name}`);
    const read = readValue(parameter, value);
    if (!('value' in read)) throw new Error(`${layer}.${name} must be ${read.expected}`);
    parameters[name] = read.value;
  }
  return parameters;
}

export interface Inferred {
  readonly output: Shape;
  readonly problems: readonly Problem[];
  readonly weights: Readonly<Record<string, Shape>>;
  readonly total: Size;
  readonly trainable: Size;
  readonly macs: Size | undefined;
  readonly text: string;
  readonly detail: string | undefined;
}

/** All that a layer says, for parameters as a person writes them. */
export function infer(
  layer: LayerName,
  written: Readonly<Record<string, unknown>>,
  inputs: readonly Shape[],
): Inferred {
  const type = layers[layer];
  const parameters = parametersOf(layer, written);
  const problems: Problem[] = [];
  const output = type.output(inputs, parameters, problem => problems.push(problem));
  const weights = type.weights?.(inputs, parameters) ?? [];
  const { text, detail } = type.label(parameters);
  return {
    output,
    problems,
    weights: Object.fromEntries(weights.map(weight => [weight.name, weight.shape])),
    total: sum(weights.map(weight => product(weight.shape ?? [null]))),
    trainable: sum(weights.filter(weight => weight.trainable).map(weight => product(weight.shape ?? [null]))),
    macs: type.macs?.(inputs, output, parameters),
    text,
    detail,
  };
}

/** `4×?×3`; `…` is a shape of unknown rank, '' a scalar. */
export function shape(text: string): Shape {
  if (text === '…') return null;
  return text === '' ? [] : text.split('×').map(size => (size === '?' ? null : Number(size)));
}

/** A problem as rows write it: `wrong-value groups`, `wrong-rank`. */
export const problemText = ({ code, parameter }: Problem): string =>
  [code, parameter].filter(Boolean).join(' ');

/** What a row may expect; what it leaves out is not looked at, but problems are always compared. */
export interface Expected {
  readonly output: string;
  readonly problems?: readonly string[];
  readonly weights?: Readonly<Record<string, string>>;
  readonly total?: Size;
  readonly trainable?: Size;
  readonly macs?: Size;
  readonly label?: string;
}

/** Title, layer, parameters, input shapes, what must come out. */
export type Row = readonly [
  string,
  LayerName,
  Readonly<Record<string, unknown>>,
  readonly string[],
  Expected | string,
];

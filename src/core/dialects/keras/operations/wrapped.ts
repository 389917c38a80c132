import { product, sum } from '../../../graph.js';
import { layers } from '../../../layers/index.js';
import { defaultsOf, readValue, type Value } from '../../../layers/parameters.js';
import { type LayerReading, readLayer } from '../read.js';
import { layerIn } from '../wrappers.js';
import type { Effect, Operation, ReadOperation, Told } from './operation.js';
import { count, plus, times } from './operation.js';
import { joined } from './recurrent.js';

/** Reads any class as a rule; given by the list of all rules, which wrappers are part of. */
export type ReadAny = (className: string, told: Told) => Operation | undefined;

const ignore = (): void => {};

/** A layer of ours as a rule. */
function ruleOf({ layer, fields }: LayerReading): Operation | undefined {
  const { parameters: schema, output, weights, macs, arity } = layers[layer];
  const parameters: Record<string, Value> = defaultsOf(schema);
  for (const [name, { value }] of Object.entries(fields)) {
    const read = readValue(schema[name]!, value);
    if (!('value' in read)) return undefined;
    parameters[name] = read.value;
  }
  const isComplete = Object.entries(schema).every(([name, { required }]) => !required || name in parameters);
  if (!isComplete || arity === 'many') return undefined;
  return (inputs): Effect => {
    const shape = output(inputs, parameters, ignore);
    const all = weights?.(inputs, parameters) ?? [];
    const numbers = (trainable: boolean) =>
      sum(all.filter(w => w.trainable === trainable).map(w => product(w.shape ?? [null])));
    return {
      output: shape,
      weights: numbers(true),
      kept: numbers(false),
      macs: macs?.(inputs, shape, parameters) ?? 0,
      sees: 'unknown',
    };
  };
}

/** A rule that holds for every step of a row by itself: weights are shared, the work is not. */
export const distributed =
  (rule: Operation): Operation =>
  inputs => {
    const steps = inputs.find(shape => shape !== null)?.[0] ?? null;
    const effect = rule(inputs.map(shape => (shape === null ? null : shape.slice(1))));
    if (!effect) return undefined;
    const { output, macs } = effect;
    return { ...effect, output: output && [steps, ...output], ...(macs ? { macs: times(steps, macs) } : {}) };
  };

/** Miyato et al. 2018: the kernel is divided by its norm, of which a vector for each output is kept. */
export const spectral: ReadOperation = told => {
  const inside = layerIn(told.config.layer);
  const reading = inside && readLayer(inside.className, inside.config, told.format);
  const rule = reading && ruleOf(reading);
  if (!reading || !rule) return undefined;
  const { filters, units } = reading.fields;
  const outputs = count((filters ?? units)?.value);
  if (outputs === undefined) return undefined;
  return inputs => {
    const effect = rule(inputs);
    return effect && { ...effect, kept: plus(effect.kept ?? 0, outputs) };
  };
};

const readAny = (className: string, told: Told, operations: ReadAny): Operation | undefined => {
  const reading = readLayer(className, told.config, told.format);
  return reading ? ruleOf(reading) : operations(className, told);
};

/** What a layer gives for one step, for every step. */
export const timeDistributed =
  (operations: ReadAny): ReadOperation =>
  told => {
    const inside = layerIn(told.config.layer);
    const rule = inside && readAny(inside.className, { ...told, config: inside.config }, operations);
    return rule && distributed(rule);
  };

/** A second layer runs backwards, with weights of its own; both outputs are merged. */
export const bidirectional =
  (operations: ReadAny): ReadOperation =>
  told => {
    const { config } = told;
    const inside = layerIn(config.layer);
    const rule = inside && readAny(inside.className, { ...told, config: inside.config }, operations);
    return (
      rule &&
      (inputs => {
        const effect = rule(inputs);
        return (
          effect && {
            ...twice(effect),
            output: joined(effect.output, config.merge_mode),
            isAlike: config.merge_mode === null,
            sees: 'whole',
          }
        );
      })
    );
  };

const twice = ({ weights = 0, kept = 0, macs = 0 }: Effect): Omit<Effect, 'output'> => ({
  weights: times(2, weights),
  kept: times(2, kept),
  macs: times(2, macs),
});

import { type Tensor, tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import type { TypedGraph, TypedNode } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import type { Weight } from '../../src/core/layers/layer.js';
import { isActivation } from './activation-names.js';
import { startingValues } from './initialize.js';
import { activate } from './layers/activation.js';
import { execution } from './layers/index.js';
import type { Mode, Trainable } from './layers/layer.js';
import { deriveSeed, type Random, seededRandom } from './random.js';

/** One array of a network's weights. */
export interface NetworkWeight {
  readonly node: string;
  readonly name: string;
  readonly variable: Variable;
}

/** Called with each node's output; what it answers goes on in its place. */
export type Visit = (node: TypedNode, output: Tensor) => Tensor;

export interface NetworkOptions {
  readonly seed: number;
  /** Nodes whose activation is left out: a loss on logits has it built in. */
  readonly bare?: ReadonlySet<string>;
}

/** A layer's answer did not have the inferred shape: a fault of ours, not of the user's. */
export class WrongShape extends Error {
  constructor(
    readonly node: string,
    given: readonly number[],
    expected: readonly number[],
  ) {
    super(`${node} computed ${given.join('×')} where ${expected.join('×')} was expected`);
  }
}

/** A graph that runs. Only graphs without obstacles (see `obstaclesOf`) can be made into one. Dispose of it after use. */
export class Network {
  readonly weights: readonly NetworkWeight[];
  private readonly byNode = new Map<string, Record<string, Variable>>();
  private readonly used: readonly TypedNode[];
  private readonly bare: ReadonlySet<string>;

  constructor(
    private readonly graph: TypedGraph,
    { seed, bare = new Set() }: NetworkOptions,
  ) {
    this.bare = bare;
    this.used = usedNodes(graph);
    const nodes = new Map(graph.nodes.map(node => [node.id, node]));
    this.weights = graph.nodes.flatMap(node =>
      this.createWeights(
        node,
        node.inputs.map(id => nodes.get(id)),
        seed,
      ),
    );
  }

  get trained(): readonly NetworkWeight[] {
    return this.weights.filter(weight => weight.variable.trainable);
  }

  /**
   * One pass forward. Inputs are [batch, ...shape] by the input node's id; answers are the graph's outputs by theirs.
   * Call it inside `tidy` or a gradient: it frees nothing.
   */
  run(
    inputs: ReadonlyMap<string, Tensor>,
    mode: Mode,
    random: Random,
    visit: Visit = (_, y) => y,
  ): ReadonlyMap<string, Tensor> {
    const outputs = new Map<string, Tensor>();
    for (const node of this.used) {
      const given = inputs.get(node.id);
      const output =
        given ??
        this.runNode(
          node,
          node.inputs.map(id => outputs.get(id)!),
          mode,
          random,
        );
      checkShape(node, output);
      outputs.set(node.id, visit(node, output));
    }
    return new Map(this.graph.outputs.map(id => [id, outputs.get(id)!]));
  }

  dispose(): void {
    for (const weight of this.weights) weight.variable.dispose();
  }

  private runNode(node: TypedNode, inputs: readonly Tensor[], mode: Mode, random: Random): Tensor {
    const bare = this.bare.has(node.id);
    const { activation } = node.parameters;
    if (bare && activation === undefined) return inputs[0]!;
    const layer = execution[node.layer] as Trainable;
    const output = layer.forward({
      inputs: inputs as readonly [Tensor, ...Tensor[]],
      parameters: node.parameters,
      weights: this.byNode.get(node.id) ?? {},
      mode,
      random,
      shape: node.output as readonly number[],
    });
    return isActivation(activation) && !bare ? activate(activation, output) : output;
  }

  private createWeights(
    node: TypedNode,
    inputs: readonly (TypedNode | undefined)[],
    seed: number,
  ): NetworkWeight[] {
    const byName: Record<string, Variable> = {};
    const random = seededRandom(deriveSeed(seed, node.id));
    const created = weightsOf(node, inputs).map(({ name, shape, trainable }) => {
      const values = startingValues(node, name, shape as number[], random);
      const initial = tensor(values, shape as number[]);
      const created = variable(initial, trainable);
      initial.dispose();
      byName[name] = created;
      return { node: node.id, name, variable: created };
    });
    this.byNode.set(node.id, byName);
    return created;
  }
}

/** What the registry says of a node's weights, with moving averages also where a framework does not count them as such. */
export const weightsOf = (node: TypedNode, inputs: readonly (TypedNode | undefined)[]): readonly Weight[] =>
  layers[node.layer].weights?.(
    inputs.map(input => input?.output ?? null),
    node.parameters.counted === false ? { ...node.parameters, counted: true } : node.parameters,
  ) ?? [];

/** The nodes that an output depends on, in order. */
export function usedNodes(graph: TypedGraph): TypedNode[] {
  const used = new Set(graph.outputs);
  for (const node of [...graph.nodes].reverse()) {
    if (used.has(node.id)) for (const id of node.inputs) used.add(id);
  }
  return graph.nodes.filter(node => used.has(node.id));
}

/** Tensors carry the batch in front; an array of another shape must not be broadcast on in silence. */
function checkShape(node: TypedNode, output: Tensor): void {
  const expected = node.output as readonly number[];
  const given = output.shape.slice(1);
  if (given.length !== expected.length || given.some((size, i) => size !== expected[i])) {
    throw new WrongShape(node.id, given, expected);
  }
}

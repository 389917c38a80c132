import { type Finding, finding, type Proposal } from './finding.js';
import type { Node, Shape, Size, TypedNode } from './graph.js';
import { nodeName, product, sum } from './graph.js';
import { layers } from './layers/index.js';
import type { Problem, Weight } from './layers/layer.js';
import type { Value } from './layers/parameters.js';
import { describeOrigin, type Inferred } from './origin.js';
import type { Unit } from './residual.js';

export interface Inference {
  readonly nodes: readonly TypedNode[];
  readonly findings: readonly Finding[];
}

/**
 * Gives every node its output shape, weights and multiply-accumulates in one pass. Nodes come in topological order;
 * at a merge the residual branch's shape goes first, so that after a mismatch the branch's shape goes on.
 */
export function inferShapes(nodes: readonly Node[], units: readonly Unit[]): Inference {
  const outputs = new Map<string, Shape>();
  const byId = new Map<string, Node>();
  const inferred: Inferred = { node: id => byId.get(id), shape: id => outputs.get(id) ?? null };
  const branchOf = new Map(units.map(unit => [unit.merge, unit.branch.input]));
  const findings: Finding[] = [];
  const typedNodes = nodes.map(node => {
    const inputs = node.inputs.map(id => outputs.get(id) ?? null);
    const typedNode = typeNode(node, inputs, branchOf.get(node.id) ?? 0, problem =>
      findings.push(problemAt(node, problem, inferred)),
    );
    byId.set(node.id, node);
    outputs.set(node.id, typedNode.output);
    return typedNode;
  });
  return { nodes: typedNodes, findings };
}

/** One node's output shape alone, without reports. */
export function outputOf(node: Pick<Node, 'layer' | 'parameters'>, inputs: readonly Shape[]): Shape {
  const layer = layers[node.layer];
  const output =
    layer.arity === 0 || inputs.length > 0 ? layer.output(inputs, node.parameters, ignore) : null;
  return collapseGuard(output, ignore);
}

const ignore = (): void => {};

function typeNode(
  node: Node,
  inputs: readonly Shape[],
  branch: number,
  report: (problem: Problem) => void,
): TypedNode {
  const layer = layers[node.layer];
  const known = layer.arity === 0 || inputs.length > 0;
  const branchFirst = branch > 0 ? [inputs[branch]!, ...inputs.filter((_, i) => i !== branch)] : inputs;
  const output = known ? collapseGuard(layer.output(branchFirst, node.parameters, report), report) : null;
  if (node.layer === 'unknown') return typed(node, output, unknownWeights, null);
  const weights =
    layer.weights && node.sharedWith === undefined
      ? countWeights(layer.weights(inputs, node.parameters), node.frozen)
      : noWeights;
  return typed(node, output, weights, layer.macs ? layer.macs(inputs, output, node.parameters) : 0);
}

/** Field by field: spreading a node costs ten times the memory, and this runs for every node at every keystroke. */
function typed(node: Node, output: Shape, weights: TypedNode['weights'], macs: Size): TypedNode {
  const { id, layer, name, parameters, inputs, block, at, places, calls, made, sharedWith, frozen, library } =
    node;
  return {
    id,
    layer,
    name,
    parameters,
    inputs,
    block,
    at,
    places,
    calls,
    made,
    sharedWith,
    frozen,
    library,
    output,
    weights,
    macs,
  };
}

const noWeights: TypedNode['weights'] = { total: 0, trainable: 0 };

function countWeights(weights: readonly Weight[], frozen = false): TypedNode['weights'] {
  const sizes = weights.map(weight => product(weight.shape ?? [null]));
  return { total: sum(sizes), trainable: frozen ? 0 : sum(sizes.filter((_, i) => weights[i]!.trainable)) };
}

const unknownWeights: TypedNode['weights'] = { total: null, trainable: null };

/** A size below 1 is reported here, once for all layers, and is unknown from there on. */
function collapseGuard(shape: Shape, report: (problem: Problem) => void): Shape {
  if (shape === null || shape.every(size => size === null || size >= 1)) return shape;
  report({
    code: 'size-collapse',
    message: `nothing is left of its input: ${shape.map(s => s ?? '?').join('×')}`,
  });
  return shape.map(size => (size !== null && size < 1 ? null : size));
}

function problemAt(node: Node, problem: Problem, inferred: Inferred): Finding {
  const { parameter, wanted } = problem;
  const at = (problem.parameter !== undefined && node.places?.[problem.parameter]) || node.at;
  const proposals =
    parameter === undefined || wanted === undefined
      ? padding(node, problem)
      : [made(node, parameter, wanted)];
  return finding(problem.code, 'error', `${node.name ?? layers[node.layer].title}: ${problem.message}`, at, {
    nodes: [node.id],
    ...(wanted === undefined ? {} : { related: describeOrigin(node, inferred) }),
    proposals,
  });
}

const made = (node: Node, parameter: string, value: Value): Proposal => ({
  title: `Make \`${nodeName(node)}\` for ${String(value)}`,
  change: { kind: 'set-parameter', node: node.id, parameter, value },
});

/** With padding a window fits, however small the map. */
const padding = (node: Node, { code }: Problem): Proposal[] =>
  (code === 'kernel-too-large' || code === 'size-collapse') && node.parameters.padding === 'valid'
    ? [
        {
          title: `Set the padding of \`${nodeName(node)}\` to \`same\``,
          change: { kind: 'set-parameter', node: node.id, parameter: 'padding', value: 'same' },
        },
      ]
    : [];

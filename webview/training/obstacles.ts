import type { TypedGraph, TypedNode } from '../../src/core/graph.js';
import { execution } from './layers/index.js';
import { nameOf } from './names.js';
import { usedNodes, weightsOf } from './network.js';
import { conflictsOf } from './reinfer.js';

/** Something that keeps a network from being trained here. */
export interface Obstacle {
  /** Absent where it is not one node's. */
  readonly node?: string;
  readonly message: string;
}

/** Everything that keeps a network from being trained; empty where nothing does. Nothing is dropped in silence. */
export function obstaclesOf(graph: TypedGraph): Obstacle[] {
  const used = usedNodes(graph);
  if (used.length === 0) return [{ message: 'the network has no output' }];
  if (!used.some(node => node.layer === 'input')) return [{ message: 'no input leads to the output' }];
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const inputsOf = (node: TypedNode) => node.inputs.map(id => byId.get(id)!);
  const found = used.flatMap((node): Obstacle[] => {
    const message = obstacleAt(node, inputsOf(node));
    return message === undefined
      ? []
      : [{ node: node.id, message: `${nameOf(node)}${calledAs(node)} ${message}` }];
  });
  if (found.length > 0) return found;
  const [conflict] = conflictsOf(graph);
  if (conflict !== undefined)
    return [{ node: conflict, message: `the inputs of ${nameOf(byId.get(conflict)!)} do not fit together` }];
  const isTrained = used.some(node => weightsOf(node, inputsOf(node)).some(weight => weight.trainable));
  return isTrained ? [] : [{ message: 'there is nothing to train: no layer before the output has weights' }];
}

/** What the author's program calls a function that is none of our layers. */
function calledAs({ layer, parameters }: TypedNode): string {
  const name =
    layer === 'unknown' ? parameters.class : layer === 'operation' ? parameters.function : undefined;
  return typeof name === 'string' ? ` (\`${name}\`)` : '';
}

function obstacleAt(node: TypedNode, inputs: readonly TypedNode[]): string | undefined {
  const layer = execution[node.layer];
  if ('reason' in layer) return `cannot be trained here: ${layer.reason}`;
  if (node.output === null || node.output.some(size => size === null)) return 'has an output of unknown size';
  if (weightsOf(node, inputs).some(weight => weight.shape === null || weight.shape.includes(null)))
    return 'has weights of unknown size';
  const reason = layer.obstacle?.(node, inputs);
  return reason === undefined ? undefined : `cannot be trained here: ${reason}`;
}

import type { Effect, Operation } from '../../dialects/keras.js';
import type { Node, Shape } from '../../graph.js';
import type { Value } from '../../layers/parameters.js';
import { outputOf } from '../../shapes.js';

/**
 * Gives the nodes that follow a rule the shape and the numbers that come of their inputs. One whose weights cannot be
 * told is unknown. Nodes come in topological order.
 */
export function settle(nodes: readonly Node[], operations: ReadonlyMap<string, Operation>): readonly Node[] {
  if (operations.size === 0) return nodes;
  const shapes = new Map<string, Shape>();
  /** Nodes whose further outputs have the shape of the first. */
  const alike = new Set<string>();
  return nodes.map(node => {
    const inputs = node.inputs.map(id => shapes.get(id) ?? null);
    const operation = operations.get(node.id);
    const effect = operation && inputs.length > 0 ? operation(inputs) : undefined;
    if (effect?.isAlike) alike.add(node.id);
    const settled = operation ? apply(node, effect) : further(node, inputs, alike);
    shapes.set(node.id, outputOf(settled, inputs));
    return settled;
  });
}

function apply(node: Node, effect: Effect | undefined): Node {
  const { output = null, weights = 0, kept = 0, macs = 0, sees } = effect ?? {};
  // What the file has noted of the shape stands among the parameters.
  const shape = output ?? node.parameters.output;
  const noted: Record<string, Value> = shape == null ? {} : { output: shape };
  const isCounted = node.sharedWith !== undefined || (effect && weights !== null && kept !== null);
  if (!isCounted)
    return { ...node, layer: 'unknown', parameters: { class: node.parameters.function ?? '', ...noted } };
  const numbers = { weights: weights ?? 0, kept: kept ?? 0, ...(macs === 0 ? {} : { macs: [macs] }) };
  const reach: Record<string, Value> = sees === undefined ? {} : { sees };
  return { ...node, parameters: { ...node.parameters, ...noted, ...numbers, ...reach } };
}

/** The second output of a node that follows a rule. */
function further(node: Node, [first = null]: readonly Shape[], alike: ReadonlySet<string>): Node {
  const isOther = node.layer === 'operation' && alike.has(node.inputs[0] ?? '');
  return isOther && first !== null ? { ...node, parameters: { ...node.parameters, output: first } } : node;
}

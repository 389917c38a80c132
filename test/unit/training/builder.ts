import type { Node, TypedGraph } from '../../../src/core/graph.js';
import { type LayerName, layers } from '../../../src/core/layers/index.js';
import { defaultsOf, readValue, type Value } from '../../../src/core/layers/parameters.js';
import { findUnits } from '../../../src/core/residual.js';
import { inferShapes } from '../../../src/core/shapes.js';

const nowhere = { start: 0, end: 0 };

/** Writes a network node by node, as a front end would read it. Each call answers the new node's id. */
export class Builder {
  private readonly nodes: Node[] = [];

  constructor(private readonly name = 'network') {}

  input(...shape: (number | null)[]): string {
    return this.add('input', [], { shape });
  }

  /** Adds a layer; its parameters are written as in a native file. */
  add(layer: LayerName, inputs: string | readonly string[], written: Record<string, unknown> = {}): string {
    const { parameters: schema } = layers[layer];
    const parameters: Record<string, Value> = defaultsOf(schema);
    for (const [name, value] of Object.entries(written)) {
      const parameter = schema[name];
      if (!parameter) throw new Error(`${layer} has no parameter ${name}`);
      const read = readValue(parameter, value);
      if (!('value' in read)) throw new Error(`${layer}.${name}: expected ${read.expected}`);
      parameters[name] = read.value;
    }
    const id = `${layer}${this.nodes.length}`;
    this.nodes.push({ id, layer, parameters, inputs: [inputs].flat(), block: '', at: nowhere });
    return id;
  }

  /** Adds layers one after another. */
  chain(from: string, ...steps: readonly (readonly [LayerName, Record<string, unknown>?])[]): string {
    return steps.reduce((id, [layer, parameters]) => this.add(layer, id, parameters), from);
  }

  build(...outputs: readonly string[]): TypedGraph {
    const { nodes, findings } = inferShapes(this.nodes, findUnits(this.nodes));
    if (findings.length > 0) throw new Error(findings.map(finding => finding.message).join('\n'));
    const block = { id: '', parent: null, kind: 'network', name: this.name, at: nowhere } as const;
    return { name: this.name, nodes, blocks: [block], outputs };
  }
}

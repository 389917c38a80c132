import type { TypedGraph, TypedNode } from '../graph.js';
import type { Exported, Exporter, Unsupported } from './exporter.js';
import { lower } from './keras/lower.js';
import { Names } from './keras/names.js';
import type { Step } from './keras/step.js';
import { keras, type Target, tfjs } from './keras/target.js';

/** Keras 2's form, which Keras 2, Keras 3 and TensorFlow.js read. */
const version = { keras_version: '2.15.0', backend: 'tensorflow' };

export const kerasJson: Exporter = {
  id: 'keras-json',
  title: 'Keras model (JSON)',
  extension: '.keras.json',
  export: graph => write(graph, keras, model => ({ ...model, ...version })),
};

export const tfjsJson: Exporter = {
  id: 'tfjs-json',
  title: 'TensorFlow.js layers model (JSON)',
  extension: '.model.json',
  export: graph =>
    write(graph, tfjs, model => ({
      format: 'layers-model',
      modelTopology: { ...version, model_config: model },
    })),
};

type Tensor = readonly [name: string, call: number, tensor: 0, kwargs: Record<string, never>];

interface Layer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
  readonly inbound_nodes: Tensor[][];
}

function write(graph: TypedGraph, target: Target, wrap: (model: object) => object): Exported {
  const writer = new Writer(graph, target);
  for (const node of graph.nodes) writer.add(node);
  if (writer.unsupported.length > 0) return { unsupported: writer.unsupported };
  return { text: `${JSON.stringify(wrap(writer.model), null, 2)}\n` };
}

class Writer {
  readonly unsupported: Unsupported[] = [];
  private readonly layers: Layer[] = [];
  private readonly names = new Names();
  private readonly nodes: ReadonlyMap<string, TypedNode>;
  /** The layers of each node's chain, and the tensor that comes out. */
  private readonly chains = new Map<string, { readonly layers: readonly Layer[]; readonly output: Tensor }>();

  constructor(
    private readonly graph: TypedGraph,
    private readonly target: Target,
  ) {
    this.nodes = new Map(graph.nodes.map(node => [node.id, node]));
    // Nodes keep their ids as names where they can; further layers of a chain take what is left.
    for (const node of graph.nodes) this.names.of(node.id);
  }

  add(node: TypedNode): void {
    const producers = node.inputs.flatMap(id => this.nodes.get(id) ?? []);
    const inputs = producers.map(producer => producer.output);
    const steps = lower({ node, parameters: node.parameters, inputs, producers, target: this.target });
    if (typeof steps === 'string') {
      this.unsupported.push({ node: node.id, reason: steps });
      return;
    }
    const owner = node.sharedWith === undefined ? undefined : this.chains.get(node.sharedWith)?.layers;
    const layers =
      owner && fits(owner, steps)
        ? owner
        : steps.map((step, i) => this.layer(node, step, i === steps.length - 1));
    let tensors = this.outputsOf(node.inputs);
    for (const layer of layers) tensors = [call(layer, tensors)];
    this.chains.set(node.id, { layers, output: tensors[0]! });
  }

  private outputsOf(ids: readonly string[]): readonly Tensor[] {
    return ids.flatMap(id => {
      const chain = this.chains.get(id);
      return chain ? [chain.output] : [];
    });
  }

  /** The last layer of a chain has the node's name. */
  private layer(node: TypedNode, { className, config }: Step, isLast: boolean): Layer {
    const name = isLast ? this.names.of(node.id) : this.names.fresh(`${node.id}_${className.toLowerCase()}`);
    const own = { name, trainable: node.frozen !== true, ...config };
    const layer: Layer = { class_name: className, name, config: named(own), inbound_nodes: [] };
    this.layers.push(layer);
    return layer;
  }

  get model(): object {
    const outputs = this.outputsOf(this.graph.outputs);
    return {
      class_name: 'Functional',
      config: {
        name: this.names.fresh(this.graph.name || 'model'),
        trainable: true,
        layers: this.layers,
        input_layers: this.layers
          .filter(layer => layer.class_name === 'InputLayer')
          .map(layer => [layer.name, 0, 0]),
        output_layers: outputs.map(([name, index]) => [name, index, 0]),
      },
    };
  }
}

/** Calls a layer on tensors; an input is never called, but has an output. */
function call(layer: Layer, tensors: readonly Tensor[]): Tensor {
  if (layer.class_name !== 'InputLayer') layer.inbound_nodes.push([...tensors]);
  return [layer.name, Math.max(layer.inbound_nodes.length - 1, 0), 0, {}];
}

const fits = (layers: readonly Layer[], steps: readonly Step[]): boolean =>
  layers.length === steps.length && layers.every((layer, i) => layer.class_name === steps[i]!.className);

/** The layer inside a wrapper needs a name, too. */
function named(config: Record<string, unknown>): Record<string, unknown> {
  const { layer } = config;
  if (typeof layer !== 'object' || layer === null || !('config' in layer)) return config;
  return {
    ...config,
    layer: { ...layer, config: { name: `${String(config.name)}_inside`, ...(layer.config as object) } },
  };
}

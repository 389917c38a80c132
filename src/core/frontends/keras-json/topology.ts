import { type DataFormat, readDataFormat } from '../../dialects/keras.js';
import type { Shape } from '../../graph.js';
import type { Place } from '../../source.js';
import type { Json } from './json.js';
import { collectRefs, type Ref, readShape } from './refs.js';

/** A layer as the file has it. */
export interface Entry {
  readonly className: string;
  readonly name: string;
  readonly json: Json;
  readonly config: Json | undefined;
  /** Where the name is written, else the class. */
  readonly nameAt: Place;
  /** For each call, the tensors that it takes; none for an input. */
  readonly calls: readonly (readonly Ref[])[];
  /** The layers inside, if it is a model, or applies one to each step of a row. */
  readonly model?: Topology;
  /** How many wrappers apply that model to each step of a row. */
  readonly steps: number;
  /** For an input. */
  readonly shape?: Shape;
  /** A function that was called on tensors, as in `x + y`; constants among its arguments are no tensors. */
  readonly isOperation: boolean;
}

/** A model as layers that are called on each other's outputs; a Sequential one is a chain of them. */
export interface Topology {
  readonly name: string;
  readonly className: string;
  readonly json: Json;
  readonly entries: readonly Entry[];
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Ref[];
}

const modelClasses: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** Subclasses of models have names of their own, but still a list of layers. */
export function isModel(json: Json): boolean {
  const className = json.get('class_name')?.string ?? '';
  const config = json.get('config');
  if (className === 'Sequential' && config?.isArray) return true;
  const first = config?.get('layers')?.items[0];
  if (modelClasses.has(className)) return config?.get('layers')?.isArray ?? false;
  return (
    className !== 'Merge' &&
    first?.get('class_name') !== undefined &&
    config?.get('input_layers') !== undefined
  );
}

/** Reads a model and the models inside it. */
export function readTopology(json: Json): Topology {
  const className = json.get('class_name')?.string ?? '';
  const config = json.get('config');
  const list = config?.isArray ? config : config?.get('layers');
  const layers = (list?.items ?? []).filter(layer => layer.isObject);
  const named = { name: nameOf(json)?.string ?? '', className, json };
  const entries = layers.map((layer, i) => readEntry(layer, i));
  if (config?.get('input_layers') === undefined) return { ...named, ...chain(entries, builtShape(json)) };
  return {
    ...named,
    entries,
    inputs: collectRefs(config.get('input_layers')),
    outputs: collectRefs(config.get('output_layers')),
  };
}

/** Keras 2's classes for TensorFlow's functions. Keras 3 has a class for each of its own functions. */
const operations: ReadonlySet<string> = new Set(['TFOpLambda', 'TensorFlowOpLayer', 'SlicingOpLambda']);

const nameOf = (json: Json): Json | undefined => json.get('name') ?? json.get('config')?.get('name');

function readEntry(json: Json, index: number): Entry {
  const isKeras3 = /\.ops\b/.test(json.get('module')?.string ?? '');
  const written = json.get('class_name')?.string ?? '?';
  const className = isKeras3 ? `ops.${written}` : written;
  const config = json.get('config');
  const name = nameOf(json);
  return {
    isOperation: isKeras3 || operations.has(className),
    className,
    name: name?.string ?? `${className.toLowerCase()}_${index + 1}`,
    json,
    config,
    nameAt: (name ?? json.get('class_name') ?? json).textAt,
    calls: callsOf(json),
    ...insideOf(json),
    ...(className === 'InputLayer' ? { shape: givenShape(json) ?? null } : {}),
  };
}

/** The model that a layer is, or that `TimeDistributed` applies to each step. */
function insideOf(json: Json): Pick<Entry, 'model' | 'steps'> {
  let inside = json;
  let steps = 0;
  for (; inside.get('class_name')?.string === 'TimeDistributed'; steps++) {
    const next = inside.get('config')?.get('layer');
    if (!next) break;
    inside = next;
  }
  return isModel(inside) ? { model: readTopology(inside), steps } : { steps: 0 };
}

/** An input layer has no inbound nodes, but an output. */
function callsOf(layer: Json): Entry['calls'] {
  const nodes = layer.get('inbound_nodes')?.items ?? [];
  if (nodes.length === 0 && layer.get('class_name')?.string === 'InputLayer') return [[]];
  // A single call may stand without the list around it.
  const calls =
    nodes[0]?.string === undefined ? nodes.map(collectRefs) : [collectRefs(layer.get('inbound_nodes'))];
  return calls.map(refs => (refs.length === 1 ? [noted(refs[0]!, layer)] : refs));
}

/** Newer versions of Keras note what a layer was built for. */
function noted(ref: Ref, layer: Json): Ref {
  const shape = ref.shape ?? builtShape(layer);
  return shape === undefined ? ref : { ...ref, shape };
}

const builtShape = (json: Json): Shape | undefined =>
  readShape(json.get('build_config')?.get('input_shape')) ??
  readShape(json.get('config')?.get('build_input_shape'));

const givenShape = (layer: Json): Shape | undefined =>
  readShape(layer.get('config')?.get('batch_input_shape')) ??
  readShape(layer.get('config')?.get('batch_shape'));

type Chain = Pick<Topology, 'entries' | 'inputs' | 'outputs'>;

/** A Sequential model: each layer takes the output of the one before. */
function chain(layers: readonly Entry[], built: Shape | undefined): Chain {
  const leading = layers[0] ? before(layers[0], built) : [];
  let taken = leading.map(outputOf);
  const entries = layers.map(layer => {
    const refs = isInput(layer) ? [] : taken.map(ref => noted(ref, layer.json));
    taken = [outputOf(layer)];
    return { ...layer, calls: [refs] };
  });
  const all = [...leading, ...entries];
  return { entries: all, inputs: all.filter(isInput).slice(0, 1).map(outputOf), outputs: taken };
}

const isInput = (entry: Entry): boolean => entry.className === 'InputLayer';

const outputOf = ({ name }: Entry): Ref => ({ layer: name, call: 0, tensor: 0 });

/** What comes before the first layer: an input that the file implies, or, for Keras 1's merge, branches of their own. */
function before(first: Entry, built: Shape | undefined): Entry[] {
  if (isInput(first)) return [];
  const branches =
    first.className === 'Merge' ? first.config?.get('layers')?.items.filter(isModel) : undefined;
  return branches
    ? branches.map((branch, i) => ({ ...readEntry(branch, i), calls: [[]] }))
    : [impliedInput(first, built)];
}

/** Before Keras 3, a Sequential model's input was a property of its first layer, or of the first layer inside that. */
function impliedInput(first: Entry, built: Shape | undefined): Entry {
  const said = first.config?.get('batch_input_shape') ?? first.config?.get('batch_shape');
  return {
    className: 'InputLayer',
    isOperation: false,
    steps: 0,
    name: `${first.name}_input`,
    json: first.json,
    config: undefined,
    nameAt: said?.at ?? first.nameAt,
    calls: [[]],
    shape: readShape(said) ?? built ?? first.model?.entries.find(isInput)?.shape ?? null,
  };
}

/** The order of the axes for layers that do not say theirs: that of the first layer that does. */
export function formatOf({ entries }: Topology): DataFormat | undefined {
  for (const { config, model } of entries) {
    const said = config?.get('data_format') ?? config?.get('dim_ordering');
    const format = readDataFormat(said?.string) ?? (model && formatOf(model));
    if (format) return format;
  }
  return undefined;
}

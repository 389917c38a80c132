import {
  type Config,
  type DataFormat,
  distributed,
  keepsSteps,
  type LayerReading,
  type Operation,
  readLayer,
  readOperation,
} from '../../dialects/keras.js';
import { type Finding, finding } from '../../finding.js';
import type { Node } from '../../graph.js';
import { type LayerName, layers } from '../../layers/index.js';
import { defaultsOf, readValue, type Value } from '../../layers/parameters.js';
import type { Place } from '../../source.js';
import type { Json } from './json.js';
import type { Entry } from './topology.js';

/** What a layer of the file is in our terms, whichever its inputs are. */
export interface Kind extends Pick<Node, 'layer' | 'parameters'> {
  readonly places: Readonly<Record<string, Place>>;
  /** An activation that Keras has built in, and that follows as a layer here. */
  readonly activation?: Pick<Node, 'layer' | 'parameters'>;
  /** For a layer of Keras that is none of ours: what it makes of its inputs, once their shapes are known. */
  readonly operation?: Operation;
  /** The file says that training leaves its weights as they are. */
  readonly frozen: boolean;
}

/** Collects what is found, and each unknown word once, with all the layers that use it. */
export class Report {
  private readonly found: Finding[] = [];
  private readonly unknown = new Map<string, { readonly finding: Finding; readonly nodes: string[] }>();

  add(found: Finding): void {
    this.found.push(found);
  }

  /** `key` is the same for all that one finding stands for. */
  once(key: string, make: () => Finding, node: string): void {
    const known = this.unknown.get(key);
    if (known) known.nodes.push(node);
    else this.unknown.set(key, { finding: make(), nodes: [node] });
  }

  get findings(): Finding[] {
    return [
      ...this.found,
      ...[...this.unknown.values()].map(({ finding: first, nodes }) => ({ ...first, nodes })),
    ];
  }
}

/** Whether training leaves the weights of a layer or model alone: it says so itself, or the layer that it wraps does. */
export const isFrozen = (config: Json | undefined): boolean =>
  config?.get('trainable')?.value === false ||
  config?.get('layer')?.get('config')?.get('trainable')?.value === false;

/** How a layer is called, and under which circumstances. */
export interface Called {
  readonly format: DataFormat;
  /** Arguments of the call that are no tensors; few layers need them. */
  call(): Config;
  /** Wrappers around it that apply it to each step of a row: so many leading axes are not its own. */
  readonly steps: number;
}

/** Reads a layer's config. What is wrong in it is reported, for the node `id`. */
export function readKind(entry: Entry, called: Called, id: string, report: Report): Kind {
  const frozen = isFrozen(entry.config);
  if (entry.className === 'InputLayer') return { ...readInput(entry, id, report), frozen };
  const config = entry.config?.isObject ? (entry.config.value as Config) : {};
  const read = readLayer(entry.className, config, called.format);
  if (called.steps > 0 && !(read && keepsSteps(read.layer, read.fields)))
    return readDistributed(entry, config, called, id, report);
  if (!read) return { ...readOther(entry, config, called, id, report), frozen };
  const checked = checkFields(read, entry, id, report);
  if (!checked) return { ...unknownKind(entry), frozen };
  if (read.unknownActivation !== undefined) reportActivation(read.unknownActivation, entry, id, report);
  const { activation } = read;
  return {
    layer: read.layer,
    ...checked,
    ...(activation
      ? {
          activation: {
            layer: activation.layer,
            parameters: { ...layerDefaults(activation.layer), ...activation.parameters },
          },
        }
      : {}),
    frozen,
  };
}

const unknownKind = ({ className }: Pick<Entry, 'className'>): Omit<Kind, 'frozen'> => ({
  layer: 'unknown',
  parameters: { class: className },
  places: {},
});

/** A layer that is none of ours: it may still have a rule. */
function readOther(
  entry: Entry,
  config: Config,
  { format, call }: Called,
  id: string,
  report: Report,
): Omit<Kind, 'frozen'> {
  const operation = readOperation(entry.className, { config, call: call(), format });
  const title = titleOf(entry, config);
  if (!entry.isOperation) {
    if (operation) return operationKind(title, operation);
    reportUnknown(entry, id, report);
    return unknownKind(entry);
  }
  if (!operation) reportFunction(title, entry, id, report);
  // A function has no weights, whatever comes of it.
  return operationKind(title, inputs => operation?.(inputs) ?? { output: null });
}

const operationKind = (title: string, operation: Operation): Omit<Kind, 'frozen'> => ({
  layer: 'operation',
  parameters: { ...layerDefaults('operation'), function: title },
  places: {},
  operation,
});

/** A layer of a model that is applied to each step, as if it stood in a wrapper of its own. */
function readDistributed(
  entry: Entry,
  config: Config,
  { format, call, steps }: Called,
  id: string,
  report: Report,
): Kind {
  const frozen = isFrozen(entry.config);
  const told = { config: { layer: { class_name: entry.className, config } }, call: call(), format };
  const once = readOperation('TimeDistributed', told);
  if (!once) {
    reportUnknown(entry, id, report);
    return { ...unknownKind(entry), frozen };
  }
  let operation = once;
  for (let step = 1; step < steps; step++) operation = distributed(operation);
  return { ...operationKind(titleOf(entry, config), operation), frozen };
}

/** What a diagram calls it: a wrapper says what it wraps, a function is called by its name. */
function titleOf({ className }: Entry, config: Config): string {
  if (className === 'TFOpLambda' && typeof config.function === 'string') return config.function;
  const inside = (config.layer as Config | undefined)?.class_name;
  return typeof inside === 'string' ? `${className}(${inside})` : className.replace(/^ops\./, '');
}

function readInput(
  { config, name, nameAt, shape = null }: Entry,
  id: string,
  report: Report,
): Omit<Kind, 'frozen'> {
  const said = config?.get('batch_input_shape') ?? config?.get('batch_shape');
  const at = config ? said?.at : nameAt;
  if (!shape) {
    const message = `the shape of \`${name}\` is not said: sizes are not known`;
    report.add(finding('no-input', 'information', message, nameAt, { nodes: [id] }));
  }
  return { layer: 'input', parameters: { shape }, places: at && shape ? { shape: at } : {} };
}

/** The values that the layer takes; undefined where it lacks one that it cannot do without. */
function checkFields(
  { layer, fields }: LayerReading,
  entry: Entry,
  id: string,
  report: Report,
): Pick<Kind, 'parameters' | 'places'> | undefined {
  const schema = layers[layer].parameters;
  const parameters: Record<string, Value> = { ...layerDefaults(layer) };
  if ('stretch' in schema) parameters.stretch = true;
  const places: Record<string, Place> = {};
  for (const [name, { value, key }] of Object.entries(fields)) {
    const at = key === undefined ? undefined : entry.config?.get(key)?.at;
    const read = readValue(schema[name]!, value);
    if ('value' in read) {
      parameters[name] = read.value;
      if (at) places[name] = at;
    } else {
      const message = `\`${key ?? name}\` must be ${read.expected}, not ${shortened(value)}`;
      report.add(finding('wrong-value', 'error', message, at ?? entry.nameAt, { nodes: [id] }));
    }
  }
  const missing = Object.keys(schema).filter(
    name => schema[name]!.required && !Object.hasOwn(parameters, name),
  );
  const unsaid = missing.filter(name => !Object.hasOwn(fields, name));
  if (unsaid.length > 0) {
    const message = `the config of \`${entry.name}\` does not say its ${unsaid.join(' and ')}`;
    report.add(finding('missing-parameter', 'error', message, entry.nameAt, { nodes: [id] }));
  }
  return missing.length > 0 ? undefined : { parameters, places };
}

const shortened = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

function reportUnknown({ className, json, nameAt }: Entry, id: string, report: Report): void {
  const at = json.get('class_name')?.textAt ?? nameAt;
  const message = `layer class \`${className}\` is not known: its weights cannot be counted, nor its output be computed`;
  report.once(`layer ${className}`, () => finding('unknown-layer', 'information', message, at), id);
}

function reportFunction(name: string, { json, nameAt }: Entry, id: string, report: Report): void {
  const at = json.get('class_name')?.textAt ?? nameAt;
  const message = `function \`${name}\` is not known: its output is not computed`;
  report.once(`function ${name}`, () => finding('unknown-layer', 'information', message, at), id);
}

function reportActivation(name: string, { config, nameAt }: Entry, id: string, report: Report): void {
  const message = `activation \`${name}\` is not known; it is taken for one that keeps the shape`;
  const at = config?.get('activation')?.textAt ?? nameAt;
  report.once(`activation ${name}`, () => finding('unknown-layer', 'information', message, at), id);
}

const defaults = new Map<LayerName, Readonly<Record<string, Value>>>();

function layerDefaults(layer: LayerName): Readonly<Record<string, Value>> {
  const known = defaults.get(layer) ?? defaultsOf(layers[layer].parameters);
  defaults.set(layer, known);
  return known;
}

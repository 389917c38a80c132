import type { DataFormat, Operation } from '../../dialects/keras.js';
import { finding } from '../../finding.js';
import type { Block, Node, Shape } from '../../graph.js';
import { layers } from '../../layers/index.js';
import type { Value } from '../../layers/parameters.js';
import type { Place } from '../../source.js';
import { callArguments } from './arguments.js';
import { isFrozen, type Kind, type Report, readKind } from './layer.js';
import type { Ref } from './refs.js';
import { Scope } from './scope.js';
import type { Entry, Topology } from './topology.js';

interface Draft extends Omit<Node, 'inputs' | 'parameters'> {
  inputs: string[];
  parameters: Record<string, Value>;
}

/** One call of a layer: where its inputs go, and the nodes of its outputs. */
interface Call {
  readonly entry: Entry;
  readonly refs: readonly Ref[];
  /** Drafts that take the call's tensors: the layer itself, or the inputs of a model inside. */
  readonly heads: readonly Draft[];
  readonly isModel: boolean;
  readonly outputs: readonly string[];
}

/** Where a model stands: its block, whether it is called on tensors, and whether a model around it is frozen. */
interface Surroundings {
  readonly block: string;
  readonly isCalled: boolean;
  readonly frozen: boolean;
  /** Wrappers around it that apply it to each step of a row. */
  readonly steps: number;
}

type Ends = Pick<Call, 'heads' | 'outputs'>;

/** Models that contain models that are called twice grow fast; beyond this, nothing more is added. */
const mostCalls = 100_000;

const passing: Kind = { layer: 'identity', parameters: {}, places: {}, frozen: false };

/** Layers that take their first states after their input. */
const recurrent: ReadonlySet<string> = new Set(['lstm', 'gru', 'simpleRnn']);

/** Lays out a model and all models inside it as one graph. */
export class Expander {
  readonly blocks: Block[] = [];
  /** Rules of nodes that are no layers of ours, by their ids. */
  readonly operations = new Map<string, Operation>();
  private readonly drafts = new Map<string, Draft>();
  private readonly blockIds = new Set<string>();
  /** The first node of each layer of the file, by the layer's place: further ones share its weights. */
  private readonly owners = new Map<string, string>();
  private readonly ambiguous = new Set<Draft>();
  private count = 0;

  constructor(
    private readonly format: DataFormat,
    private readonly report: Report,
  ) {}

  get nodes(): Node[] {
    for (const draft of this.ambiguous) delete draft.parameters.output;
    return [...this.drafts.values()];
  }

  /** Adds a model's nodes; answers its outputs. */
  network(topology: Topology, name: string): readonly string[] {
    this.blocks.push({ id: '', parent: null, kind: 'network', name, at: topology.json.at });
    return this.model(topology, { block: '', isCalled: false, frozen: false, steps: 0 }).outputs;
  }

  private model(topology: Topology, around: Surroundings): Ends {
    const inside = { ...around, frozen: around.frozen || isFrozen(topology.json.get('config')) };
    const named = new Map<string, readonly Call[]>();
    for (const entry of topology.entries) {
      if (entry.calls.length === 0) this.reportUnconnected(entry);
      if (named.has(entry.name)) this.reportDuplicate(entry);
      else named.set(entry.name, this.callsOf(entry, inside));
    }
    const calls = [...named.values()].flat();
    const scope = new Scope(named, [...calls.flatMap(call => call.refs), ...topology.outputs]);
    for (const call of calls) this.connect(call, scope);
    const heads = topology.inputs.flatMap(ref => scope.find(ref)?.heads ?? []);
    const outputs = topology.outputs.flatMap(ref => this.resolve(ref, scope, undefined) ?? []);
    return { heads, outputs: outputs.length > 0 ? outputs : (calls.at(-1)?.outputs ?? []) };
  }

  private callsOf(entry: Entry, around: Surroundings): Call[] {
    return entry.calls.map((refs, i) => this.call(entry, refs, i, around));
  }

  private call(entry: Entry, refs: readonly Ref[], index: number, around: Surroundings): Call {
    const { block, frozen } = around;
    const steps = around.steps + entry.steps;
    const id = this.freshId(block, index === 0 ? entry.name : `${entry.name}:${index + 1}`);
    if (!this.hasRoom(entry.nameAt)) return { entry, refs, heads: [], isModel: false, outputs: [] };
    if (!entry.model)
      return { entry, refs, isModel: false, ...this.layer(entry, id, around, refs.length, index) };
    this.blocks.push({
      id,
      parent: block,
      kind: 'model',
      name: entry.name,
      type: entry.className,
      at: entry.nameAt,
    });
    this.blockIds.add(id);
    const inside = { block: id, isCalled: refs.length > 0, frozen: frozen || isFrozen(entry.config), steps };
    return { entry, refs, isModel: true, ...this.model(entry.model, inside) };
  }

  private freshId(block: string, name: string): string {
    const id = block === '' ? name : `${block}.${name}`;
    let fresh = id;
    for (let i = 2; this.drafts.has(fresh) || this.blockIds.has(fresh); i++) fresh = `${id}~${i}`;
    return fresh;
  }

  private hasRoom(at: Place): boolean {
    this.count++;
    if (this.count === mostCalls + 1) {
      const message = `more than ${mostCalls} layers: the rest is left out`;
      this.report.add(finding('too-large', 'warning', message, at));
    }
    return this.count <= mostCalls;
  }

  private layer(entry: Entry, id: string, around: Surroundings, tensors: number, index: number): Ends {
    const { block } = around;
    const { activation, frozen, operation, ...rest } = this.kind(entry, id, around, tensors, index);
    if (operation) this.operations.set(id, operation);
    const common = { name: entry.name, block, at: entry.nameAt, inputs: [] };
    const owner = this.owner(entry, id);
    const draft = this.add({
      ...common,
      ...rest,
      id,
      parameters: { ...rest.parameters },
      ...(owner === id ? {} : { sharedWith: owner }),
      ...(frozen || around.frozen ? { frozen: true } : {}),
    });
    if (!activation) return { heads: [draft], outputs: [id] };
    const after = this.add({
      ...common,
      id: this.freshId(block, `${entry.name}~activation`),
      layer: activation.layer,
      parameters: { ...activation.parameters },
      inputs: [id],
    });
    return { heads: [draft], outputs: [after.id] };
  }

  /** The input of a model that is called is the caller's tensor, and `x + 1` is x as far as shapes go. */
  private kind(entry: Entry, id: string, around: Surroundings, tensors: number, index: number): Kind {
    const { isCalled, steps } = around;
    if (entry.className === 'InputLayer' && isCalled) return passing;
    const called = { format: this.format, call: () => callArguments(entry.json, index), steps };
    const kind = readKind(entry, called, id, this.report);
    return entry.isOperation && tensors === 1 && layers[kind.layer].category === 'merge' ? passing : kind;
  }

  private owner({ json, className }: Entry, id: string): string {
    const key = `${className} ${json.offset}`;
    const owner = this.owners.get(key) ?? id;
    this.owners.set(key, owner);
    return owner;
  }

  private add(draft: Draft): Draft {
    this.drafts.set(draft.id, draft);
    return draft;
  }

  private connect({ entry, refs, heads, isModel }: Call, scope: Scope<Call>): void {
    if (refs.length === 0 && entry.className !== 'InputLayer' && !isModel)
      this.reportUnconnected(entry, heads);
    const ids = refs.map(ref => this.resolve(ref, scope, heads[0]));
    heads.forEach((head, i) => {
      head.inputs = (isModel ? ids.slice(i, i + 1) : ids).filter(id => id !== undefined);
      if (head.inputs.length > 1) this.checkInputs(head);
    });
  }

  private checkInputs(head: Draft): void {
    if (layers[head.layer].arity !== 1 || recurrent.has(head.layer)) return;
    const message = `\`${head.name}\` takes one tensor, but is given ${head.inputs.length}`;
    this.report.add(finding('wrong-inputs', 'error', message, head.at, { nodes: [head.id] }));
    head.inputs = head.inputs.slice(0, 1);
  }

  /** The node whose output a reference means; a name that no layer has is reported. */
  private resolve(ref: Ref, scope: Scope<Call>, consumer: Draft | undefined): string | undefined {
    const call = scope.find(ref);
    if (!call) {
      if (ref.at && !scope.has(ref.layer)) this.reportMissing(ref, ref.at, consumer);
      return undefined;
    }
    if (call.isModel) return call.outputs[ref.tensor] ?? call.outputs[0];
    const id = call.outputs[0];
    const producer = id === undefined ? undefined : this.drafts.get(id);
    if (producer?.layer === 'unknown') this.note(producer, ref);
    else if (producer && ref.tensor > 0 && !recurrent.has(consumer?.layer ?? ''))
      return this.further(producer, ref);
    else if (producer?.layer === 'operation' && ref.shape)
      producer.parameters.output = ref.shape as Exclude<Shape, null>;
    return id;
  }

  /** Keras 3 notes the shape of every tensor, which says what a layer that we do not know gives. */
  private note(unknown: Draft, { tensor, shape }: Ref): void {
    if (tensor > 0) this.ambiguous.add(unknown);
    else if (shape) unknown.parameters.output = shape as Exclude<Shape, null>;
  }

  /** A second output has no weights of its own. That of a recurrent layer is a state; others have the shape that Keras has noted. */
  private further({ id, layer, name, block, at, parameters }: Draft, { tensor, shape }: Ref): string {
    const further = `${id}~output${tensor + 1}`;
    if (this.drafts.has(further)) return further;
    const { units } = parameters;
    const output = shape ?? (recurrent.has(layer) && typeof units === 'number' ? [units] : undefined);
    this.add({
      id: further,
      layer: 'operation',
      name,
      block,
      at,
      parameters: {
        function: `output ${tensor + 1} of ${name}`,
        weights: 0,
        kept: 0,
        ...(output ? { output } : {}),
      },
      inputs: [id],
    });
    return further;
  }

  private reportMissing(ref: Ref, at: Place, consumer: Draft | undefined): void {
    const message = `there is no layer \`${ref.layer}\` in this model`;
    this.report.add(finding('missing-layer', 'error', message, at, { nodes: consumer ? [consumer.id] : [] }));
  }

  private reportUnconnected({ name, nameAt }: Entry, heads: readonly Draft[] = []): void {
    const nodes = heads.map(head => head.id);
    this.report.add(
      finding('unconnected-layer', 'warning', `\`${name}\` takes no layer's output`, nameAt, { nodes }),
    );
  }

  private reportDuplicate({ name, nameAt }: Entry): void {
    const message = `the name \`${name}\` is given twice; the first layer counts`;
    this.report.add(finding('duplicate-name', 'error', message, nameAt));
  }
}

import type { Finding } from '../../../finding.js';
import { type Call, type Shape, type Size, sum } from '../../../graph.js';
import { axisIndex } from '../../../layers/axes.js';
import { type LayerName, layers } from '../../../layers/index.js';
import { mergeConflict } from '../../../layers/merge.js';
import { defaultsOf, type Value as Plain, readValue } from '../../../layers/parameters.js';
import { remember } from '../../../memo.js';
import { outputOf } from '../../../shapes.js';
import type { Place } from '../../../source.js';
import { equal } from '../core/truth.js';
import {
  type Framework,
  type Func,
  Instance,
  isTensor,
  isUnknown,
  Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { isBundled } from '../networks/index.js';

/** Around what a node was made: a module, a function, a nested model. */
export interface Context {
  readonly parent: Context | undefined;
  /** Names on the way from the context around; of a module, as its parents call it. */
  readonly path: readonly string[];
  readonly type: string | undefined;
  readonly at: Place;
  readonly module: Instance | undefined;
}

/** A node before it has its name. */
export interface Draft {
  readonly layer: LayerName;
  /** What the author calls it, and its names on the way from its context. */
  readonly name: string | undefined;
  readonly path: readonly string[] | undefined;
  readonly parameters: Readonly<Record<string, Plain>>;
  readonly inputs: readonly number[];
  readonly at: Place;
  readonly calls: readonly Call[];
  readonly context: Context;
  /** Whose weights it uses: nodes with the same owner share theirs. */
  readonly owner: object | undefined;
  readonly output: Shape;
  /** Made inside a network that a library brings. */
  readonly library: boolean;
}

export interface Emission {
  readonly name?: string | undefined;
  readonly owner?: object | undefined;
  readonly module?: Instance | undefined;
  /** The shape of the output, batch first, where the layer does not tell it. */
  readonly shape?: Shape;
  readonly batch?: Size;
}

const defaults = new Map<LayerName, Readonly<Record<string, Plain>>>();

export const layerDefaults = (layer: LayerName): Readonly<Record<string, Plain>> =>
  remember(defaults, layer, () => defaultsOf(layers[layer].parameters));

const required = new Map<LayerName, readonly string[]>();

/** The parameters that a layer cannot do without. */
export const requiredBy = (layer: LayerName): readonly string[] =>
  remember(required, layer, () =>
    Object.entries(layers[layer].parameters).flatMap(([name, p]) => (p.required ? [name] : [])),
  );

/** The shape without the batch. */
export const perExample = (shape: Shape): Shape => (shape === null ? null : shape.slice(1));

/** Defaults, and what is given over them. What does not fit its schema is left out. */
function readAll(layer: LayerName, given: Readonly<Record<string, unknown>>): Record<string, Plain> {
  const values: Record<string, Plain> = { ...layerDefaults(layer) };
  for (const [name, value] of Object.entries(given)) {
    const schema = layers[layer].parameters[name];
    const read = schema && value !== undefined && value !== null ? readValue(schema, value) : undefined;
    if (read && 'value' in read) values[name] = read.value;
  }
  return values;
}

const isKnown = (shape: Shape): boolean => shape?.every(size => size !== null) === true;

const batchOf = (inputs: readonly Tensor[]): Size => inputs[0]?.shape?.[0] ?? null;

/** The sizes to go on with where a merge does not fit, or where it is not sure that it does: those that all inputs have. */
function settle(
  layer: LayerName,
  values: Readonly<Record<string, Plain>>,
  inputs: readonly Tensor[],
): readonly Size[] | undefined {
  if (!Object.hasOwn(layers[layer].parameters, 'after') || layers[layer].category !== 'merge')
    return undefined;
  const shapes = inputs.map(input => perExample(input.shape));
  const [first] = shapes;
  if (!first || !shapes.every(shape => shape?.length === first.length)) return undefined;
  if (!inputs.some(input => input.doubtful) && !mergeConflict(layer, shapes, values)) return undefined;
  const along = layer === 'concat' ? axisIndex(Number(values.axis ?? -1), first.length) : undefined;
  return first.map((size, i) => {
    const sizes = shapes.map(shape => shape![i]!);
    return i === along ? sum(sizes) : sizes.every(other => other === size) ? size : null;
  });
}

const mostNodes = 50_000;

/** Writes down what is computed from what. */
export class Recorder {
  readonly drafts: Draft[] = [];
  readonly root: Context = {
    parent: undefined,
    path: [],
    type: undefined,
    at: { start: 0, end: 0 },
    module: undefined,
  };
  context: Context = this.root;
  /** The names by which a network's modules are reached. */
  readonly paths = new Map<Instance, readonly string[]>();
  /** Remarks on what is not known, with the node of which they speak. */
  readonly remarks = new Map<Finding, number>();
  overflow = false;

  /** Whether a module is being applied. */
  get insideModule(): boolean {
    for (let c: Context | undefined = this.context; c; c = c.parent) if (c.module) return true;
    return false;
  }

  /** A function is a block of what is computed in it; a method belongs to its object. */
  enterFunction(vm: Vm, func: Func): (() => void) | undefined {
    if (func.owner || func.name === '<lambda>' || isHelper(func)) return undefined;
    const outer = func.qualname.split('.')[0]!;
    return this.enter(vm, [outer], outer, undefined);
  }

  enterModule(vm: Vm, module: Instance): () => void {
    return this.enter(vm, this.pathTo(module), module.cls.name, module);
  }

  enter(vm: Vm, path: readonly string[], type: string, module: Instance | undefined): () => void {
    const before = this.context;
    const here = vm.here();
    const at = here.end === 0 ? (module?.made?.at ?? before.at) : here;
    this.context = { parent: before, path, type, at, module };
    return () => {
      this.context = before;
    };
  }

  /** A module's names from the module around; its class where it has none. */
  pathTo(module: Instance): readonly string[] {
    const full = this.paths.get(module);
    let around: Context | undefined = this.context;
    while (around && !around.module) around = around.parent;
    const start = around?.module ? this.paths.get(around.module) : [];
    if (full && start?.every((name, i) => full[i] === name) && full.length > start.length)
      return full.slice(start.length);
    if (full?.length === 0 && !this.context.parent) return [];
    return full && full.length > 0 ? [full.at(-1)!] : [snake(module.cls.name)];
  }

  /** A node of one of our layers. Parameters that do not fit their schema are left out. */
  emit(
    vm: Vm,
    layer: LayerName,
    parameters: Readonly<Record<string, unknown>>,
    inputs: readonly Tensor[],
    framework: Framework,
    more: Emission = {},
  ): Tensor {
    const values = readAll(layer, parameters);
    // What a layer cannot do without is not known: then what it does is not, either.
    if (requiredBy(layer).some(key => values[key] === undefined))
      return this.emit(vm, 'unknown', { class: layers[layer].title }, inputs, framework, {
        ...more,
        shape: null,
      });
    const settled = values.after === undefined ? settle(layer, values, inputs) : undefined;
    if (settled) {
      values.after = settled;
      return this.write(vm, layer, values, inputs, framework, {
        ...more,
        shape: [batchOf(inputs), ...settled],
      });
    }
    return this.write(vm, layer, values, inputs, framework, more);
  }

  private write(
    vm: Vm,
    layer: LayerName,
    values: Record<string, Plain>,
    inputs: readonly Tensor[],
    framework: Framework,
    more: Emission,
  ): Tensor {
    const ids = inputs.flatMap(input => this.nodeOf(vm, input) ?? []);
    const output =
      more.shape === undefined
        ? outputOf(
            { layer, parameters: values },
            inputs.map(input => perExample(input.shape)),
          )
        : perExample(more.shape);
    const batch = more.batch !== undefined ? more.batch : batchOf(inputs);
    const result = new Tensor(
      more.shape === undefined ? (output === null ? null : [batch, ...output]) : more.shape,
      framework,
    );
    result.opaque =
      layer === 'unknown' ||
      inputs.some(input => input.opaque) ||
      (layer !== 'input' && !isKnown(output) && inputs.every(input => isKnown(perExample(input.shape))));
    result.doubtful = values.after !== undefined || inputs.some(input => input.doubtful);
    result.node = this.add(vm, {
      layer,
      name: more.name,
      path: more.module && this.pathTo(more.module),
      parameters: values,
      inputs: ids,
      owner: more.owner ?? more.module,
      output,
    });
    return result;
  }

  /** A function that is no layer: its inputs, and the shape of its output, batch first. */
  operation(
    vm: Vm,
    name: string,
    inputs: readonly Value[],
    shape: Shape,
    framework: Framework,
    more: { readonly weights?: number; readonly module?: Instance } = {},
  ): Tensor {
    const tensors = inputs.filter(isTensor);
    const isConstant = tensors.every(t => t.node === undefined && !t.parameter);
    if (isConstant && more.weights === undefined) return new Tensor(shape, framework);
    if (isConstant) return new Tensor(shape, framework);
    const parameters = { function: name, output: perExample(shape), weights: more.weights };
    return this.emit(vm, 'operation', parameters, tensors, framework, { shape, module: more.module });
  }

  /** What is not known: it takes what it was given, and its shape and weights are unknown. */
  unknown(vm: Vm, name: string, inputs: readonly Tensor[], framework: Framework, module?: Instance): Tensor {
    return this.emit(vm, 'unknown', { class: name }, inputs, framework, { shape: null, module });
  }

  /** Says, once, what is not known of a node; `at` where that comes from another place. */
  remark(vm: Vm, { node }: Tensor, why: string, at?: Place): void {
    const made = vm.report('unknown-layer', 'information', `shape unknown from here: ${why}`, at);
    if (made && node !== undefined) this.remarks.set(made, node);
  }

  /** The node of a tensor; a weight gets one when it is first used. */
  nodeOf(vm: Vm, tensor: Tensor): number | undefined {
    if (tensor.node !== undefined || !tensor.parameter) return tensor.node;
    tensor.node = this.add(vm, {
      layer: 'variable',
      name: undefined,
      path: undefined,
      parameters: {
        ...layerDefaults('variable'),
        ...(tensor.shape ? { output: tensor.shape } : {}),
        trainable: tensor.parameter.trainable,
      },
      inputs: [],
      owner: tensor,
      output: tensor.shape,
    });
    return tensor.node;
  }

  private add(vm: Vm, draft: Omit<Draft, 'at' | 'calls' | 'context' | 'library'>): number {
    if (this.drafts.length >= mostNodes) {
      this.overflow = true;
      return mostNodes - 1;
    }
    const here = vm.place();
    // What the network itself applies, not a line of the file, is shown where it was made.
    const outside = here.at.end === 0 ? this.madeBy(draft.owner) : undefined;
    const { at, calls } = outside ?? here;
    const { layer, name, path, parameters, inputs, owner, output } = draft;
    const { context } = this;
    const library = owner instanceof Instance && owner.made ? owner.made.library : vm.isInLibrary;
    const whole = { layer, name, path, parameters, inputs, at, calls, context, owner, output, library };
    return this.drafts.push(whole) - 1;
  }

  /** Where what is applied was made: the owner of the weights, or the module around. */
  private madeBy(owner: object | undefined): Instance['made'] {
    if (owner instanceof Instance && owner.made) return owner.made;
    for (let c: Context | undefined = this.context; c; c = c.parent) if (c.module?.made) return c.module.made;
    return undefined;
  }

  /** An item of what is not known. */
  itemOf(_: Vm, value: Value, __: number): Value | undefined {
    if (!isTensor(value) || value.node === undefined) return undefined;
    const item = new Tensor(null, value.framework);
    item.node = value.node;
    return item;
  }

  /** Either of two values: what both agree on. */
  either(vm: Vm, a: Value, b: Value): Value {
    if (a === b) return a;
    if (isTensor(a) && isTensor(b)) {
      const shape = common(a.shape, b.shape);
      const result = new Tensor(shape, a.framework);
      result.node = a.node ?? b.node;
      return result;
    }
    if (isUnknown(a) || isUnknown(b)) return isUnknown(a) ? a : b;
    return equal(vm, a, b) === true ? a : vm.unknown('a choice');
  }
}

/** A private function of a bundled text is a way to write it down, and no part of the network. */
const isHelper = ({ name, scope }: Func): boolean =>
  name.startsWith('_') && scope.module.uri !== undefined && isBundled(scope.module.uri);

/** What two shapes have in common. */
const common = (a: Shape, b: Shape): Shape =>
  a === null || b === null || a.length !== b.length
    ? null
    : a.map((size, i) => (size === b[i] ? size : null));

export const snake = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

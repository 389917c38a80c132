import type { Shape } from '../../../graph.js';
import { remember } from '../../../memo.js';
import { outputOf } from '../../../shapes.js';
import { Dict, type Instance, isTensor, itemsOf, List, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { type Context, perExample } from '../graph/recorder.js';
import { layerCost } from '../torch/layers.js';
import { nodesOf, tensorsIn } from './inputs.js';
import { nameOf } from './layer.js';
import { behind } from './layers-of.js';

/** A functional model: the part of the graph between its inputs and outputs. */
export interface Functional {
  readonly inputs: Value;
  readonly outputs: Value;
}

const fixed = new Set<string>(['operation', 'unknown', 'input', 'variable']);

/** Computes a functional model again, on other inputs: its nodes are made again and share their weights. */
export function replay(vm: Vm, model: Instance, { inputs, outputs }: Functional, given: Value): Value {
  const { drafts } = vm.recorder;
  const made = new Map<number, number>();
  const shapes = new Map<number, Shape>();
  const to = tensorsIn(given);
  for (const [i, tensor] of tensorsIn(inputs).entries()) {
    const target = to[i];
    if (tensor.node === undefined || target?.node === undefined) continue;
    made.set(tensor.node, target.node);
    shapes.set(tensor.node, perExample(target.shape));
  }
  const nodes = behind(drafts, nodesOf(outputs), made);
  const leave = vm.recorder.enter(vm, [nameOf(model) ?? 'model'], model.cls.name, model);
  try {
    const around = contextsIn(vm, shared(nodes.map(i => drafts[i]!.context)));
    for (const i of nodes) {
      vm.step(layerCost);
      const draft = drafts[i]!;
      const before = draft.inputs.map(input => shapes.get(input) ?? drafts[input]!.output);
      const output = fixed.has(draft.layer) ? draft.output : outputOf(draft, before);
      const owner = draft.owner ?? draft;
      drafts[i] = { ...draft, owner };
      shapes.set(i, output);
      const mapped = draft.inputs.map(input => made.get(input) ?? input);
      made.set(
        i,
        drafts.push({ ...draft, inputs: mapped, output, context: around(draft.context), owner }) - 1,
      );
    }
  } finally {
    leave();
  }
  const batch = to[0]?.shape?.[0] ?? null;
  return mapTensors(outputs, tensor => {
    if (tensor.node === undefined) return tensor;
    const shape = shapes.get(tensor.node) ?? perExample(tensor.shape);
    const result = new Tensor(shape === null ? null : [batch, ...shape], 'keras');
    result.node = made.get(tensor.node) ?? tensor.node;
    return result;
  });
}

/** The innermost context that is around all of these. */
function shared([first, ...others]: readonly Context[]): Context | undefined {
  const common = (a: Context | undefined, b: Context): Context | undefined => {
    const aroundB = new Set<Context>();
    for (let c: Context | undefined = b; c; c = c.parent) aroundB.add(c);
    let found = a;
    while (found && !aroundB.has(found)) found = found.parent;
    return found;
  };
  return others.reduce<Context | undefined>(common, first);
}

/** What is inside a context, again, inside the one that is entered. */
function contextsIn(vm: Vm, outer: Context | undefined): (context: Context) => Context {
  const { context: target } = vm.recorder;
  const copies = new Map<Context, Context>();
  const inside = (context: Context): Context =>
    context === outer || !context.parent
      ? target
      : remember(copies, context, () => ({ ...context, parent: inside(context.parent!) }));
  return inside;
}

function mapTensors(value: Value, f: (tensor: Tensor) => Value): Value {
  if (isTensor(value)) return f(value);
  const items = itemsOf(value);
  if (items)
    return items.length === 1 ? mapTensors(items[0]!, f) : new List(items.map(i => mapTensors(i, f)));
  if (value instanceof Dict)
    return Dict.of([...value.map.values()].map(e => [String(e.key), mapTensors(e.value, f)]));
  return value;
}

import type { Shape } from '../../../graph.js';
import { outputOf } from '../../../shapes.js';
import { Dict, type Instance, isTensor, itemsOf, List, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { type Draft, perExample } from '../graph/recorder.js';
import { tensorsIn } from './inputs.js';
import { nameOf } from './layer.js';

/** A functional model: the part of the graph between its inputs and outputs. */
export interface Functional {
  readonly inputs: Value;
  readonly outputs: Value;
}

const fixed = new Set<string>(['operation', 'unknown', 'input', 'variable']);

/** Ids of what the outputs need, back to where something is put in their place. */
function neededFor(drafts: readonly Draft[], outputs: Value, known: ReadonlyMap<number, number>): number[] {
  const needed = new Set<number>();
  const open = tensorsIn(outputs).flatMap(t => t.node ?? []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const draft = drafts[next];
    if (!draft || needed.has(next) || known.has(next)) continue;
    needed.add(next);
    open.push(...draft.inputs);
  }
  return [...needed].sort((a, b) => a - b);
}

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
  const leave = vm.recorder.enter(vm, [nameOf(model) ?? 'model'], model.cls.name, model);
  try {
    for (const i of neededFor(drafts, outputs, made)) {
      vm.step();
      const draft = drafts[i]!;
      const before = draft.inputs.map(input => shapes.get(input) ?? drafts[input]!.output);
      const output = fixed.has(draft.layer) ? draft.output : outputOf(draft, before);
      const owner = draft.owner ?? draft;
      drafts[i] = { ...draft, owner };
      shapes.set(i, output);
      const mapped = draft.inputs.map(input => made.get(input) ?? input);
      made.set(i, drafts.push({ ...draft, inputs: mapped, output, context: vm.recorder.context, owner }) - 1);
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

function mapTensors(value: Value, f: (tensor: Tensor) => Value): Value {
  if (isTensor(value)) return f(value);
  const items = itemsOf(value);
  if (items)
    return items.length === 1 ? mapTensors(items[0]!, f) : new List(items.map(i => mapTensors(i, f)));
  if (value instanceof Dict)
    return Dict.of([...value.map.values()].map(e => [String(e.key), mapTensors(e.value, f)]));
  return value;
}

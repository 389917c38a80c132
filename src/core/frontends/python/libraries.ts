import type { Size } from '../../graph.js';
import {
  type Args,
  Dict,
  Instance,
  isTensor,
  itemsOf,
  type ModuleValue,
  type Tensor,
  type Value,
} from './core/values.js';
import type { Libraries, Vm } from './core/vm.js';
import { sizesOf } from './graph/sizes.js';
import { kerasModule } from './keras/index.js';
import { isModel, setTrainable } from './keras/models.js';
import { kerasAttribute } from './keras/tensor.js';
import { standardModule } from './stdlib/modules.js';
import { numpyModule } from './stdlib/numpy.js';
import { tensorBinary, tensorUnary } from './torch/arithmetic.js';
import { torchModule } from './torch/index.js';
import { tensorItem } from './torch/indexing.js';
import { addUnknown, isModule } from './torch/module.js';
import { tensorAttribute } from './torch/tensor.js';

const loaded = new WeakMap<Vm, Map<string, ModuleValue | undefined>>();

/** The libraries that are known without reading their files. */
function find(vm: Vm, name: string): ModuleValue | undefined {
  const known = loaded.get(vm) ?? new Map<string, ModuleValue | undefined>();
  loaded.set(vm, known);
  if (known.has(name)) return known.get(name);
  const inner = (other: string): ModuleValue | undefined => find(vm, other);
  const made =
    torchModule(name, inner) ?? kerasModule(vm, name, inner) ?? numpyModule(name) ?? standardModule(vm, name);
  known.set(name, made);
  return made;
}

/** Tensors among the arguments, and in lists of them. */
export function tensorsIn(values: Iterable<Value>, depth = 0): Tensor[] {
  const found: Tensor[] = [];
  for (const value of values) {
    if (isTensor(value)) found.push(value);
    else if (value instanceof Dict && depth < 4)
      found.push(
        ...tensorsIn(
          [...value.map.values()].map(e => e.value),
          depth + 1,
        ),
      );
    else if (depth < 4) found.push(...tensorsIn(itemsOf(value) ?? [], depth + 1));
  }
  return found;
}

const nameOf = (callee: Value): string => {
  if (callee instanceof Instance) return callee.cls.name;
  return typeof callee === 'object' && callee !== null && 'name' in callee
    ? String(callee.name)
    : 'a function';
};

/** Tools that are given a network and what goes in: `summary(model, (3, 32, 32))`, `profile(model, inputs=(x,))`. */
function noteSummary(vm: Vm, name: string, { pos, kw }: Args): void {
  if (
    !/(^|\.)(summary|get_model_complexity_info|profile|export|trace|add_graph|FlopCountAnalysis)(\(\))?$/.test(
      name,
    )
  )
    return;
  const all = [...pos, ...kw.values()];
  const network = all.find(v => isModule(v));
  if (!isModule(network)) return;
  const tensors = tensorsIn(all).filter(t => t.node === undefined);
  if (tensors.length > 0) {
    vm.applications.called(network, tensors);
    return;
  }
  const shape = all.map(v => sizesIn(v)).find(sizes => sizes !== undefined);
  if (shape) vm.applications.note(network, [shape.length === 3 ? [1, ...shape] : shape]);
}

/** Sizes of an input, at least two. */
const sizesIn = (value: Value): Size[] | undefined => {
  const [first] = itemsOf(value) ?? [];
  const sizes = sizesOf(itemsOf(first) ? first : value);
  return itemsOf(value) && sizes && sizes.length > 1 && sizes.every(s => s !== null) ? sizes : undefined;
};

function unknownCall(vm: Vm, callee: Value, args: Args): Value {
  const name = nameOf(callee).replace(/^a .*$/, 'this');
  noteSummary(vm, name, args);
  const inputs = tensorsIn([...args.pos, ...args.kw.values()]).filter(t => t.node !== undefined);
  if (inputs.length === 0) return vm.unknown(`${name}()`);
  const module = isModule(callee) ? callee : undefined;
  const result = vm.recorder.unknown(vm, name, inputs, inputs[0]!.framework, module);
  vm.recorder.remark(vm, result, `\`${name}\` is not modelled`);
  return result;
}

export const libraries: Libraries = {
  module: find,
  tensorAttribute: (vm, tensor, name) =>
    tensor.framework === 'torch' ? tensorAttribute(vm, tensor, name) : kerasAttribute(vm, tensor, name),
  tensorBinary,
  tensorUnary,
  tensorItem,
  unknownCall,
  attributeSet: (vm, instance, name, value) => {
    if (name === 'trainable' && isModel(instance)) setTrainable(vm, instance, value);
    if (vm.unsure > 0 && isModule(value)) addUnknown(instance);
  },
};

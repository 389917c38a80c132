import type { Shape } from '../../../graph.js';
import { Class, Dict, Instance, isTensor, itemsOf, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { layerClass } from './layer.js';

/** Tensors in an argument: one, or lists and dicts of them. */
export function tensorsIn(value: Value | undefined, depth = 0): Tensor[] {
  if (value === undefined || depth > 4) return [];
  if (isTensor(value)) return [value];
  if (value instanceof Dict) return [...value.map.values()].flatMap(e => tensorsIn(e.value, depth + 1));
  return (itemsOf(value) ?? []).flatMap(item => tensorsIn(item, depth + 1));
}

/** The nodes of the tensors in an argument. */
export const nodesOf = (value: Value | undefined): number[] => tensorsIn(value).flatMap(t => t.node ?? []);

/** What Keras counts as the layer behind an input. */
export const inputLayerClass = new Class('InputLayer', [layerClass]);
inputLayerClass.library = true;

/** A network's input: its shape with the batch. */
export function makeInput(vm: Vm, shape: Shape, name?: string): Tensor {
  const tensor = new Tensor(shape, 'keras');
  const owner = new Instance(inputLayerClass);
  if (name !== undefined) owner.attrs.set('name', name);
  const emission = { shape, name, owner };
  tensor.node = vm.recorder.emit(vm, 'input', { shape: shape?.slice(1) }, [], 'keras', emission).node;
  return tensor;
}

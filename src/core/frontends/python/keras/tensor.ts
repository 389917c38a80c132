import { Builtin, List, type Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { hasOpenSizes, kerasShape } from '../graph/sizes.js';
import { tensorAttribute } from '../torch/tensor.js';

const shared = new Set(['ndim', 'numpy', 'T', 'tolist', 'item', '__getitem__']);

/** An attribute of a Keras tensor: sizes that are not known are None there. */
export function kerasAttribute(vm: Vm, tensor: Tensor, name: string): Value | undefined {
  const { shape } = tensor;
  const sizes = (): Value =>
    shape === null ? vm.unknown('a shape') : kerasShape(shape, hasOpenSizes(tensor));
  switch (name) {
    case 'shape':
    case '_keras_shape':
    case '_shape_val':
      return sizes();
    case 'get_shape':
      return new Builtin(name, sizes);
    case 'as_list':
      return new Builtin(name, () =>
        shape === null ? vm.unknown('a shape') : new List([...kerasShape(shape, hasOpenSizes(tensor)).items]),
      );
    case 'dtype':
      return 'float32';
    case 'set_shape':
    case 'assign':
      return new Builtin(name, () => null);
    case 'value':
    case 'read_value':
      return new Builtin(name, () => tensor);
    case 'trainable':
      return tensor.parameter?.trainable ?? true;
    default:
      return shared.has(name) ? tensorAttribute(vm, tensor, name) : undefined;
  }
}

import type { Shape } from '../../../graph.js';
import type { Instance, Tensor, Value } from '../core/values.js';
import type { Session } from '../session.js';
import { makeInput, tensorsIn } from './inputs.js';
import { isLayer } from './layer.js';
import { callModel, functionalOf, isModel } from './models.js';

export const isKerasModel = (value: Value): value is Instance => isModel(value) || isLayer(value);

/** A model whose layers are only applied where it is called. */
export const isOpenModel = (value: Value): value is Instance => isModel(value) && !functionalOf(value);

interface Run {
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Shape[];
}

/** The outputs of a model: a functional one has them, a subclassed one is called on inputs of these shapes, without the batch. */
export function kerasOutputs(session: Session, model: Instance, shapes: readonly Shape[] | undefined): Run {
  const functional = functionalOf(model);
  if (functional)
    return { outputs: tensorsIn(functional.outputs), inputs: tensorsIn(functional.inputs).map(t => t.shape) };
  if (!shapes) return { outputs: [], inputs: [] };
  const { vm } = session;
  return session.run(() => {
    const inputs = shapes.map(shape => makeInput(vm, shape === null ? null : [null, ...shape], 'input'));
    const result = isModel(model)
      ? callModel(vm, model, { pos: inputs, kw: new Map() })
      : vm.call(model, ...inputs);
    return { outputs: tensorsIn(result), inputs: inputs.map(t => t.shape) };
  });
}

export const kerasInput = (session: Session, shape: Shape): Tensor =>
  makeInput(session.vm, shape === null ? null : [null, ...shape], 'input');

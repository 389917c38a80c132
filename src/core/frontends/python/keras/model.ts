import type { Shape } from '../../../graph.js';
import { Instance, Tensor, type Value } from '../core/values.js';
import type { Session } from '../session.js';
export const isKerasModel = (value: Value): value is Instance => value instanceof Instance && false;
export function kerasOutputs(_s: Session, _m: Instance, _shapes: readonly Shape[] | undefined): { outputs: Tensor[]; inputs: Shape[] } {
  return { outputs: [], inputs: [] };
}
export const subclassedTotals = (): undefined => undefined;
export const kerasInput = (_s: Session, _shape: Shape): Tensor => new Tensor(null, 'keras');

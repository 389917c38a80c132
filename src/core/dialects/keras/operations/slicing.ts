import type { Size } from '../../../graph.js';
import { argument, isInteger, type ReadOperation } from './operation.js';

/** How many elements Python's slice takes of an axis. */
function sliced(size: Size, slice: Readonly<Record<string, unknown>>): Size {
  const { start = null, stop = null, step = null } = slice;
  if (start === null && stop === null && step === null) return size;
  if (size === null || ![start, stop, step].every(part => part === null || isInteger(part))) return null;
  const by = (step as Size) ?? 1;
  if (by < 1) return by === -1 && start === null && stop === null ? size : null;
  const bound = (value: unknown, otherwise: number): number =>
    value === null
      ? otherwise
      : Math.min(Math.max((value as number) + ((value as number) < 0 ? size : 0), 0), size);
  return Math.max(0, Math.ceil((bound(stop, size) - bound(start, 0)) / by));
}

/** One part of `x[:, 0, ..., None, 1:]`: a position, a slice, all axes that no other part is for, or a new axis. */
type Part = number | 'rest' | 'new' | Slice;
type Slice = Readonly<Record<string, unknown>>;

const whole: Slice = {};
const isWhole = (part: Part): boolean =>
  typeof part === 'object' && [part.start, part.stop, part.step].every(value => value == null);

/** The first axis is the batch; what is taken out of it belongs to no example. */
export const getItem: ReadOperation = told => {
  const positional = (told.call.args as readonly unknown[] | undefined)?.[1];
  const parts = partsOf(argument(told, 'slice_spec', 'key') ?? positional);
  return parts && (([input = null]) => ({ output: input && taken([null, ...input], parts) }));
};

/** What the parts leave of a shape with the batch. */
function taken(shape: readonly Size[], parts: readonly Part[]): Size[] | null {
  const [batch, ...others] = spread(parts, shape.length);
  if (batch === undefined || !isWhole(batch)) return null;
  const output: Size[] = [];
  let axis = 1;
  for (const part of others) {
    if (part === 'new') output.push(1);
    else {
      if (axis === shape.length) return null;
      if (typeof part === 'object') output.push(sliced(shape[axis]!, part));
      axis++;
    }
  }
  return output.includes(0) ? null : [...output, ...shape.slice(axis)];
}

/** The parts with a slice for each axis that an ellipsis stands for. */
function spread(parts: readonly Part[], rank: number): Part[] {
  const used = parts.filter(part => part !== 'rest' && part !== 'new').length;
  const missing = Array<Part>(Math.max(0, rank - used)).fill(whole);
  return parts.flatMap(part => (part === 'rest' ? missing : [part]));
}

/** The parts in the words of Keras 2 and 3; undefined for anything else, such as a tensor. */
function partsOf(value: unknown): readonly Part[] | undefined {
  const list = Array.isArray(value) ? value : isInteger(value) ? [value] : tupleIn(value);
  const parts = list?.map(partOf);
  return parts?.every(part => part !== undefined) ? parts : undefined;
}

function partOf(value: unknown): Part | undefined {
  if (value === null) return 'new';
  if (isInteger(value)) return value;
  if (typeof value !== 'object') return undefined;
  const { class_name: name, config } = value as Slice;
  if (name === '__ellipsis__') return 'rest';
  if (name === '__slice__')
    return typeof config === 'object' && config !== null ? (config as Slice) : undefined;
  return 'start' in value! || 'stop' in value! ? (value as Slice) : undefined;
}

/** Keras 3 writes a tuple as an object of its own; one part alone stands without one. */
function tupleIn(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('class_name' in value)) return undefined;
  const { class_name: name, config } = value as { class_name: unknown; config?: { value?: unknown } };
  if (name === '__slice__' || name === '__ellipsis__') return [value];
  return name === '__tuple__' && Array.isArray(config?.value) ? config.value : undefined;
}

import type { Size } from '../../../graph.js';
import { argument, type Effect, isInteger, type ReadOperation } from './operation.js';

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

/** `x[:, 0, ..., 1:]`; the first part is the batch's. */
export const getItem: ReadOperation = told => {
  const spec = slicesOf(
    argument(told, 'slice_spec', 'key') ?? (told.call.args as unknown[] | undefined)?.[1],
  );
  const [batch, ...parts] = spec ?? [];
  if (!spec || !isWhole(batch)) return undefined;
  return ([input = null]): Effect | undefined => {
    if (!input || parts.length > input.length) return undefined;
    const output = input.flatMap((size, i): Size[] => {
      const part = parts[i];
      if (part === undefined) return [size];
      if (isInteger(part)) return [];
      return [sliced(size, part)];
    });
    return output.includes(0) ? undefined : { output };
  };
};

type Part = number | Readonly<Record<string, unknown>>;

const isWhole = (part: Part | undefined): boolean =>
  typeof part === 'object' && [part.start, part.stop, part.step].every(value => value == null);

/** Whole numbers and slices, in the words of Keras 2 and 3; undefined for anything else, such as an ellipsis. */
function slicesOf(value: unknown): readonly Part[] | undefined {
  const list = Array.isArray(value) ? value : tupleIn(value);
  const parts = list?.map((part: unknown): Part | undefined => {
    if (isInteger(part)) return part;
    if (typeof part !== 'object' || part === null) return undefined;
    const { class_name: name, config } = part as Readonly<Record<string, unknown>>;
    if (name === '__slice__' && typeof config === 'object' && config !== null) return config as Part;
    return 'start' in part || 'stop' in part ? (part as Part) : undefined;
  });
  return parts?.every(part => part !== undefined) ? parts : undefined;
}

/** Keras 3 writes a tuple as an object of its own. */
const tupleIn = (value: unknown): readonly unknown[] | undefined => {
  if (typeof value !== 'object' || value === null || !('class_name' in value)) return undefined;
  const { class_name: name, config } = value as { class_name: unknown; config?: { value?: unknown } };
  if (name === '__slice__') return [value];
  return name === '__tuple__' && Array.isArray(config?.value) ? config.value : undefined;
};

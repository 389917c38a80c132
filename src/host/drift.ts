/**
 * How offsets move when a text is edited in one spot: what is before it stays, what is behind it moves along, and what
 * is inside stays within it. So a view of an older text keeps its places while the new one is half written.
 */
export function driftBetween(before: string, after: string): (offset: number) => number {
  if (before === after) return offset => offset;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const shift = after.length - before.length;
  return offset => {
    if (offset <= head) return offset;
    if (offset >= before.length - tail) return offset + shift;
    return Math.min(offset, after.length - tail);
  };
}

import { readFileSync } from 'node:fs';

export const zooText = (id: string): string => readFileSync(`src/core/zoo/${id}.resnet.yaml`, 'utf8');

/** Middle of a list of times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Milliseconds of one call. */
export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds of one call, the median of several once the engine has compiled what it will: after a second of calls. */
export function repeated(times: number, work: () => unknown): number {
  for (let warm = 0; warm < 1000; ) warm += timed(work);
  return median(Array.from({ length: times }, () => timed(work)));
}

export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map(row => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  console.log(`\n${title}\n${[line(head), ...rows.map(line)].join('\n')}`);
}

export const ms = (time: number): string => (time < 10 ? time.toFixed(2) : time.toFixed(0));

const BARS = [...'▁▂▃▄▅▆▇█'];
const NO_NUMBER = '×';

/** Values as a line of at most `width` small bars, each the mean of as many neighbours; `×` where one is no number. */
export function sparkline(values: readonly number[], width: number): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, i) =>
    mean(values.slice(at(i, columns, values), at(i + 1, columns, values))),
  );
  const finite = means.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const bar = (value: number): string => {
    if (!Number.isFinite(value)) return NO_NUMBER;
    const share = high > low ? (value - low) / (high - low) : 0;
    return BARS[Math.round(share * (BARS.length - 1))]!;
  };
  return means.map(bar).join('');
}

const at = (column: number, columns: number, { length }: readonly number[]): number =>
  Math.floor((column * length) / columns);

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

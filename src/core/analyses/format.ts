import type { Cell, Column } from './analysis.js';

/** `25,557,032`; `?` for what is not known. */
export const formatExact = (value: Cell): string =>
  typeof value === 'number' ? value.toLocaleString('en') : String(value ?? '?');

/** `12.3`, to three digits. */
export const formatRough = (value: Cell): string =>
  typeof value === 'number'
    ? (value < 1000 ? Number(value.toPrecision(3)) : Math.round(value)).toLocaleString('en', {
        maximumFractionDigits: 20,
      })
    : String(value ?? '?');

/** `12.5 %` of 0.125. */
export const formatShare = (value: Cell): string =>
  typeof value === 'number' ? `${(100 * value).toFixed(1)} %` : '?';

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `3.06 MiB` */
export function formatBytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit + 1 < units.length) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size >= 100 ? size.toFixed(0) : size.toPrecision(3)} ${units[unit]}`;
}

export const words = (key: string, title: string): Column => ({
  key,
  title,
  align: 'left',
  format: value => (Array.isArray(value) ? value.map(formatExact).join(', ') : String(value ?? '?')),
});

export const figures = (
  key: string,
  title: string,
  format: (value: Cell) => string = formatExact,
): Column => ({ key, title, align: 'right', format });

export const bytes = (key: string, title: string): Column =>
  figures(key, title, value => (typeof value === 'number' ? formatBytes(value) : '?'));

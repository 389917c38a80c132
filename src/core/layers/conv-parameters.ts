import type { Shape, Size } from '../graph.js';
import type { Report, Weight } from './layer.js';
import type { Parameter } from './parameters.js';
import {
  type DataFormat,
  type FeatureMap,
  formatSteps,
  formatStride,
  joinDetails,
  splitMap,
} from './spatial.js';

export const filters = {
  kind: 'integer',
  required: true,
  doc: 'Number of filters: the channels of the output.',
} as const satisfies Parameter;

export const kernel = {
  kind: 'sizes',
  required: true,
  doc: 'Height and width of the kernel.',
} as const satisfies Parameter;

export const stride = {
  kind: 'sizes',
  default: 1,
  doc: 'Step between windows: 2 halves height and width.',
} as const satisfies Parameter;

export const padding = {
  kind: 'padding',
  default: 'same',
  doc: '`same` keeps ⌈size / stride⌉, `valid` adds nothing; or the zeros at each side.',
} as const satisfies Parameter;

export const dilation = {
  kind: 'sizes',
  default: 1,
  doc: 'Distance between the taps of the kernel.',
} as const satisfies Parameter;

export const groups = {
  kind: 'integer',
  default: 1,
  doc: 'Channels are split into this many groups that do not mix (ResNeXt: 32).',
} as const satisfies Parameter;

export const multiplier = {
  kind: 'integer',
  default: 1,
  doc: 'How many kernels each channel has.',
} as const satisfies Parameter;

export const bias = {
  kind: 'boolean',
  default: true,
  doc: 'Whether a bias is added. Needless before batch norm.',
} as const satisfies Parameter;

/** PyTorch is told how many channels come in; the weights are made for that many. */
export const expects = {
  kind: 'integer',
  doc: 'The channels or features that it was made for, where the framework is told.',
  internal: true,
} as const satisfies Parameter;

/** Reports another number of channels than a layer was made for. */
export function checkExpected(given: Size, expected: number | undefined, what: string, report: Report): void {
  if (expected === undefined || given === null || given === expected) return;
  report({
    code: 'wrong-value',
    message: `was made for ${expected} ${what}, but gets ${given}`,
    parameter: 'expects',
    wanted: given,
  });
}

export const biasWeight = (wanted: boolean, size: Size): readonly Weight[] =>
  wanted ? [{ name: 'bias', shape: [size], trainable: true }] : [];

/** The input's map, unknown rather than wrong where the rank is wrong: the report has been made by `output`. */
export const mapOf = (
  input: Shape | undefined,
  p: { readonly kernel: readonly number[]; readonly dataFormat: DataFormat },
): FeatureMap => splitMap(input ?? null, p.kernel.length, p.dataFormat, () => {});

export const multiplied = (size: Size, by: number): Size => (size === null ? null : size * by);

/** Channels for each group; goes on with a whole number where they cannot be split. */
export const perGroup = (channels: Size, groups: number): Size =>
  channels === null ? null : Math.max(1, Math.floor(channels / groups));

export function checkGroups(
  channels: Size,
  p: { readonly groups: number; readonly filters?: number },
  report: Report,
): void {
  const check = (size: Size, what: string) => {
    if (size === null || size % p.groups === 0) return;
    const message = `${size} ${what} cannot be split into ${p.groups} groups`;
    report({ code: 'wrong-value', parameter: 'groups', message });
  };
  check(channels, 'input channels');
  check(p.filters ?? null, 'filters');
}

/** What stands beside a convolution's name: stride, dilation and groups, unless they are 1. */
export const convDetail = (p: {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups?: number;
}): string | undefined =>
  joinDetails(formatStride(p.stride), formatSteps('d', p.dilation), formatSteps('g', [p.groups ?? 1]));

import type { TypedNode } from '../../graph.js';
import type { LayerParameters } from '../../layers/index.js';
import type { Padding } from '../../layers/parameters.js';
import { alongAxis, type DataFormat, reachOf } from '../../layers/spatial.js';
import { outputOf } from '../../shapes.js';
import { type Lower, type Lowered, type Step, type Subject, step } from './step.js';

type Borders = readonly (readonly [number, number])[];

/** Keras's windows pad with a word; zeros that are counted out become a layer of their own, before. */
function padded(
  padding: Padding,
  dataFormat: DataFormat,
  make: (padding: 'same' | 'valid') => Step,
): readonly Step[] {
  if (typeof padding === 'string') return [make(padding)];
  if (padding.flat().every(border => border === 0)) return [make('valid')];
  return [step('zeroPad', { padding, dataFormat }, padding.length), make('valid')];
}

interface Stepped {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

/** Keras refuses to step over a dilated window. */
const refusedDilation = ({ stride, dilation }: Stepped): string | undefined =>
  stride.some(s => s > 1) && dilation.some(d => d > 1)
    ? 'Keras has no convolution with both a stride and a dilation'
    : undefined;

export const conv: Lower<'conv'> = subject => {
  const { parameters: p, target } = subject;
  const refused = refusedDilation(p);
  if (refused !== undefined) return refused;
  const axes = p.kernel.length;
  if (p.groups > 1 && !target.groupedConvolutions) return perChannel(subject);
  const causal = axes === 1 && typeof p.padding !== 'string' && isCausal(p, p.padding);
  return padded(causal ? 'valid' : p.padding, p.dataFormat, padding => {
    const { className, config } = step('conv', { ...p, padding }, axes);
    return { className, config: causal ? { ...config, padding: 'causal' } : config };
  });
};

/** All zeros before a sequence, as many as a window looks back. */
const isCausal = ({ kernel, dilation }: LayerParameters<'conv'>, [border]: Borders): boolean =>
  border?.[1] === 0 && border[0] > 0 && border[0] === (dilation[0] ?? 1) * (kernel[0]! - 1);

/** With a group for each channel, it is a depthwise convolution. */
function perChannel({ parameters: p, inputs: [input], target }: Subject<'conv'>): Lowered {
  const channels = (p.dataFormat === 'channelsFirst' ? input?.[0] : input?.at(-1)) ?? null;
  if (channels !== p.groups || p.filters % p.groups !== 0) return `${target.name} has no grouped convolution`;
  const multiplier = p.filters / p.groups;
  return padded(p.padding, p.dataFormat, padding =>
    step('depthwiseConv', { ...p, padding, multiplier }, p.kernel.length),
  );
}

export const depthwiseConv: Lower<'depthwiseConv'> = ({ parameters: p }) =>
  refusedDilation(p) ??
  padded(p.padding, p.dataFormat, padding => step('depthwiseConv', { ...p, padding }, p.kernel.length));

export const separableConv: Lower<'separableConv'> = ({ parameters: p }) =>
  refusedDilation(p) ??
  padded(p.padding, p.dataFormat, padding => step('separableConv', { ...p, padding }, p.kernel.length));

/** What an explicit padding cuts off is cut off by a layer of its own, after. */
export const transposedConv: Lower<'transposedConv'> = ({ parameters: p, target }) => {
  if (p.groups > 1) return 'Keras has no grouped transposed convolution';
  if (!target.fullTransposed && p.dilation.some(d => d > 1))
    return `${target.name} has no dilated transposed convolution`;
  const axes = p.kernel.length;
  if (typeof p.padding === 'string') {
    if (p.outputPadding && !target.fullTransposed) return `${target.name} has no output padding`;
    return [step('transposedConv', p, axes)];
  }
  const cropping = cropOf(p, p.padding);
  if (!cropping) return 'Keras cannot add the output padding to what the padding leaves';
  const whole = step('transposedConv', { ...p, padding: 'valid', outputPadding: undefined }, axes);
  if (cropping.flat().every(border => border === 0)) return [whole];
  return [whole, step('crop', { cropping, dataFormat: p.dataFormat }, axes)];
};

/** What a `valid` one has too much: the padding, and what Keras adds where windows do not touch; less the output padding. */
function cropOf(p: LayerParameters<'transposedConv'>, padding: Borders): Borders | undefined {
  const cropping = padding.map(([before, after], axis): readonly [number, number] => {
    const gap = Math.max(alongAxis(p.stride, axis) - reachOf(p, axis), 0);
    return [before, after + gap - (p.outputPadding ? alongAxis(p.outputPadding, axis) : 0)];
  });
  return cropping.every(([, after]) => after >= 0) ? cropping : undefined;
}

const isNonNegative = ({ layer, parameters }: TypedNode): boolean =>
  [layer, parameters.activation].some(name => positive.has(String(name)));

const positive: ReadonlySet<string> = new Set([
  'relu',
  'relu6',
  'sigmoid',
  'hardSigmoid',
  'softplus',
  'softmax',
  'exponential',
]);

const isPadded = (padding: Padding): boolean =>
  typeof padding !== 'string' && padding.flat().some(border => border > 0);

/** A partial last window counts in PyTorch; that is the same where there is none. */
function refusedRounding({ node, inputs }: Subject<'maxPool' | 'averagePool'>): string | undefined {
  if (node.parameters.rounding !== 'ceil') return undefined;
  const floored = outputOf(
    { layer: node.layer, parameters: { ...node.parameters, rounding: 'floor' } },
    inputs,
  );
  const same = floored !== null && String(floored) === String(node.output) && !floored.includes(null);
  return same ? undefined : 'Keras leaves out a partial last window';
}

export const maxPool: Lower<'maxPool'> = subject => {
  const { parameters: p, producers } = subject;
  if (p.dilation.some(d => d > 1)) return 'Keras has no dilated pool';
  if (isPadded(p.padding) && !producers.every(isNonNegative))
    return 'Keras pads with zeros, which are greater than values below 0';
  return (
    refusedRounding(subject) ??
    padded(p.padding, p.dataFormat, padding => step('maxPool', { ...p, padding }, p.kernel.length))
  );
};

export const averagePool: Lower<'averagePool'> = subject => {
  const { parameters: p } = subject;
  if (p.countPadding && p.padding === 'same') return 'Keras leaves its own padding out of the mean';
  if (!p.countPadding && isPadded(p.padding)) return 'Keras counts explicit zeros in the mean';
  return (
    refusedRounding(subject) ??
    padded(p.padding, p.dataFormat, padding => step('averagePool', { ...p, padding }, p.kernel.length))
  );
};

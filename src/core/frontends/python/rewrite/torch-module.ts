import { argument, layerParameters } from './arguments.js';
import type { Context } from './context.js';
import { type Projection, spelling } from './projection.js';
import { equals } from './style.js';

/** The layers of a projection, each as the file would write it. */
export function torchProjection(context: Context, projection: Projection): string[] | undefined {
  const conv = spelling(context, projection.model);
  const call = context.levels(projection.model)[0]?.call;
  if (!conv || !call || projection.from === undefined || !/^Conv\dd$/.test(conv.name)) return undefined;
  const eq = equals(context.text, call);
  const kernel = call.keywords.some(k => k.arg === 'kernel_size') ? `kernel_size${eq}1` : '1';
  const stride = projection.stride === undefined ? [] : [`stride${eq}${projection.stride}`];
  const bias = argument(call, layerParameters(call) ?? [], 'bias');
  const noBias = bias?.kind === 'bool' && !bias.value ? [`bias${eq}False`] : [];
  const parts = [projection.from, projection.filters, kernel, ...stride, ...noBias];
  const norm = projection.norm && spelling(context, projection.norm);
  return [
    `${conv.prefix}${conv.name}(${parts.join(', ')})`,
    ...(norm ? [`${norm.prefix}${norm.name}(${projection.filters})`] : []),
  ];
}

/** `nn.Sequential`, as the file has it; undefined where it does not import it. */
export function sequential(context: Context, projection: Projection): string | undefined {
  const conv = spelling(context, projection.model);
  if (!conv) return undefined;
  if (conv.prefix !== '') return `${conv.prefix}Sequential`;
  return /^from\s+torch\.nn\s+import\b.*\bSequential\b/m.test(context.text) ? 'Sequential' : undefined;
}

/** One module from its layers, over several lines where there are more than one. */
export function asModule(
  context: Context,
  projection: Projection,
  layers: readonly string[],
  layout: { readonly indent: string; readonly step: string; readonly newline: string },
): string | undefined {
  if (layers.length === 1) return layers[0];
  const name = sequential(context, projection);
  if (name === undefined) return undefined;
  const inner = layers.map(layer => `${layout.newline}${layout.indent}${layout.step}${layer},`);
  return `${name}(${inner.join('')}${layout.newline}${layout.indent})`;
}

import { finding, type ShortcutPolicy, shortcutPolicies } from '../../finding.js';
import { type Shape, type Size, shapesAgree } from '../../graph.js';
import { listWords } from '../../layers/parameters.js';
import type { Place } from '../../source.js';
import type { Builder } from './builder.js';
import type { Scope } from './expressions.js';
import type { Entry } from './syntax.js';

/** The word after `shortcut:`; identity, the paper's h(x) = x, where there is none or a wrong one. */
export function readPolicy(entry: Entry | undefined, builder: Builder): ShortcutPolicy {
  const value = entry?.value;
  if (!value) return 'identity';
  const word = value.kind === 'scalar' ? value.value : undefined;
  const policy = shortcutPolicies.find(p => p === word);
  if (policy) return policy;
  const wanted = `${listWords(shortcutPolicies.map(p => `\`${p}\``))}, or a list of layers`;
  builder.report(
    finding(
      'wrong-value',
      'error',
      `\`shortcut\` must be ${wanted}`,
      value.at.end > value.at.start ? value.at : entry.keyAt,
    ),
  );
  return 'identity';
}

interface Request {
  readonly policy: ShortcutPolicy;
  readonly block: string;
  readonly at: Place;
  /** Node whose output is x, and the one whose output is F(x). */
  readonly input: string;
  readonly branch: string;
  readonly scope: Scope;
}

/** Adds the nodes of h(x) that a policy asks for; the answer is the node whose output is h(x). */
export function addShortcut(request: Request, builder: Builder): string {
  const { policy, input, branch } = request;
  const from = builder.shapeOf(input);
  const to = builder.shapeOf(branch);
  if (policy === 'identity' || policy === 'none') return input;
  if (policy !== 'project-always' && shapesAgree(from, to)) return input;
  const filters = to?.at(-1) ?? null;
  // What does not fit a 1×1 convolution stays as it is, and the merge reports it.
  if (from === null || to === null || filters === null || from.length !== to.length || from.length < 2)
    return input;
  const stride = stridesBetween(from, to, request.scope);
  if (policy === 'pad') return pad(request, stride, from.at(-1) ?? null, filters, builder);
  return project(request, stride, filters, builder);
}

/** 1×1 convolution; with batch norm and no bias, as He et al. 2015 have it, unless the policy is the source document's `auto`. */
function project(
  { policy, block, at, input }: Request,
  stride: readonly number[],
  filters: number,
  builder: Builder,
): string {
  const bias = policy === 'auto';
  const kernel = stride.map(() => 1);
  const conv = builder.addImplied('conv', block, 'shortcut.conv', at, [input], {
    filters,
    kernel,
    stride,
    bias,
  });
  return bias ? conv : builder.addImplied('batchNorm', block, 'shortcut.batchNorm', at, [conv], {});
}

/** Option A of He et al. 2015: every s-th pixel, and channels of zeros. */
function pad(
  { block, at, input }: Request,
  stride: readonly number[],
  channels: Size,
  filters: number,
  builder: Builder,
): string {
  const sampled = stride.some(s => s > 1)
    ? builder.addImplied('subsample', block, 'shortcut.subsample', at, [input], { stride })
    : input;
  const missing = channels === null ? 0 : filters - channels;
  if (missing <= 0) return sampled;
  const before = Math.floor(missing / 2);
  return builder.addImplied('padChannels', block, 'shortcut.pad', at, [sampled], {
    before,
    after: missing - before,
  });
}

/** The strides that take x to the branch's size; `$stride` where the sizes do not say. */
function stridesBetween(from: NonNullable<Shape>, to: NonNullable<Shape>, scope: Scope): number[] {
  const said = scope.get('stride')?.value;
  const fallback = typeof said === 'number' && said >= 1 ? said : 1;
  return from.slice(0, -1).map((size, axis) => {
    const wanted = to[axis] ?? null;
    return size === null || wanted === null ? fallback : strideBetween(size, wanted);
  });
}

/** The stride with ⌈size / stride⌉ = wanted, or the nearest to it. */
export function strideBetween(size: number, wanted: number): number {
  const stride = Math.max(1, Math.round(size / wanted));
  return Math.ceil(size / stride) === wanted ? stride : Math.max(1, Math.ceil(size / wanted));
}

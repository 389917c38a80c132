import { layers } from '../../../layers/index.js';
import { Instance, Tensor } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import type { Context, Draft } from '../graph/recorder.js';

type Drafts = readonly Draft[];

/** The nodes that these depend on, and they themselves, in the order in which they were made; not past `known` ones. */
export function behind(
  drafts: Drafts,
  ends: readonly number[],
  known?: ReadonlyMap<number, unknown>,
): number[] {
  const needed = new Set<number>();
  const open = [...ends];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const draft = drafts[next];
    if (!draft || needed.has(next) || known?.has(next)) continue;
    needed.add(next);
    open.push(...draft.inputs);
  }
  return [...needed].sort((a, b) => a - b);
}

/** The layer that a node belongs to, as Keras counts layers: of a nested model or a layer of the author's, that one. */
function layerOf({ owner, context }: Draft): Instance | undefined {
  let outermost: Instance | undefined;
  for (let c: Context | undefined = context; c; c = c.parent) outermost = c.module ?? outermost;
  return outermost ?? (owner instanceof Instance ? owner : undefined);
}

/**
 * The layers of a functional model in the order of `model.layers`: by the length of the longest way to an output, the
 * furthest first; then as they are met on the way back from the outputs.
 */
export function layersBehind(drafts: Drafts, ends: readonly number[]): Instance[] {
  const nodes = behind(drafts, ends);
  const depths = new Map<Instance, number>();
  const atNode = new Map<number, number>();
  for (const i of nodes.toReversed()) {
    const layer = layerOf(drafts[i]!);
    const depth = Math.max(atNode.get(i) ?? 0, (layer && depths.get(layer)) ?? 0);
    if (layer) depths.set(layer, depth);
    for (const input of drafts[i]!.inputs) {
      const step = layer === undefined || layerOf(drafts[input]!) === layer ? 0 : 1;
      atNode.set(input, Math.max(atNode.get(input) ?? 0, depth + step));
    }
  }
  const met = metFrom(drafts, ends);
  return met.sort((a, b) => depths.get(b)! - depths.get(a)!);
}

/** Layers as they are first met: each before what it depends on, inputs in their order. */
function metFrom(drafts: Drafts, ends: readonly number[]): Instance[] {
  const met = new Set<Instance>();
  const seen = new Set<number>();
  const open = ends.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next) || !drafts[next]) continue;
    seen.add(next);
    const layer = layerOf(drafts[next]!);
    if (layer) met.add(layer);
    open.push(...drafts[next]!.inputs.toReversed());
  }
  return [...met];
}

/** What a node gives, batch first. */
export function tensorOf(vm: Vm, node: number): Tensor {
  const { output } = vm.recorder.drafts[node]!;
  const tensor = new Tensor(output === null ? null : [null, ...output], 'keras');
  tensor.node = node;
  return tensor;
}

/** What a layer's node gives after the activation that the layer was made with. */
export function outputAfter(vm: Vm, node: number): Tensor {
  const { drafts } = vm.recorder;
  const [own, next] = [drafts[node]!, drafts[node + 1]];
  const isItsActivation =
    next !== undefined &&
    next.owner === undefined &&
    next.name === undefined &&
    next.inputs.length === 1 &&
    next.inputs[0] === node &&
    next.at.start === own.at.start &&
    layers[next.layer].category === 'activation';
  return tensorOf(vm, isItsActivation ? node + 1 : node);
}

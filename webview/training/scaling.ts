import type { Node, TypedGraph, TypedNode } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import type { Value } from '../../src/core/layers/parameters.js';
import { isChannelsFirst } from './objective.js';

/** How much smaller a copy is: 2 is half. */
export interface Shrinkage {
  /** Of the input's height and width. */
  readonly input: number;
  /** Of filters and hidden units. */
  readonly width: number;
}

type Parameters = Readonly<Record<string, Value>>;

/**
 * Writes smaller sizes into a graph's nodes. A number of channels always becomes the same smaller number, so that what
 * had one width still has one, and it stays a multiple of every number of groups.
 */
export class Scaling {
  private readonly nodes: ReadonlyMap<string, TypedNode>;
  private readonly multiple: number;
  /** Nodes that give an output its channels: classes stay. */
  private readonly kept: ReadonlySet<string>;
  private readonly channelsFirst: boolean;

  constructor(
    private readonly graph: TypedGraph,
    private readonly by: Shrinkage,
  ) {
    this.nodes = new Map(graph.nodes.map(node => [node.id, node]));
    this.channelsFirst = isChannelsFirst(graph);
    this.multiple = graph.nodes.map(node => this.groupsOf(node)).reduce(leastCommonMultiple, 1);
    this.kept = headNodes(graph);
  }

  scaledNodes(): Node[] {
    return this.graph.nodes.map(node => ({
      ...node,
      parameters: { ...node.parameters, ...this.changes(node) },
    }));
  }

  private changes(node: TypedNode): Parameters {
    const p = node.parameters;
    switch (node.layer) {
      case 'input':
        return { shape: this.smallerMap(p.shape as number[]) };
      case 'conv':
        if (this.isDepthwise(node)) return this.depthwise(p as { groups: number; filters: number });
        return this.smaller(node, 'filters');
      case 'separableConv':
      case 'transposedConv':
        return this.smaller(node, 'filters');
      case 'dense':
        return this.smaller(node, 'units');
      case 'padChannels':
        return this.smallerPad(node);
      case 'reshape':
        return { shape: this.smallerShape(node) };
      case 'resize':
        return { size: (p.size as number[]).map(size => this.shorter(size)) };
      default:
        return {};
    }
  }

  private scale(channels: number): number {
    if (this.by.width === 1) return channels;
    const groups = Math.max(1, Math.round(channels / this.by.width / this.multiple));
    return Math.min(channels, groups * this.multiple);
  }

  private shorter(size: number): number {
    return Math.ceil(size / this.by.input);
  }

  private smaller(node: TypedNode, parameter: 'filters' | 'units'): Parameters {
    return this.kept.has(node.id) ? {} : { [parameter]: this.scale(node.parameters[parameter] as number) };
  }

  /** As many groups as channels: still so when there are fewer. */
  private depthwise({ groups, filters }: { groups: number; filters: number }): Parameters {
    return { groups: this.scale(groups), filters: (this.scale(groups) * filters) / groups };
  }

  /** The axes of a map shrink, its channels stay; a vector stays. */
  private smallerMap(shape: readonly number[]): number[] {
    const channels = this.channelsFirst ? 0 : shape.length - 1;
    return shape.map((size, axis) => (axis === channels || shape.length === 1 ? size : this.shorter(size)));
  }

  /** As many channels of zeros as the scaled widths before and after lie apart, on the same sides. */
  private smallerPad(node: TypedNode): Parameters {
    const { before, after } = node.parameters as { before: number; after: number };
    const channels = this.channelsOf(this.nodes.get(node.inputs[0]!));
    const added = this.scale(channels + before + after) - this.scale(channels);
    const first = Math.round((added * before) / Math.max(1, before + after));
    return { before: first, after: added - first };
  }

  /** In a written shape, channels are scaled; one other size follows from the rest. */
  private smallerShape(node: TypedNode): number[] {
    const shape = node.parameters.shape as number[];
    if (this.kept.has(node.id) && this.by.input === 1) return shape;
    const channels = this.channelsOf(this.nodes.get(node.inputs[0]!));
    const scaled = shape.map(size => (size === channels ? this.scale(size) : size));
    const free = shape.findIndex(size => size !== channels && size > 1);
    return scaled.includes(-1) || free < 0 ? scaled : scaled.with(free, -1);
  }

  private channelsOf(node: TypedNode | undefined): number {
    return node?.output?.at(this.channelsFirst && node.output.length > 1 ? 0 : -1) ?? 1;
  }

  private isDepthwise(node: TypedNode): boolean {
    const { groups } = node.parameters;
    return (
      node.layer === 'conv' && groups !== 1 && groups === this.channelsOf(this.nodes.get(node.inputs[0]!))
    );
  }

  /** What must divide a layer's channels; 1 where nothing must. */
  private groupsOf(node: TypedNode): number {
    const { groups } = node.parameters;
    return typeof groups === 'number' && !this.isDepthwise(node) ? groups : 1;
  }
}

const leastCommonMultiple = (a: number, b: number): number => (a * b) / greatestCommonDivisor(a, b);
const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** The last layers with weights of their own before each output, and everything behind them. */
function headNodes({ nodes, outputs }: TypedGraph): ReadonlySet<string> {
  const head = new Set(outputs);
  for (const node of [...nodes].reverse()) {
    const { category } = layers[node.layer];
    const makesChannels = category === 'convolution' || category === 'dense';
    if (head.has(node.id) && !makesChannels) for (const id of node.inputs) head.add(id);
  }
  return head;
}

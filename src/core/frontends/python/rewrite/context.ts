import type { Finding } from '../../../finding.js';
import type { Shape, TypedGraph, TypedNode } from '../../../graph.js';
import type { Unit } from '../../../residual.js';
import type { Place, Source, Span } from '../../../source.js';
import { parsed } from '../core/modules.js';
import type { Framework } from '../core/values.js';
import type { Call, FunctionDef, Module } from '../syntax/index.js';
import { textOf } from './style.js';
import { type AnyNode, allIn, callAt, functionAround, pathTo } from './tree.js';

/** One call on the way to a node: the constructor of its layer first, then the calls around it. */
export interface Level {
  readonly call: Call;
  readonly path: readonly AnyNode[];
  /** The function that the call stands in; undefined at the module's level. */
  readonly inside: FunctionDef | undefined;
}

interface Around {
  readonly framework?: Framework | undefined;
  readonly imported?: readonly string[];
}

/** A file with what is known of it, and what is to be mended. */
export class Context {
  readonly module: Module;
  readonly text: string;
  private readonly byId: ReadonlyMap<string, TypedNode>;

  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
  readonly framework: Framework | undefined;
  /** The file itself, and those that it imports. */
  readonly modules: readonly Module[];

  constructor(
    source: Source,
    { graph, units }: { readonly graph: TypedGraph; readonly units: readonly Unit[] },
    readonly target: Finding,
    { framework, imported }: Around = {},
  ) {
    this.framework = framework;
    this.graph = graph;
    this.units = units;
    this.modules = [source.text, ...(imported ?? [])].map(parsed);
    this.text = source.text;
    this.module = parsed(source.text);
    this.byId = new Map(graph.nodes.map(node => [node.id, node]));
  }

  node(id: string | undefined): TypedNode | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  shape(id: string | undefined): Shape {
    return this.node(id)?.output ?? null;
  }

  write({ at }: { readonly at: Span }): string {
    return textOf(this.text, at);
  }

  path(at: Span): AnyNode[] {
    return pathTo(this.module, at);
  }

  private level(at: Place): Level | undefined {
    if (at.file !== undefined) return undefined;
    const call = callAt(this.module, at);
    if (!call) return undefined;
    const path = this.path(call.at);
    return { call, path, inside: functionAround(path) };
  }

  /** The constructor of a node's layer and the calls that led to it, as far as they are in this file. */
  levels(node: TypedNode): Level[] {
    if (node.library) return [];
    const places = node.made ? [node.made.at, ...node.made.calls.map(c => c.at)] : this.applied(node);
    const levels: Level[] = [];
    for (const place of places) {
      const level = this.level(place);
      if (!level) break;
      levels.push(level);
    }
    return levels;
  }

  /** `Conv2D(…)(x)` holds its constructor. */
  private applied(node: TypedNode): Place[] {
    if (node.at.file !== undefined) return [];
    const call = callAt(this.module, node.at);
    const inner = call?.func.kind === 'call' ? call.func : this.onlyCallIn(call);
    return inner ? [inner.at, ...(node.calls ?? []).map(c => c.at)] : [];
  }

  /** `model.add(Conv2D(…))` */
  private onlyCallIn(call: Call | undefined): Call | undefined {
    const [first] = call?.args ?? [];
    const inner = first && [...allIn(first)].find((n): n is Call => n.kind === 'call');
    return inner ?? call;
  }
}

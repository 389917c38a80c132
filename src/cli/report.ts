import type { Finding } from '../core/finding.js';
import { provedFixes } from '../core/fixes.js';
import type { Shape, Size } from '../core/graph.js';
import { networkName } from '../core/program.js';
import type { Place } from '../core/source.js';
import { structuralHash } from '../core/structure/hashes.js';
import { type NetworkTotals, networkTotals } from '../core/totals.js';
import { locator, type Position } from './lines.js';
import type { Loaded } from './load.js';

/** A file as JSON: lines and columns from 1, shapes without the batch in the file's own axis order. */
export interface Report {
  readonly file: string;
  readonly format: string | null;
  readonly network: string;
  readonly input: readonly Shape[] | Shape;
  readonly output: readonly Shape[] | Shape;
  /** Equal for the same network, whatever its names, format and order. */
  readonly hash: string | null;
  /** Null where a layer is not known: nothing is guessed. */
  readonly totals: NetworkTotals;
  readonly layers: readonly {
    readonly id: string;
    readonly kind: string;
    readonly output: Shape;
    readonly parameters: Size;
    readonly macs: Size;
    readonly line: number;
  }[];
  readonly units: readonly { readonly kind: string; readonly merge: string; readonly line: number }[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: Finding['severity'];
    readonly message: string;
    readonly range: { readonly start: Position; readonly end: Position };
    readonly related: readonly { readonly message: string; readonly line: number; readonly file?: string }[];
    readonly fixes: readonly string[];
  }[];
}

export function report({ path, source, files, model }: Loaded): Report {
  const position = locator({ source, files });
  const lineAt = (place: Place): number => position(place).line;
  if (!model) return notAModel(path);
  const { nodes, outputs } = model.graph;
  const byId = new Map(nodes.map(node => [node.id, node]));
  const inputs = nodes.filter(node => node.layer === 'input').map(node => node.output);
  return {
    file: path,
    format: model.format,
    network: networkName(model),
    input: single(inputs),
    output: single(outputs.map(id => byId.get(id)?.output ?? null)),
    hash: structuralHash(model.graph),
    totals: networkTotals(model),
    layers: nodes.map(node => ({
      id: node.id,
      kind: node.layer,
      output: node.output,
      parameters: node.weights.total,
      macs: node.macs,
      line: lineAt(node.at),
    })),
    units: model.units.map(unit => ({
      kind: unit.kind,
      merge: unit.merge,
      line: lineAt(byId.get(unit.merge)!.at),
    })),
    findings: model.findings.map(f => ({
      code: f.code,
      severity: f.severity,
      message: f.message,
      range: { start: position(f.at, f.at.start), end: position(f.at, f.at.end) },
      related: f.related.map(({ message, at }) => ({
        message,
        line: lineAt(at),
        ...(at.file !== undefined && { file: at.file }),
      })),
      fixes: provedFixes(source, model, f, files).map(fix => fix.title),
    })),
  };
}

/** One shape as it is; several as a list of them. */
const single = (shapes: readonly Shape[]): readonly Shape[] | Shape =>
  shapes.length === 1 ? shapes[0]! : shapes;

const notAModel = (file: string): Report => ({
  file,
  format: null,
  network: '',
  input: null,
  output: null,
  hash: null,
  totals: { parameters: null, trainable: null, macs: null },
  layers: [],
  units: [],
  findings: [],
});

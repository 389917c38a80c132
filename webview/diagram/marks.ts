import type { Model } from '../../src/core/analyze.js';
import { type Finding, isProblem, type Severity } from '../../src/core/finding.js';
import { formatShape } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import type { Group } from './hierarchy.js';

/** What is wrong with a node. */
export interface Mark {
  /** Index of the finding in the model; undefined where a smoke test complains. */
  readonly finding: number | undefined;
  readonly severity: Severity;
  readonly message: string;
}

/** What a merge with shapes that disagree is given. */
export interface Mismatch {
  readonly finding: number;
  readonly rows: readonly { readonly title: string; readonly shape: string }[];
}

export interface Marks {
  readonly byNode: ReadonlyMap<string, readonly Mark[]>;
  /** By the merge's id. */
  readonly mismatches: ReadonlyMap<string, Mismatch>;
}

const mismatchCodes = new Set(['shortcut-mismatch', 'concat-mismatch']);

export function findMarks(model: Model, complaints: ReadonlyMap<string, string>): Marks {
  const byNode = new Map<string, Mark[]>();
  const mismatches = new Map<string, Mismatch>();
  const nodes = new Map(model.graph.nodes.map(node => [node.id, node]));
  model.findings.forEach((finding, index) => {
    for (const id of markedNodes(finding)) {
      const node = nodes.get(id);
      if (!node) continue;
      const marks = byNode.get(id) ?? [];
      marks.push({ finding: index, severity: finding.severity, message: finding.message });
      byNode.set(id, marks);
      if (mismatchCodes.has(finding.code) && layers[node.layer].category === 'merge') {
        mismatches.set(id, { finding: index, rows: mismatchRows(model, id, nodes) });
      }
    }
  });
  for (const [id, message] of complaints) {
    byNode.set(id, [...(byNode.get(id) ?? []), { finding: undefined, severity: 'error', message }]);
  }
  return { byNode, mismatches };
}

/** Remarks are for the editor; the diagram marks what is wrong or doubtful. */
const markedNodes = (finding: Finding): readonly string[] => (isProblem(finding) ? finding.nodes : []);

function mismatchRows(
  model: Model,
  merge: string,
  nodes: ReadonlyMap<string, Model['graph']['nodes'][number]>,
): Mismatch['rows'] {
  const unit = model.units.find(u => u.merge === merge);
  const inputs = nodes.get(merge)!.inputs;
  return inputs
    .map((id, i) => {
      const shape = formatShape(nodes.get(id)?.output ?? null);
      if (i === unit?.branch.input) return { title: 'branch', shape, order: 0 };
      if (i === unit?.shortcut.input) return { title: 'shortcut', shape, order: 1 };
      return { title: `input ${i + 1}`, shape, order: 2 };
    })
    .sort((a, b) => a.order - b.order)
    .map(({ title, shape }) => ({ title, shape }));
}

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

export function worstSeverity(marks: readonly Mark[]): Severity | undefined {
  return marks.map(mark => mark.severity).sort((a, b) => severityRank[a] - severityRank[b])[0];
}

/** All marks of the nodes inside a group. */
export function marksIn(group: Group, marks: Marks): Mark[] {
  if (marks.byNode.size === 0) return [];
  const found = new Map<string, Mark>();
  collect(group, marks, found);
  return [...found.values()];
}

function collect(group: Group, marks: Marks, found: Map<string, Mark>): void {
  for (const child of group.children) {
    if (child.kind === 'group') collect(child, marks, found);
    else if (child.kind === 'leaf')
      for (const mark of marks.byNode.get(child.id) ?? []) found.set(mark.message, mark);
  }
}

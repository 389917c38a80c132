import { finding } from '../finding.js';
import { formatShape, nodeName } from '../graph.js';
import { mergeConflict } from '../layers/merge.js';
import type { Rule } from './rule.js';
import { causesAt } from './sides.js';
import { wiringOf } from './wiring.js';

export const concatMismatch: Rule = {
  code: 'concat-mismatch',
  title: 'Tensors that are concatenated differ beside the axis that grows',
  severity: 'error',
  why: 'A concatenation lays maps on top of each other: only the channels may differ, height and width must be the same.',
  line: 4,
  bad: `input: [32, 32, 16]
layers:
  - parallel:
      merge: concat
      branches:
        - [{conv: {filters: 16, kernel: 3, stride: 2}}]
        - [{conv: {filters: 16, kernel: 1}}]
`,
  good: `input: [32, 32, 16]
layers:
  - parallel:
      merge: concat
      branches:
        - [{conv: {filters: 16, kernel: 3, stride: 2}}]
        - [{conv: {filters: 16, kernel: 1, stride: 2}}]
`,
  *check(checked) {
    const merges = checked.graph.nodes.filter(node => node.layer === 'concat');
    if (merges.length === 0) return;
    const wiring = wiringOf(checked);
    for (const merge of merges) {
      const shapes = merge.inputs.map(id => wiring.shape(id));
      const conflict = mergeConflict('concat', shapes, merge.parameters);
      if (!conflict) continue;
      const parts = merge.inputs.map(
        (id, i) => `\`${nodeName(wiring.known(id))}\` ${formatShape(shapes[i] ?? null)}`,
      );
      const what = conflict.kind === 'rank' ? 'ranks' : 'sizes';
      const causes = causesAt(merge, conflict.kind === 'axes' ? conflict.axes : [], wiring);
      const why = causes.sentences.map(sentence => `. ${sentence}`).join('');
      yield finding(
        'concat-mismatch',
        'error',
        `the ${what} do not match at the concatenation: ${parts.join(', ')}${why}`,
        merge.at,
        { nodes: [merge.id], related: causes.related, proposals: causes.proposals },
      );
    }
  },
};

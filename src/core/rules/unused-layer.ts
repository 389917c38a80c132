import { finding } from '../finding.js';
import { nodeName } from '../graph.js';
import type { Rule } from './rule.js';

export const unusedLayer: Rule = {
  code: 'unused-layer',
  title: 'A layer whose output nobody takes',
  severity: 'warning',
  why: 'It costs time and memory, gets no gradient, and usually means that a connection is missing.',
  line: 4,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, id: stem}
  - conv: {filters: 8, kernel: 1}
  - conv: {filters: 16, kernel: 3, from: stem}
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, id: stem}
  - conv: {filters: 8, kernel: 1}
  - conv: {filters: 16, kernel: 3}
`,
  *check({ graph }) {
    const taken = new Set([...graph.nodes.flatMap(node => node.inputs), ...graph.outputs]);
    for (const node of graph.nodes) {
      if (taken.has(node.id)) continue;
      const what = node.layer === 'input' ? 'the input' : 'the output of';
      const message = `${what} \`${nodeName(node)}\` is never used`;
      yield finding('unused-layer', 'warning', message, node.at, { nodes: [node.id], unused: true });
    }
  },
};

import { product, type Size, type TypedNode } from '../graph.js';
import { networkTotals } from '../totals.js';
import type { Analysed, Analysis, AnalysisOptions, Section } from './analysis.js';
import { figures, formatExact, formatShare, words } from './format.js';
import { share, Tally } from './tally.js';

export interface LayerCost {
  readonly parameters: Size;
  readonly macs: Size;
  /** Numbers in the output. */
  readonly activations: Size;
}

/** What one layer costs for one input. Shared weights count where they are used first. */
export const costOf = ({ weights, macs, output }: TypedNode): LayerCost => ({
  parameters: weights.total,
  macs,
  activations: output && product(output),
});

const times = (size: Size, by: number): Size => (size === null ? null : size * by);

const columns = [
  figures('parameters', 'parameters'),
  figures('macs', 'MACs'),
  figures('activations', 'activations'),
];

/** The blocks with what their layers add up to, and their share of the network. */
function blockSection({ graph }: Analysed, tally: Tally): Section {
  const all = tally.of('');
  const rows = graph.blocks.flatMap(block => {
    if (block.parent === null) return [];
    const sums = tally.of(block.id);
    return [
      {
        block: '  '.repeat(Math.max(0, tally.depth(block))) + block.id,
        type: block.type ?? block.kind,
        parameters: sums.parameters ?? 0,
        parametersShare: share(sums.parameters ?? 0, all.parameters),
        macs: sums.macs ?? 0,
        macsShare: share(sums.macs ?? 0, all.macs),
        activations: sums.activations ?? 0,
      },
    ];
  });
  const [parameters, macs, activations] = columns;
  return {
    title: 'By block',
    columns: [
      words('block', 'block'),
      words('type', 'type'),
      parameters!,
      figures('parametersShare', 'share', formatShare),
      macs!,
      figures('macsShare', 'share', formatShare),
      activations!,
    ],
    rows,
  };
}

export const cost: Analysis = {
  id: 'cost',
  title: 'Cost',
  doc: 'Parameters, multiply-accumulates of convolutions and dense layers (He et al. call them FLOPs), and numbers in the output of each layer, for one batch. Parameters are counted as the file’s framework counts them: Keras with moving statistics, PyTorch without.',
  run(network, { batch }: AnalysisOptions) {
    const { graph } = network;
    const tally = new Tally(graph);
    const rows = graph.nodes.map(node => {
      const { parameters, macs, activations } = costOf(node);
      const values = { parameters, macs: times(macs, batch), activations: times(activations, batch) };
      tally.add(node.block, values);
      return { node: node.id, values };
    });
    const totals = networkTotals(network);
    const blocks = blockSection(network, tally);
    return {
      columns,
      rows,
      sections: blocks.rows.length > 0 ? [blocks] : [],
      facts: [
        ['parameters', `${formatExact(totals.parameters)} (trainable ${formatExact(totals.trainable)})`],
        ['MACs', formatExact(times(totals.macs, batch))],
        ['activations', formatExact(tally.of('').activations ?? (graph.nodes.length > 0 ? null : 0))],
      ],
    };
  },
};

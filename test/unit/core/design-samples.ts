/** Branches of residual blocks of `$filters` filters. */
export const basic = [
  'conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}',
  'batchNorm',
  'relu',
  'conv: {filters: $filters, kernel: 3, bias: false}',
  'batchNorm',
];
export const preactivated = [
  'batchNorm',
  'relu',
  'conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}',
  'batchNorm',
  'relu',
  'conv: {filters: $filters, kernel: 3, bias: false}',
];
export const bottleneck = [
  'conv: {filters: $filters, kernel: 1, bias: false}',
  'batchNorm',
  'relu',
  'conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}',
  'batchNorm',
  'relu',
  'conv: {filters: $filters, kernel: 1, bias: false}',
  'batchNorm',
];

interface Network {
  readonly block: readonly string[];
  readonly shortcut?: string;
  readonly after?: string;
  readonly stages: readonly string[];
  readonly end?: readonly string[];
  readonly classifier?: boolean;
}

/** A network of one kind of block, `unit`, on 32×32×16. */
export function network({
  block,
  shortcut = 'identity',
  after,
  stages,
  end = [],
  classifier = true,
}: Network): string {
  const parameters = ['filters', 'stride'].filter(name => block.join().includes(`$${name}`));
  const defaults: Readonly<Record<string, number>> = { filters: 16, stride: 1 };
  return [
    'input: [32, 32, 16]',
    'blocks:',
    '  unit:',
    `    parameters: {${parameters.map(name => `${name}: ${defaults[name]}`).join(', ')}}`,
    '    residual:',
    ...block.map(layer => `      - ${layer}`).slice(0),
    ...(shortcut === 'identity' && after ? [] : [`    shortcut: ${shortcut}`]),
    ...(after ? [`    after: ${after}`] : []),
    'layers:',
    ...stages.map(stage => `  - stage: ${stage}`),
    ...end.map(layer => `  - ${layer}`),
    ...(classifier ? ['  - globalAveragePool', '  - dense: {units: 10, activation: softmax}'] : []),
    '',
  ].join('\n');
}

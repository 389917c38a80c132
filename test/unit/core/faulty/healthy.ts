import { Random } from '../../keras/random.js';

/** A healthy network as text, one layer a line. */
export type Lines = readonly string[];

/** Writes a random residual network without a mistake: the same seed gives the same text. */
export function healthyNetwork(seed: number): Lines {
  const random = new Random(seed);
  return random.pick([fromBlocks, fromBlocks, fromBranches, downAndUp])(random);
}

const norms = ['batchNorm', 'groupNorm: {groups: 4}'];
const activations = ['relu', 'swish', 'leakyRelu'];

interface BlockKind {
  readonly name: string;
  /** The filters that come out of a block of a width. */
  out(width: number): number;
  lines(random: Random): Lines;
}

const indented = (lines: Lines, by: number): string[] => lines.map(line => ' '.repeat(by) + line);

const spelledShortcut: Lines = [
  'shortcut:',
  '  - conv: {filters: $filters, kernel: 1, stride: $stride, bias: false}',
  '  - batchNorm',
];

const pooledShortcut: Lines = [
  'shortcut:',
  '  - averagePool: {kernel: 2, stride: $stride}',
  '  - conv: {filters: $filters, kernel: 1, bias: false}',
];

const shortcuts: readonly Lines[] = [
  ['shortcut: projection'],
  ['shortcut: auto'],
  ['shortcut: pad'],
  ['shortcut: project-always'],
  spelledShortcut,
  pooledShortcut,
];

const basic: BlockKind = {
  name: 'basic',
  out: width => width,
  lines(random) {
    const [norm, activation] = [random.pick(norms), random.pick(activations)];
    return [
      'parameters: {filters: 8, stride: 1}',
      'residual:',
      '  - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}',
      `  - ${norm}`,
      `  - ${activation}`,
      '  - conv: {filters: $filters, kernel: 3, bias: false}',
      `  - ${norm}`,
      ...random.pick(shortcuts),
      `after: [${activation}]`,
    ];
  },
};

const preActivated: BlockKind = {
  name: 'preactivated',
  out: width => width,
  lines(random) {
    const kernel = random.pick([3, 5]);
    return [
      'parameters: {filters: 8, stride: 1}',
      'residual:',
      '  - batchNorm',
      '  - relu',
      `  - conv: {filters: $filters, kernel: ${kernel}, stride: $stride, bias: false}`,
      '  - batchNorm',
      '  - relu',
      '  - dropout: {rate: 0.1}',
      `  - conv: {filters: $filters, kernel: ${kernel}, bias: false}`,
      ...random.pick(shortcuts),
    ];
  },
};

const bottleneck: BlockKind = {
  name: 'bottleneck',
  out: width => 4 * width,
  lines(random) {
    const grouped = random.pick(['', ', groups: 4']);
    return [
      'parameters: {width: 8, filters: 32, stride: 1}',
      'residual:',
      '  - conv: {filters: $width, kernel: 1, bias: false}',
      '  - batchNorm',
      '  - relu',
      `  - conv: {filters: $width, kernel: 3, stride: $stride${grouped}, bias: false}`,
      '  - batchNorm',
      '  - relu',
      '  - conv: {filters: $filters, kernel: 1, bias: false}',
      '  - batchNorm',
      ...random.pick(shortcuts),
      'after: [relu]',
    ];
  },
};

const head = (random: Random): Lines =>
  random.pick([
    ['- globalAveragePool', '- dense: {units: 10, activation: softmax}'],
    ['- flatten', '- dense: {units: 10, activation: softmax}'],
    [
      '- averagePool: {kernel: 2}',
      '- flatten',
      '- dropout: {rate: 0.2}',
      '- dense: {units: 5, activation: softmax}',
    ],
  ]);

function inputLine(random: Random, sizes: readonly number[]): string {
  const [height, width] = [random.pick(sizes), random.pick(sizes)];
  return `input: [${height}, ${width}, ${random.pick([1, 3])}]`;
}

/** Stages of blocks, as the papers' networks have them. */
function fromBlocks(random: Random): Lines {
  const kind = random.pick([basic, preActivated, bottleneck]);
  const widths = [8, 16, 32].slice(0, random.integer(2, 3));
  const stages = widths.map((width, i) => {
    const more = kind === bottleneck ? `width: ${width}, ` : '';
    const stride = i === 0 ? '' : ', stride: 2';
    return `- stage: {block: ${kind.name}, repeat: ${random.integer(1, 3)}, ${more}filters: ${kind.out(width)}${stride}}`;
  });
  return [
    inputLine(random, [32, 33, 28, 40]),
    'blocks:',
    `  ${kind.name}:`,
    ...indented(kind.lines(random), 4),
    'layers:',
    ...indented(
      [
        '- conv: {filters: 8, kernel: 3, bias: false}',
        '- batchNorm',
        '- relu',
        ...stages,
        ...(kind === preActivated ? ['- batchNorm', '- relu'] : []),
        ...head(random),
      ],
      2,
    ),
  ];
}

const conv = (filters: number, more = ''): string => `conv: {filters: ${filters}, kernel: 3${more}}`;

/** A branch of convolutions and a shortcut, added: spelled out with all figures. */
function unit(random: Random, from: number, to: number, stride: number): Lines {
  const strideText = stride === 1 ? '' : `, stride: ${stride}`;
  const branch = [`- ${conv(to, strideText)}`, '- batchNorm', '- relu', `- ${conv(to)}`, '- batchNorm'];
  const projection = [`- conv: {filters: ${to}, kernel: 1${strideText}}`, '- batchNorm'];
  const shortcut = from === to && stride === 1 ? [] : projection;
  return [
    '- parallel:',
    `    merge: ${random.pick(['add', 'add', 'average', 'maximum'])}`,
    '    branches:',
    ...asBranch(branch),
    ...asBranch(shortcut),
    `- ${random.pick(activations)}`,
  ];
}

/** A module of branches side by side, as in Inception: all of them keep, or all halve, height and width. */
function inception(random: Random, stride: number): Lines {
  const strideText = stride === 1 ? '' : `, stride: ${stride}`;
  const branches: Lines[] = [
    [`- conv: {filters: ${4 * random.integer(1, 3)}, kernel: 1${strideText}}`],
    ['- conv: {filters: 4, kernel: 1}', `- conv: {filters: 8, kernel: 5${strideText}}`],
    [`- maxPool: {kernel: 3, stride: ${stride}}`, '- conv: {filters: 4, kernel: 1}'],
  ];
  return ['- parallel:', '    merge: concat', '    branches:', ...branches.flatMap(asBranch)];
}

/** Squeeze and excitation: a gate for each channel. */
const gate = (channels: number): Lines => [
  '- parallel:',
  '    merge: multiply',
  '    branches:',
  ...asBranch([]),
  ...asBranch([
    '- globalAveragePool: {keepDims: true}',
    '- dense: {units: 4, activation: relu}',
    `- dense: {units: ${channels}, activation: sigmoid}`,
  ]),
];

const asBranch = (lines: Lines): string[] =>
  lines.length === 0
    ? ['      - []']
    : lines.map((line, i) => (i === 0 ? `      - ${line}` : `        ${line}`));

/** Units, gates and modules of branches in a row, with all figures written out. */
function fromBranches(random: Random): Lines {
  const lines: string[] = [`- ${conv(8)}`, '- relu'];
  let channels = 8;
  for (let i = random.integer(2, 4); i > 0; i--) {
    const to = random.pick([channels, channels, 2 * channels]);
    lines.push(...unit(random, channels, to, to === channels ? 1 : 2));
    channels = to;
    if (random.chance(0.3)) lines.push(...gate(channels));
    if (random.chance(0.3)) {
      channels = random.pick([8, 16]);
      lines.push(...inception(random, random.pick([1, 2])), `- conv: {filters: ${channels}, kernel: 1}`);
    }
  }
  return [inputLine(random, [32, 31, 24, 36]), 'layers:', ...indented([...lines, ...head(random)], 2)];
}

/** A path down and up again with long shortcuts, as in U-Net. */
function downAndUp(random: Random): Lines {
  const depth = random.integer(1, 3);
  const merge = random.pick(['concat', 'add']);
  const filters = (level: number): number => 8 * 2 ** level;
  const down = Array.from({ length: depth }, (_, level) => [
    `- ${conv(filters(level), `, activation: relu, id: level${level}`)}`,
    random.pick(['- maxPool: {kernel: 2}', `- ${conv(filters(level), ', stride: 2')}`]),
  ]);
  const up = Array.from({ length: depth }, (_, i) => {
    const level = depth - 1 - i;
    return [
      random.pick([
        '- upsample: {factor: 2}',
        `- transposedConv: {filters: ${filters(level)}, kernel: 2, stride: 2}`,
      ]),
      `- ${conv(filters(level))}`,
      `- ${merge}: {with: level${level}}`,
      `- ${conv(filters(level), ', activation: relu')}`,
    ];
  });
  return [
    inputLine(random, [32, 64, 48]),
    'layers:',
    ...indented(
      [...down.flat(), `- ${conv(filters(depth))}`, ...up.flat(), '- conv: {filters: 2, kernel: 1}'],
      2,
    ),
  ];
}

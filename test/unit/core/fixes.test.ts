import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { applyEdits } from '../../../src/core/source.js';

/** A file with one faulty line, and what each fix makes of that line; everything else must stay to the letter. */
interface Row {
  readonly name: string;
  readonly uri?: string;
  readonly text: string;
  readonly fixes: Readonly<Record<string, readonly [before: string, after: string]>>;
}

const block = (shortcut: string, use: string): string => `# A comment
input: [56, 56, 64]   # stays
blocks:
  basic:
    parameters: {filters: 64, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}   # first
      - batchNorm
${shortcut}    after: [relu]
layers:
${use}`;

const rows: Row[] = [
  {
    name: 'a policy word',
    text: block('    shortcut: identity   # why?\n', '  - basic: {filters: 128, stride: 2}\n'),
    fixes: {
      projection: ['shortcut: identity ', 'shortcut: projection '],
      '`auto`': ['shortcut: identity ', 'shortcut: auto '],
      '`pad`': ['shortcut: identity ', 'shortcut: pad '],
      'Insert a 1×1': [
        'shortcut: identity ',
        'shortcut: [{conv: {filters: $filters, kernel: 1, stride: $stride, bias: false}}, batchNorm] ',
      ],
    },
  },
  {
    name: 'no policy yet',
    text: block('', '  - stage: {block: basic, repeat: 2, filters: 128, stride: 2}\n'),
    fixes: { projection: ['    residual:\n', '    shortcut: projection\n    residual:\n'] },
  },
  {
    name: 'no policy yet, and a projection of two strides',
    text: block(
      '',
      '  - stage: {block: basic, repeat: 2, filters: 128, stride: 2}\n  - basic: {filters: 64}\n',
    ).replace('batchNorm\n', 'batchNorm\n      - maxPool: {kernel: 2, stride: 2}\n'),
    fixes: {
      'Insert a 1×1': [
        '    residual:\n',
        '    shortcut: [{conv: {filters: $filters, kernel: 1, stride: "${2 * stride}", bias: false}}, batchNorm]\n    residual:\n',
      ],
    },
  },
  {
    name: 'a reused projection with fixed values',
    text: block(
      '    shortcut: [{conv: {filters: 96, kernel: 1}}]   # why?\n',
      '  - basic\n  - stage: {block: basic, repeat: 2, filters: 128, stride: 2}\n',
    ),
    fixes: {
      'Match the shortcut': ['{filters: 96, kernel: 1}', '{stride: $stride, filters: $filters, kernel: 1}'],
    },
  },
  {
    name: 'a branch whose filters are fixed beside a reused projection',
    text: block(
      '    shortcut: [{conv: {filters: $filters, kernel: 1, stride: $stride}}]\n',
      '  - basic\n  - stage: {block: basic, repeat: 2, filters: 128, stride: 2}\n',
    ).replace('filters: $filters, kernel: 3', 'filters: 80, kernel: 3'),
    fixes: { 'Match the branch': ['filters: 80', 'filters: $filters'] },
  },
  {
    name: 'a branch without padding',
    text: block('    shortcut: identity\n', '  - basic\n').replace('kernel: 3', 'kernel: 3, padding: valid'),
    fixes: { 'Set the padding of `conv1`': ['valid', 'same'] },
  },
  {
    name: 'the stride alone, through a name',
    text: block('    shortcut: identity\n', '  - basic: {stride: 2}   # halves\n'),
    fixes: { 'Set the stride of `conv1` to 1': ['{stride: 2}', '{stride: 1}'] },
  },
  {
    name: 'the filters alone, through a name',
    text: block('    shortcut: identity\n', '  - basic: {filters: 128}\n'),
    fixes: { 'Set the filters of `conv1` to 64': ['{filters: 128}', '{filters: 64}'] },
  },
  {
    name: 'a long shortcut by id',
    text: 'input: [32, 32, 8]\nlayers:\n  - conv: {filters: 8, kernel: 3, id: early}\n  - conv: {filters: 16, kernel: 3, stride: 2}\n  - add: {with: early}  # here\n',
    fixes: {
      'Insert a 1×1': [
        '{with: early}',
        '{with: {from: early, layers: [{conv: {filters: 16, kernel: 1, stride: 2}}]}}',
      ],
    },
  },
  {
    name: 'a parallel branch that is the input',
    text: 'input: [32, 32, 8]\nlayers:\n  - parallel:\n      merge: add\n      branches:\n        - - conv: {filters: 16, kernel: 3}\n        - []\n',
    fixes: { 'Insert a 1×1': ['- []', '- [{conv: {filters: 16, kernel: 1}}]'] },
  },
  {
    name: 'a projection with wrong values',
    text: 'input: [32, 32, 8]\nblocks:\n  unit:\n    residual: [{conv: {filters: 16, kernel: 3, stride: 2}}]\n    shortcut: [{conv: {filters: 32, kernel: 1}}]\nlayers: [unit]\n',
    fixes: { 'Match the shortcut': ['{filters: 32, kernel: 1}', '{stride: 2, filters: 16, kernel: 1}'] },
  },
  {
    name: 'JSON keeps its quotes',
    uri: 'model.resnet.json',
    text: '{\n  "input": [8, 8, 4],\n  "blocks": {"b": {"residual": [{"conv": {"filters": 8, "kernel": 3}}], "shortcut": "identity"}},\n  "layers": ["b", "relux"]\n}\n',
    fixes: { projection: ['"identity"', '"projection"'], 'Change to `relu`': ['"relux"', '"relu"'] },
  },
  {
    name: 'a misspelt word',
    text: 'input: [8, 8, 4]\nlayers:\n  - conv: {filers: 8, kernel: 3}\n',
    fixes: { 'Change to `filters`': ['filers', 'filters'] },
  },
  {
    name: 'a file without an input',
    text: '# head\nlayers:\n  - relu\n',
    fixes: { 'Add `input': ['layers:', 'input: [224, 224, 3]\nlayers:'] },
  },
];

describe('fixes leave the rest of the file as it was', () => {
  test.each(rows)('$name', ({ uri = 'model.resnet.yaml', text, fixes }) => {
    const source = { uri, text };
    const model = analyze(source)!;
    const offered = model.findings.flatMap(f =>
      provedFixes(source, model, f).map(fix => ({ ...fix, code: f.code })),
    );
    for (const [title, [before, after]] of Object.entries(fixes)) {
      const fix = offered.find(o => o.title.includes(title));
      expect(fix, `${title} among ${offered.map(o => o.title).join(' | ')}`).toBeDefined();
      const fixed = applyEdits(text, fix!.edits);
      expect(fixed).toBe(text.replace(before, after));
      expect(analyze({ uri, text: fixed })!.findings.filter(f => f.code === fix!.code)).toEqual([]);
    }
  });

  test('a fix that would not hold is not offered', () => {
    const source = {
      uri: 'model.resnet.yaml',
      text: block('    shortcut: identity\n', '  - basic: {filters: 128, stride: 2}\n'),
    };
    const model = analyze(source)!;
    const titles = provedFixes(source, model, model.findings[0]!).map(fix => fix.title);
    expect(titles.filter(title => title.startsWith('Set the'))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type Model } from '../../../src/core/analyze.js';
import { isProblem } from '../../../src/core/finding.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { formatShape } from '../../../src/core/graph.js';
import { applyEdits } from '../../../src/core/source.js';

/** Known networks, each broken in one place; the same block text is used for stages that need different projections. */
const networks = [
  'resnet18',
  'resnet50-v1',
  'resnet50-v1.5',
  'resnet101-v1.5',
  'cifar-resnet20-A',
  'cifar-resnet20-B',
  'source-resnet_v1',
  'source-resnet_v2',
];

interface Break {
  readonly name: string;
  /** What replaces `shortcut: word`. */
  readonly shortcut?: string;
  readonly change?: (text: string) => string;
  /** A fix that every network so broken must be offered. */
  readonly fix: RegExp;
}

const spelled = 'shortcut: [{conv: {filters: $filters, kernel: 1, stride: $stride, bias: false}}, batchNorm]';
const lastFilters = (text: string): string => text.replace(/(.*)filters: \$filters/s, '$1filters: 80');

const breaks: Break[] = [
  { name: 'identity everywhere', shortcut: 'shortcut: identity', fix: /^Insert a 1×1 projection/ },
  { name: 'no shortcut given', shortcut: '', fix: /^Insert a 1×1 projection/ },
  { name: 'an empty list', shortcut: 'shortcut: []', fix: /^Insert a 1×1 projection/ },
  { name: 'a norm alone', shortcut: 'shortcut: [batchNorm]', fix: /^Insert a 1×1 projection/ },
  {
    name: 'identity, and a halving in the first stage',
    shortcut: 'shortcut: identity',
    change: text => text.replace(/(- stage: \{[^}]*)\}/, '$1, stride: 2}'),
    fix: /^Insert a 1×1 projection/,
  },
  {
    name: 'identity, and a second stride in the branch',
    shortcut: 'shortcut: identity',
    change: text => text.replace(/kernel: (\d), bias: false\}/, 'kernel: $1, stride: 2, bias: false}'),
    fix: /^Insert a 1×1 projection/,
  },
  {
    name: 'identity, and filters of its own',
    shortcut: 'shortcut: identity',
    change: lastFilters,
    fix: /^Insert a 1×1 projection/,
  },
  {
    name: 'a projection with fixed filters',
    shortcut: 'shortcut: [{conv: {filters: 96, kernel: 1}}]',
    fix: /^Match the shortcut’s `conv\d` to the branch/,
  },
  {
    name: 'a projection with a fixed stride',
    shortcut: 'shortcut: [{conv: {filters: $filters, kernel: 1, stride: 3}}]',
    fix: /^(Match the shortcut’s `conv\d` to the branch|Set the stride of `conv\d` to 1$)/,
  },
  {
    name: 'a spelled projection, and a fixed stride in the branch',
    shortcut: spelled,
    change: text => text.replace('stride: $stride', 'stride: 4'),
    fix: /^(Match the branch’s `conv\d` to the shortcut|Set the stride of `conv\d` to 1$)/,
  },
  {
    name: 'a spelled projection, and no stride in the branch',
    shortcut: spelled,
    change: text => text.replace(', stride: $stride', ''),
    fix: /^Match the branch’s `conv\d` to the shortcut/,
  },
  {
    name: 'a spelled projection, and filters of the branch’s own',
    shortcut: spelled,
    change: lastFilters,
    fix: /^Match the branch’s `conv\d` to the shortcut/,
  },
  {
    name: 'a branch without padding',
    change: text => text.replace(/(residual:.*?kernel: 3)/s, '$1, padding: valid'),
    fix: /^Set the padding of `conv\d` to `same`/,
  },
];

const read = (id: string): string =>
  readFileSync(new URL(`../../../src/core/zoo/${id}.resnet.yaml`, import.meta.url), 'utf8');

const outputOf = (model: Model): string =>
  model.graph.outputs.map(id => formatShape(model.graph.nodes.find(node => node.id === id)!.output)).join();

/** A network broken in one way; undefined where it has nothing to break so, such as a stride that it does not have. */
function broken(id: string, { shortcut, change }: Break): string | undefined {
  const good = read(id);
  const changed = change ? change(good) : good;
  if (change && changed === good) return undefined;
  if (shortcut === undefined) return changed;
  const line = shortcut === '' ? /^ *shortcut: .*\n/m : /shortcut: [\w-]+/;
  return changed.replace(
    line,
    good.includes('$stride') ? shortcut : shortcut.replace(', stride: $stride', ''),
  );
}

describe.each(breaks)('$name', row => {
  const cases = networks.flatMap(id => {
    const text = broken(id, row);
    return text !== undefined && analyze({ uri: `${id}.resnet.yaml`, text })!.findings.some(isProblem)
      ? [{ id, text }]
      : [];
  });

  test('is tried on several networks', () => expect(cases.length).toBeGreaterThanOrEqual(4));

  test.each(cases)('$id', ({ id, text }) => {
    const uri = `${id}.resnet.yaml`;
    const model = analyze({ uri, text })!;
    const [mismatch] = model.findings.filter(f => f.code === 'shortcut-mismatch');
    const fixes = provedFixes({ uri, text }, model, mismatch!);
    expect(fixes.map(fix => fix.title)).toContainEqual(expect.stringMatching(row.fix));
    const results = fixes.map(fix => analyze({ uri, text: applyEdits(text, fix.edits) })!);
    for (const { findings } of results)
      expect(findings.filter(f => f.code === 'shortcut-mismatch')).toEqual([]);
    const whole = outputOf(analyze({ uri, text: read(id) })!);
    const others = model.findings.filter(f => f.severity === 'warning').map(f => f.code);
    const clean = results.filter(({ findings }) =>
      findings.filter(isProblem).every(f => others.includes(f.code)),
    );
    expect(clean.map(outputOf)).toContain(whole);
  });
});

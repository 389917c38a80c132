import { describe, expect, test } from 'vitest';
import { analyze, type Model } from '../../../../src/core/analyze.js';
import type { Finding } from '../../../../src/core/finding.js';
import { provedFixes } from '../../../../src/core/fixes.js';
import { formatShape } from '../../../../src/core/graph.js';
import { applyEdits } from '../../../../src/core/source.js';
import { Random } from '../../keras/random.js';
import { type Break, breaksOf } from './breaks.js';
import { healthyNetwork, type Lines } from './healthy.js';

const SEEDS = 120;
const BREAKS_EACH = 3;
const LEAST = 300;

const uri = 'net.resnet.yaml';
const textOf = (lines: Lines): string => `${lines.join('\n')}\n`;
const read = (text: string): Model => analyze({ uri, text })!;

const errorsIn = ({ findings }: Model): Finding[] => findings.filter(f => f.severity === 'error');

const outputOf = ({ graph }: Model): string[] =>
  graph.outputs.map(id => formatShape(graph.nodes.find(node => node.id === id)!.output));

/** The lines, from 0, that findings name: their own, and those of their causes. */
function linesNamed(findings: readonly Finding[], text: string): number[] {
  const lineOf = ({ start }: Finding['at']): number => text.slice(0, start).split('\n').length - 1;
  return findings.flatMap(f => [f.at, ...f.related.map(({ at }) => at)].map(lineOf));
}

/** Breaks of one network that are faults: a figure that other layers take as it comes is none. */
const faultsOf = (lines: Lines, seed: number): Break[] =>
  breaksOf(lines, new Random(seed))
    .filter(({ lines: broken }) => errorsIn(read(textOf(broken))).length > 0)
    .slice(0, BREAKS_EACH);

const networks = Array.from({ length: SEEDS }, (_, i) => ({ seed: i + 1, lines: healthyNetwork(i + 1) }));
const cases = networks.flatMap(({ seed, lines }) =>
  faultsOf(lines, seed).map(fault => ({
    name: `${fault.kind}: network ${seed}, line ${fault.line + 1}`,
    whole: textOf(lines),
    broken: textOf(fault.lines),
    line: fault.line,
  })),
);

test('the networks are healthy, and enough of them break', () => {
  for (const { lines } of networks)
    expect(
      read(textOf(lines)).findings.filter(f => f.severity === 'error' || f.severity === 'warning'),
    ).toEqual([]);
  expect(cases.length).toBeGreaterThanOrEqual(LEAST);
});

describe('a network broken in one line', () => {
  test.each(cases)('$name', ({ whole, broken, line }) => {
    const model = read(broken);
    const errors = errorsIn(model);
    expect(linesNamed(errors, broken)).toContain(line);
    const [first] = provedFixes({ uri, text: broken }, model, errors[0]!);
    expect(first, 'there is no fix').toBeDefined();
    const mended = read(applyEdits(broken, first!.edits));
    expect(errorsIn(mended).map(f => f.message)).toEqual([]);
    expect(outputOf(mended)).toEqual(outputOf(read(whole)));
  });
});

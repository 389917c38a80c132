import { type Change, type Code, type Finding, finding, type Proposal, type Severity } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';

/** How many of the other places a finding names. */
const mostRelated = 4;

export interface Advice {
  readonly code: Code;
  readonly severity: Severity;
  /** What is said of the nodes, at the first of them. */
  message(nodes: readonly TypedNode[]): string;
  /** One change of all of them. */
  readonly fix?: { title(nodes: readonly TypedNode[]): string; change(node: TypedNode): Change };
}

/**
 * Advice that holds for many layers is given once in a network, at the first of them, and names the others. Of a
 * program or a file that includes others, it is about the file's own text, and of a library's networks about none.
 */
export function* gathered(nodes: readonly TypedNode[], advice: Advice): Generator<Finding> {
  const own = nodes.filter(({ at, library }) => at.file === undefined && !library);
  const [first] = own;
  if (!first) return;
  const places = [
    ...new Map(own.map(node => [`${node.at.start} ${node.made?.at.start ?? ''}`, node])).values(),
  ];
  yield finding(advice.code, advice.severity, advice.message(own), first.at, {
    nodes: own.map(({ id }) => id),
    related: places.slice(1, mostRelated + 1).map(node => ({
      message: `\`${nodeName(node)}\` as well${more(places.length - 1 - mostRelated, node === places[mostRelated])}`,
      at: node.at,
    })),
    proposals: advice.fix ? [proposalFor(places, advice.fix, own)] : [],
  });
}

const more = (left: number, isLast: boolean): string =>
  isLast && left > 0 ? `, and ${left} more places` : '';

function proposalFor(
  places: readonly TypedNode[],
  { title, change }: NonNullable<Advice['fix']>,
  own: readonly TypedNode[],
): Proposal {
  const changes = places.map(change);
  return { title: title(own), change: changes.length === 1 ? changes[0]! : { kind: 'all', changes } };
}

/** `1 layer`, `3 layers` */
export const counted = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

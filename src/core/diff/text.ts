import { sectionText } from '../analyses/text.js';
import type { Model } from '../analyze.js';
import type { Diff } from './diff.js';
import { diffSections } from './sections.js';

/** One side of a comparison: what it is called, and what it is. */
export interface Named {
  readonly name: string;
  readonly model: Pick<Model, 'graph'>;
}

/** A comparison in plain text. */
export function diffText(diff: Diff, from: Named, to: Named): string {
  const { hash } = diff.to;
  return [
    `− ${from.name}`,
    `+ ${to.name}`,
    diff.isSame ? `the same structure (${hash})` : `${diff.from.hash} → ${hash}`,
    ...diffSections(diff, from.model, to.model).flatMap(section => ['', ...sectionText(section)]),
  ].join('\n');
}

import { type Code, finding } from '../../finding.js';
import type { Place } from '../../source.js';
import type { Builder, Names } from './builder.js';
import { isNull, unknownWord } from './definitions.js';
import type { Scope } from './expressions.js';
import type { Entry, Item } from './syntax.js';
import { evaluateItem } from './values.js';

/** Where a list of layers stands: its block, the `$names` and ids in sight, and the blocks being expanded around it. */
export interface Context {
  readonly block: string;
  readonly scope: Scope;
  readonly names: Names;
  readonly around: readonly string[];
}

/** One item of a list of layers: its word, and what stands under it. */
export interface Step {
  readonly word: string;
  readonly wordAt: Place;
  readonly at: Place;
  readonly value?: Item;
  readonly entries: readonly Entry[];
}

/** The place of a value, or of its key where the value is empty. */
export const placeOf = (entry: Entry): Place =>
  entry.value.at.end > entry.value.at.start ? entry.value.at : entry.keyAt;

export const entryIn = (step: Step, key: string): Entry | undefined =>
  step.entries.find(entry => entry.key === key);

/** Reads `name` or `name: {parameters}`; what stands beside or is no map is a finding. */
export function readStep(item: Item, builder: Builder): Step | undefined {
  const error = (code: Code, message: string, at: Place): void =>
    builder.report(finding(code, 'error', message, at));
  if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '') {
    return { word: item.value, wordAt: item.at, at: item.at, entries: [] };
  }
  const [first, ...others] = item.kind === 'map' ? item.entries : [];
  if (!first) {
    if (!isNull(item))
      error('wrong-value', 'a layer is expected here: a name, or `name: {parameters}`', item.at);
    return undefined;
  }
  for (const { key, keyAt } of others) {
    const message = `\`${key}\` stands beside \`${first.key}\`, not inside it: indent it, or start a new item`;
    error('unknown-parameter', message, keyAt);
  }
  const { key: word, keyAt: wordAt, value, at } = first;
  if (value.kind !== 'map' && !isNull(value)) {
    error('wrong-value', `\`${word}\` takes parameters by name: \`${word}: {…}\``, value.at);
  }
  return { word, wordAt, at, value, entries: value.kind === 'map' ? value.entries : [] };
}

/** Reports the words of a step that are none of the known ones. */
export function checkWords(step: Step, known: readonly string[], builder: Builder): void {
  for (const { key, keyAt } of step.entries) {
    if (!known.includes(key))
      builder.report(unknownWord('unknown-parameter', `a word of \`${step.word}\``, key, keyAt, known));
  }
}

/** How often a stage or a `repeat` repeats. */
export function readTimes(step: Step, key: 'times' | 'repeat', scope: Scope, builder: Builder): number {
  const entry = entryIn(step, key);
  if (!entry) {
    if (key === 'times')
      builder.report(finding('missing-parameter', 'error', `\`${step.word}\` needs \`times\``, step.wordAt));
    return 1;
  }
  const value = evaluateItem(entry.value, scope, builder)?.value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  builder.report(
    finding('wrong-value', 'error', `\`${key}\` must be a whole number, at least 1`, placeOf(entry)),
  );
  return 1;
}

/** The author's `id:`, if it is a word. */
export function givenName(step: Step): string | undefined {
  const value = entryIn(step, 'id')?.value;
  const word = value?.kind === 'scalar' ? value.value : undefined;
  return typeof word === 'string' && /^[A-Za-z_][\w-]*$/.test(word) ? word : undefined;
}

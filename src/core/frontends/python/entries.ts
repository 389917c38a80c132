import type { Candidate } from '../../program.js';
import { candidatesIn } from './candidates.js';
import { directives } from './comments.js';
import { parsed } from './core/modules.js';

/** The name that an entry begins with: of `ResNet(depth=20)`, `ResNet`. */
export const nameOfEntry = (entry: string): string => /^[\w.]+/.exec(entry)?.[0] ?? entry;

/** Everything that may be read as a network: what comments name, then what the text offers, in its order. */
export function entriesIn(text: string): Candidate[] {
  const said = directives(parsed(text).comments);
  const offered = candidatesIn(text);
  const inputFor = (name: string): string | undefined =>
    said.find(d => d.entry !== undefined && nameOfEntry(d.entry) === name)?.input ??
    said.find(d => d.entry === undefined)?.input;
  const named = said.flatMap(({ entry, input, at }): Candidate[] => {
    if (entry === undefined) return [];
    const name = nameOfEntry(entry);
    const definition = placeOf(text, name.split('.')[0]!);
    const place = definition ?? { at, nameAt: at };
    return [{ entry, name, kind: 'comment', ...place, ...(input === undefined ? {} : { input }) }];
  });
  const isNamed = ({ entry, name }: Candidate): boolean =>
    named.some(other => other.entry === entry || other.entry === name);
  const others = offered
    .filter(candidate => !isNamed(candidate))
    .map((candidate): Candidate => {
      const input = inputFor(candidate.name);
      return input === undefined ? candidate : { ...candidate, input };
    });
  return [...named, ...others];
}

/** Where a class or function of the file is defined. */
function placeOf(text: string, name: string): Pick<Candidate, 'at' | 'nameAt'> | undefined {
  const definition = parsed(text).body.find(
    s => (s.kind === 'classDef' || s.kind === 'functionDef') && s.name === name,
  );
  return definition?.kind === 'classDef' || definition?.kind === 'functionDef'
    ? { at: definition.at, nameAt: definition.nameAt }
    : undefined;
}

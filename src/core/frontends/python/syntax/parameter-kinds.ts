import type { Parameter } from './ast.js';

/** A parameter with the stars before it; without one, `*` or `/` alone. */
export interface Marked {
  readonly mark: string;
  readonly parameter?: Omit<Parameter, 'kind'>;
}

/** Turns the markers among parameters into their kinds. */
export function parameterKinds(marked: readonly Marked[]): Parameter[] {
  const slash = marked.findIndex(({ mark, parameter }) => mark === '/' && !parameter);
  const star = marked.findIndex(({ mark }) => mark === '*');
  return marked.flatMap(({ mark, parameter }, at): Parameter[] => {
    if (!parameter) return [];
    if (mark === '*') return [{ kind: 'varArgs', ...parameter }];
    if (mark === '**') return [{ kind: 'kwArgs', ...parameter }];
    if (at < slash) return [{ kind: 'positionalOnly', ...parameter }];
    return [{ kind: star >= 0 && at > star ? 'keywordOnly' : 'positional', ...parameter }];
  });
}

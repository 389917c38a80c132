import type { Definition } from '../frontend.js';
import { parsed } from './core/modules.js';
import type { Statement } from './syntax/index.js';

/** Classes and functions, for the outline. */
export function outlineOf(text: string): Definition[] {
  const definitions: Definition[] = [];
  const add = (s: Statement, parent?: number): void => {
    if (s.kind !== 'classDef' && s.kind !== 'functionDef') return;
    const index = definitions.length;
    definitions.push({
      kind: s.kind === 'classDef' ? 'block' : 'layer',
      name: s.name,
      at: s.at,
      nameAt: s.nameAt,
      references: [],
      ...(parent === undefined ? {} : { parent }),
    });
    if (s.kind === 'classDef') for (const inner of s.body) add(inner, index);
  };
  for (const s of parsed(text).body) add(s);
  return definitions;
}

import type * as vscode from 'vscode';
import type { Definition } from '../core/frontends/frontend.js';
import type { Place } from '../core/source.js';
import type { Models } from './models.js';
import type { Analysis } from './tracked.js';

/** A name under the cursor: what it is, and the place that is pointed at. */
export interface Name {
  readonly definition: Definition;
  readonly at: Place;
}

const holds = (place: Place, offset: number): boolean =>
  place.file === undefined && place.start <= offset && offset <= place.end;

/** The named thing at an offset of a file, defined or used there. */
export function nameAt({ model, lines }: Analysis, offset: number): Name | undefined {
  // A `$` before a name is pointed at just as well.
  const pointed = lines.text[offset] === '$' ? offset + 1 : offset;
  for (const definition of model.definitions) {
    if (!canHaveReferences(definition)) continue;
    const at = [definition.nameAt, ...definition.references].find(place => holds(place, pointed));
    if (at) return { definition, at };
  }
  return undefined;
}

const canHaveReferences = ({ kind, references }: Definition): boolean =>
  kind === 'block' || kind === 'parameter' || references.length > 0;

/** Everything that has a name's name, in every open document: an included block is used by several. */
export function placesOf(uri: vscode.Uri, { definition }: Name, models: Models): vscode.Location[] {
  const target = keyOf(uri, definition.nameAt);
  const found = new Map<string, vscode.Location>();
  for (const [other, { newest }] of models.all()) {
    const locator = models.locator(other, newest);
    for (const candidate of newest.model.definitions) {
      if (candidate.kind !== definition.kind || keyOf(other, candidate.nameAt) !== target) continue;
      for (const place of [candidate.nameAt, ...candidate.references])
        found.set(keyOf(other, place), locator.location(place));
    }
  }
  return [...found.values()];
}

const keyOf = (uri: vscode.Uri, { file, start }: Place): string => `${file ?? uri.toString()} ${start}`;

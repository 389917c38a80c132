import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Files } from '../../src/core/source.js';

/** A checkout of a repository in a folder of its own, called `<owner>+<repo>@<commit>`. */
export interface Checkout {
  readonly repo: string;
  /** A commit, whole or abbreviated, or a tag. */
  readonly commit: string;
  /** With a slash at the end. */
  readonly folder: string;
}

export function checkoutsIn(folder: string): Checkout[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const match = /^([^+@]+)\+([^@]+)@(.+)$/.exec(name);
      return match
        ? [{ repo: `${match[1]}/${match[2]}`, commit: match[3]!, folder: `${resolve(folder, name)}/` }]
        : [];
    });
}

/** The checkout of a commit, however long either is written. */
export function checkoutOf(all: readonly Checkout[], repo: string, commit: string): Checkout | undefined {
  return all.find(
    own => own.repo === repo && (own.commit.startsWith(commit) || commit.startsWith(own.commit)),
  );
}

const texts = new Map<string, string | undefined>();

/** Files of this machine, each read once. */
export const diskFiles: Files = {
  read(uri) {
    if (!texts.has(uri))
      texts.set(uri, existsSync(uri) && statSync(uri).isFile() ? readFileSync(uri, 'utf8') : undefined);
    return texts.get(uri);
  },
};

/** All Python files of a folder. */
export function pythonFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.py'))
    .sort()
    .map(file => join(folder, file))
    .filter(file => statSync(file).isFile());
}

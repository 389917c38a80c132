import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where a file belongs; the first that fits. */
const places: readonly (readonly [name: string, path: RegExp])[] = [
  ['core', /^src\/core\//],
  ['host', /^src\/host\//],
  ['extension', /^src\/extension\.ts$/],
  ['cli', /^src\/cli(\.ts$|\/)/],
  ['protocol', /^src\/protocol\.ts$/],
  ['rpc', /^src\/rpc\.ts$/],
  ['trainer', /^webview\/training\/(?!view\/)/],
  ['webview', /^webview\//],
];

/** Who may import whom: places of ours, and packages. Everyone may import from its own place. */
const allowed: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  core: ['yaml', 'jsonc-parser', '@lezer/python', '@lezer/common', 'fflate'],
  host: ['vscode', 'core', 'protocol', 'rpc'],
  extension: ['vscode', 'host'],
  cli: [/^node:/, 'core', 'protocol', 'rpc', 'trainer'],
  protocol: ['core'],
  rpc: [],
  trainer: [/^@tensorflow\//, 'core', 'protocol', 'rpc'],
  webview: [
    ...['core', 'protocol', 'rpc', 'trainer', 'uplot'],
    /^elkjs(\/|$)/,
    /^d3-(zoom|selection)$/,
    /^@vscode\/webview-ui-toolkit(\/|$)/,
    /^@tensorflow\//,
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = ['src', 'webview'].flatMap(folder =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts')),
);

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [
    ...[...text.matchAll(statement)].map(([, type, to]) => ({
      from: file,
      to: to!,
      isType: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, to]) => ({ from: file, to: to!, isType: false })),
  ];
}

const imports = files.flatMap(importsOf);
const placeOf = (file: string): string | undefined => places.find(([, at]) => at.test(file))?.[0];

/** What an import leads to: a place of ours, or the name of a package. */
const targetOf = ({ from, to }: Import): string =>
  to.startsWith('.')
    ? (placeOf(path.posix.join(path.posix.dirname(from), to).replace(/\.js$/, '.ts')) ?? to)
    : to;

const isAllowed = (from: string, target: string): boolean =>
  target === from ||
  allowed[from]!.some(one => (typeof one === 'string' ? one === target : one.test(target)));

test('every file has a place', () => {
  expect(files.filter(file => placeOf(file) === undefined)).toEqual([]);
});

describe('imports', () => {
  test.each(Object.keys(allowed))('of %s are those that it may have', place => {
    const own = imports.filter(({ from }) => placeOf(from) === place);
    const foreign = own
      .filter(one => !isAllowed(place, targetOf(one)))
      .map(({ from, to }) => `${from}: ${to}`);
    expect(foreign).toEqual([]);
  });

  test('of the protocol are types only', () => {
    expect(imports.filter(({ from, isType }) => from === 'src/protocol.ts' && !isType)).toEqual([]);
  });

  test('are found at all', () => {
    expect(imports.some(({ to }) => to === 'vscode')).toBe(true);
    expect(imports.some(({ to }) => to === 'yaml')).toBe(true);
  });
});

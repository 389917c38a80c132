import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { codes, severities } from '../../../src/core/finding.js';
import { frontends } from '../../../src/core/frontends/index.js';
import { commands } from '../../../src/host/commands/index.js';
import { allFormats, language, nativeFormats } from '../../../src/host/formats.js';
import { settingKeys } from '../../../src/host/settings.js';
import { checks } from '../../../webview/training/checks/index.js';
import { registered } from './fake/vscode.js';
import { start, stop } from './harness.js';

const root = new URL('../../../', import.meta.url);
const { contributes } = manifest;

beforeAll(start);
afterAll(stop);

describe('commands', () => {
  const declared = contributes.commands;

  test('are all registered, and all that are registered are declared', () => {
    expect(declared.map(({ command }) => command).sort()).toEqual([...registered.commands.keys()].sort());
  });

  test('have the titles that they call themselves by', () => {
    expect(Object.fromEntries(declared.map(({ command, title }) => [command, title]))).toEqual(
      Object.fromEntries(commands.map(({ id, title }) => [id, title])),
    );
  });

  test('are what the menus and the walkthrough name', () => {
    const inMenus = Object.values(contributes.menus).flatMap(items => items.map(({ command }) => command));
    const linked = [...JSON.stringify(contributes.walkthroughs).matchAll(/\(command:([\w.]+)/g)].map(
      ([, id]) => id!,
    );
    expect(declared.map(({ command }) => command)).toEqual(expect.arrayContaining([...inMenus, ...linked]));
  });
});

describe('settings', () => {
  test('are all read, and all that are read are declared', () => {
    const declared = Object.keys(contributes.configuration.properties);
    expect(settingKeys.map(key => `resnetDesigner.${key}`).sort()).toEqual(declared.sort());
  });

  test('the rules are all codes, with every level', () => {
    const { propertyNames, additionalProperties } =
      contributes.configuration.properties['resnetDesigner.rules'];
    expect(propertyNames.enum).toEqual([...codes]);
    expect([...additionalProperties.enum].sort()).toEqual(['off', ...severities].sort());
  });

  test('have a default of the type that they say', () => {
    for (const property of Object.values(contributes.configuration.properties)) {
      expect(typeof property.default).toBe(property.type === 'integer' ? 'number' : property.type);
    }
  });
});

describe('file formats', () => {
  const globs = frontends.flatMap(frontend => frontend.globs);
  /** Other tools have files of these names, too: what is in them decides. */
  const shared = ['**/model.json', '**/config.json', '**/*.py'];
  const certain = globs.filter(glob => !shared.includes(glob));
  const nameOf = (glob: string): string => glob.replace('**/', '').replace('*', 'example');
  const regExpsIn = (when: string): RegExp[] =>
    [...when.matchAll(/resourceFilename =~ \/((?:[^/\\]|\\.)*)\/(\w*)/g)].map(
      ([, source, flags]) => new RegExp(source!, flags),
    );

  test('are what the features are offered for', () => {
    expect(allFormats).toEqual([{ language }, ...globs.map(pattern => ({ pattern }))]);
    const native = frontends.filter(({ format }) => format === 'native').flatMap(frontend => frontend.globs);
    expect(nativeFormats).toEqual([{ language }, ...native.map(pattern => ({ pattern }))]);
  });

  test('YAML files of ours are a language of their own', () => {
    const [own] = contributes.languages;
    expect(own).toMatchObject({ id: language });
    const yaml = globs.filter(glob => /\.ya?ml$/.test(glob)).map(glob => glob.replace('**/', ''));
    expect(own!.filenamePatterns).toEqual(yaml);
    expect(contributes.yamlValidation.map(({ fileMatch }) => fileMatch)).toEqual(yaml);
    expect(contributes.grammars.map(grammar => grammar.language)).toEqual([language]);
  });

  test('files of ours in the workspace wake the extension, for their tests and where they are JSON', () => {
    const woken = manifest.activationEvents.filter(event => event.startsWith('workspaceContains:'));
    const wanted = globs.filter(glob => !['**/config.json', '**/*.py'].includes(glob));
    expect(woken.map(event => event.replace('workspaceContains:', '')).sort()).toEqual(wanted.sort());
  });

  test('no file of others wakes it, but Python, which may hold a model', () => {
    expect(manifest.activationEvents).not.toContain('*');
    expect(manifest.activationEvents).not.toContain('onStartupFinished');
    expect(manifest.activationEvents.filter(event => /^onLanguage:(?!(resnet|python)$)/.test(event))).toEqual(
      [],
    );
  });

  test('have the button, the menu entry and the command', () => {
    for (const menu of ['editor/title', 'explorer/context', 'commandPalette'] as const) {
      const { when } = contributes.menus[menu].find(
        ({ command }) => command === 'resnetDesigner.openDiagram',
      )!;
      const matches = (name: string): boolean => regExpsIn(when).some(regExp => regExp.test(name));
      expect(certain.map(nameOf).filter(name => !matches(name))).toEqual([]);
      expect(['config.json', 'package.json', 'a.yaml', 'resnet.yaml'].filter(matches)).toEqual([]);
    }
  });
});

test('an archive, which no editor shows, has the menu entry', () => {
  const { when } = contributes.menus['explorer/context'][0]!;
  const [, source, flags] = /resourceFilename =~ \/((?:[^/\\]|\\.)*)\/(\w*)/.exec(when)!;
  const matches = (name: string): boolean => new RegExp(source!, flags).test(name);
  expect(['model.keras', 'model.keras.json', 'model.keras.zip', 'keras'].map(matches)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a panel is restored by the type under which it is made', () => {
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${[...registered.serializers.keys()][0]}`);
});

test('every file that the manifest names is there', () => {
  const named = [...JSON.stringify(contributes).matchAll(/"(?:\.\/)?(media\/[^"]+)"/g)].map(
    ([, path]) => path!,
  );
  expect([...named, manifest.icon].filter(path => !existsSync(new URL(path, root)))).toEqual([]);
});

test('every command has a file of its own', () => {
  const files = readdirSync(new URL('src/host/commands/', root)).map(name => name.replace('.ts', ''));
  const kebab = (id: string): string =>
    id.replace('resnetDesigner.', '').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  expect(files).toEqual(expect.arrayContaining(commands.map(({ id }) => kebab(id))));
});

describe('the manual', () => {
  const readme = new URL('README.md', root);
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : undefined;

  test.skipIf(text === undefined)('has a page for every code', () => {
    const headings = new Set(text!.split(/\r?\n/).filter(line => line.startsWith('### ')));
    const linked = [...codes, ...checks.map(({ id }) => id)];
    expect(linked.filter(code => !headings.has(`### ${code}`))).toEqual([]);
  });

  test('is opened at the page that is asked for', async () => {
    const asked: vscode.Uri[] = [];
    const preview = vscode.commands.registerCommand('markdown.showPreview', uri => asked.push(uri));
    await vscode.commands.executeCommand('resnetDesigner.openManual', 'shortcut-mismatch');
    preview.dispose();
    expect(asked.map(String)).toEqual(['file:///extension/README.md#shortcut-mismatch']);
  });
});

import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { disk, edit } from './fake/documents.js';
import * as fake from './fake/vscode.js';
import { activated, codesOf, extensionUri, openText, stop } from './harness.js';
import { broken } from './samples.js';

const { registered } = fake;

afterEach(stop);

const isLoaded = (): boolean => registered.providers.size > 0;

describe('at its start the extension', () => {
  test('takes its commands, and does nothing for files of others', async () => {
    activated();
    await openText('package.json', '{}');
    await openText('setup.py', 'import setuptools\n');
    expect(registered.commands.size).toBe(manifest.contributes.commands.length);
    expect(isLoaded()).toBe(false);
  });

  test('loads when a file of ours is opened', async () => {
    activated();
    const document = await openText('a.resnet.yaml', broken);
    await vi.waitUntil(() => codesOf(document).length > 0, { timeout: 10_000 });
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });

  test('loads when a Python file begins to use a framework', async () => {
    activated();
    const document = await openText('net.py', 'import os\n');
    expect(isLoaded()).toBe(false);
    edit(document, 'import torch\n');
    await vi.waitUntil(isLoaded, { timeout: 10_000 });
  });

  test('loads when one is open already', async () => {
    await openText('a.resnet.yaml', broken);
    activated();
    await vi.waitUntil(isLoaded, { timeout: 10_000 });
  });

  test('loads for a command', async () => {
    activated();
    await vscode.commands.executeCommand('resnetDesigner.openDiagram');
    expect(registered.messages).toEqual(['Open a network first.']);
    expect(isLoaded()).toBe(true);
  });
});

test('the bundle for browsers needs nothing of Node', async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/extension.ts'],
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    loader: { '.yaml': 'text', '.py': 'text' },
    write: false,
  });
  const module = { exports: {} as { activate(context: unknown): void } };
  const require = (name: string): unknown => {
    if (name === 'vscode') return fake;
    throw new Error(`there is no ${name} in a browser`);
  };
  const globals = { TextDecoder, TextEncoder, URL, console, performance, setTimeout, clearTimeout };
  runInNewContext(outputFiles[0]!.text, { ...globals, module, exports: module.exports, require });

  const subscriptions: vscode.Disposable[] = [];
  module.exports.activate({ subscriptions, extensionUri, extension: { packageJSON: manifest } });
  const document = await openText('a.resnet.yaml', broken);
  await vi.waitUntil(() => codesOf(document).length > 0, { timeout: 10_000 });
  expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  for (const subscription of subscriptions) subscription.dispose();
  disk.clear();
});

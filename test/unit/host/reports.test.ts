import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { zoo } from '../../../src/core/zoo/index.js';
import { residual2 } from '../keras/fixtures.js';
import { binaries, textDocuments } from './fake/documents.js';
import type { Uri } from './fake/values.js';
import { registered } from './fake/vscode.js';
import { openText, pause, start, stop } from './harness.js';

beforeEach(start);
afterEach(() => {
  registered.picks.length = 0;
  registered.openTargets.length = 0;
  registered.extensions.clear();
  stop();
});

const zooText = (id: string): string => zoo.find(entry => entry.id === id)!.text;

/** The text of the report that a command opens; undefined where it opens none. */
async function report(command: string, uri: Uri, ...picks: readonly string[]): Promise<string | undefined> {
  registered.picks.push(...picks);
  await vscode.commands.executeCommand(`resnetDesigner.${command}`, uri);
  await pause(100);
  return textDocuments.find(document => document.uri.scheme === 'resnet-designer-report')?.getText();
}

/** Git, with one version of every file. */
const git = (text: string | undefined) => ({
  isActive: true,
  exports: {
    enabled: true,
    getAPI: () => ({
      getRepository: () => ({
        show: async () => {
          if (text === undefined) throw new Error('not in the last commit');
          return text;
        },
      }),
    }),
  },
});

describe('an analysis', () => {
  test('is a table of the network', async () => {
    const { uri } = await openText('net.resnet.yaml', zooText('vgg16'));
    const text = await report('showAnalysis', uri, 'Receptive field');
    expect(text).toMatch(/^VGG-16: receptive field\n/);
    // Published: pool5 of VGG-16 sees 212 pixels.
    expect(text).toMatch(/^maxPool5 .* 212 /m);
  });

  test('is not opened where none is picked', async () => {
    const { uri } = await openText('net.resnet.yaml', zooText('vgg16'));
    expect(await report('showAnalysis', uri, 'no such analysis')).toBeUndefined();
  });
});

describe('a comparison', () => {
  test('with the last commit', async () => {
    registered.extensions.set('vscode.git', git(zooText('plain34')));
    const { uri } = await openText('net.resnet.yaml', zooText('resnet34'));
    const text = await report('compareWith', uri, 'Last Commit');
    expect(text).toMatch(/^− net.resnet.yaml at the last commit: Plain-34\n\+ net.resnet.yaml: ResNet-34\n/);
    expect(text).toMatch(/^parameters .* \+175,616 /m);
  });

  test('with a file that was not in it says so', async () => {
    registered.extensions.set('vscode.git', git(undefined));
    const { uri } = await openText('net.resnet.yaml', zooText('resnet34'));
    expect(await report('compareWith', uri, 'Last Commit')).toBeUndefined();
    expect(registered.messages).toEqual(['This file is not in the last commit.']);
  });

  test('with another open file, and with one from the disk; without Git there is no last commit', async () => {
    const other = await openText('other.resnet.yaml', zooText('resnet18'));
    const { uri } = await openText('net.resnet.yaml', zooText('resnet34'));
    expect(await report('compareWith', uri, 'Last Commit')).toBeUndefined();
    registered.openTargets.push(other.uri);
    expect(await report('compareWith', uri, 'File…')).toMatch(/^− other.resnet.yaml: ResNet-18\n/);
  });

  test('with an archive of Keras', async () => {
    const { uri } = await openText('net.resnet.yaml', zooText('resnet34'));
    const archive = vscode.Uri.parse('file:///models/other.keras');
    const config = strToU8(JSON.stringify(residual2));
    binaries.set(archive.toString(), zipSync({ 'config.json': config }));
    registered.openTargets.push(archive as never);
    expect(await report('compareWith', uri, 'File…')).toMatch(/^− other.keras.json: small\n/);
    binaries.clear();
  });
});

import * as vscode from 'vscode';
import type { Levels } from '../core/finding.js';

export const section = 'resnetDesigner';

const switches = [
  'diagnostics.enabled',
  'inlayHints.enabled',
  'hover.enabled',
  'codeLens.enabled',
  'diagram.followCursor',
  'python.enabled',
  'python.outline',
] as const;
const numbers = ['diagnostics.delay'] as const;
const texts = ['python.sitePackages'] as const;
const objects = ['rules'] as const;

/** Every setting by its type; the defaults are in package.json alone. */
type Settings = Record<(typeof switches)[number], boolean> &
  Record<(typeof numbers)[number], number> &
  Record<(typeof texts)[number], string> &
  Record<(typeof objects)[number], Levels>;

export const settingKeys: readonly (keyof Settings)[] = [...switches, ...numbers, ...texts, ...objects];

export function setting<K extends keyof Settings>(key: K, scope?: vscode.ConfigurationScope): Settings[K] {
  return vscode.workspace.getConfiguration(section, scope).get<Settings[K]>(key)!;
}

/** Calls back when one of our settings has changed. */
export const onDidChangeSetting = (key: keyof Settings, then: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration(change => {
    if (change.affectsConfiguration(`${section}.${key}`)) then();
  });

import * as vscode from 'vscode';

export const section = 'resnetDesigner';

const switches = ['inlayHints.enabled', 'codeLens.enabled', 'diagram.followCursor'] as const;
const numbers = ['diagnostics.delay'] as const;

/** Every setting by its type; the defaults are in package.json alone. */
type Settings = Record<(typeof switches)[number], boolean> & Record<(typeof numbers)[number], number>;

export const settingKeys: readonly (keyof Settings)[] = [...switches, ...numbers];

export function setting<K extends keyof Settings>(key: K, scope?: vscode.ConfigurationScope): Settings[K] {
  return vscode.workspace.getConfiguration(section, scope).get<Settings[K]>(key)!;
}

/** Calls back when one of our settings has changed. */
export const onDidChangeSetting = (key: keyof Settings, then: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration(change => {
    if (change.affectsConfiguration(`${section}.${key}`)) then();
  });

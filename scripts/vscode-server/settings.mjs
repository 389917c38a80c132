/** The built-in extensions to load: the few that matter here, so that it starts soon and none asks for the network. */
export const BUILTINS = [
  'configuration-editing',
  'json',
  'json-language-features',
  'markdown-basics',
  'python',
  'theme-defaults',
  'theme-seti',
  'yaml',
];

export const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  // VS Code in a browser saves by itself after a second, the desktop does not.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

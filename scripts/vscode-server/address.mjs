import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The address at which a server shows the workbench with this folder, file, extension and test suite. */
export function workbenchAddress({ authority, token }, { folder, file, extension, tests }) {
  const remote = path => `vscode-remote://${authority}${pathToFileURL(resolve(path)).pathname}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ...(file ? [['openFile', remote(file)]] : []),
  ];
  const query = new URLSearchParams({ tkn: token, payload: JSON.stringify(payload) });
  if (folder) query.set('folder', resolve(folder));
  else query.set('ew', 'true');
  return `http://${authority}/?${query}`;
}

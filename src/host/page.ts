import * as vscode from 'vscode';

/** The folders that a page may read. */
export const pageRoots = (extension: vscode.Uri): vscode.Uri[] => [
  vscode.Uri.joinPath(extension, 'dist', 'webview'),
  vscode.Uri.joinPath(extension, 'media'),
];

const styles = [
  'dist/webview/codicon.css',
  'dist/webview/uplot.css',
  'media/diagram.css',
  'media/panels.css',
  'media/training.css',
];

/** The page of a diagram panel. Its script finds everything else in the data of the body. */
export function pageOf(webview: vscode.Webview, extension: vscode.Uri, document: vscode.Uri): string {
  const resource = (path: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, path)).toString();
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    // The workers are blobs, which inherit this policy, and run TensorFlow.js's WASM.
    `script-src 'nonce-${nonce}' ${webview.cspSource} blob: 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
    `connect-src ${webview.cspSource}`,
  ].join('; ');
  const data = {
    document: document.toString(),
    'layout-worker': resource('dist/webview/layout-worker.js'),
    'training-worker': resource('dist/webview/training-worker.js'),
    assets: resource('dist/webview/'),
  };
  const attributes = Object.entries(data).map(([name, value]) => `data-${name}="${quotable(value)}"`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map(path => `<link rel="stylesheet" href="${resource(path)}">`).join('\n')}
<title>ResNet Designer</title>
</head>
<body ${attributes.join(' ')}>
<script nonce="${nonce}" src="${resource('dist/webview/main.js')}"></script>
</body>
</html>`;
}

const quotable = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

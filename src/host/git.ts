import * as vscode from 'vscode';

/** What we use of the API of VS Code's own Git extension, version 1. */
interface GitApi {
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  show(ref: string, path: string): Promise<string>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** The repository that a file lies in; undefined where there is none, or no Git, as in VS Code for the Web. */
export async function repositoryOf(uri: vscode.Uri): Promise<Repository | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension || uri.scheme !== 'file') return undefined;
  try {
    const git = extension.isActive ? extension.exports : await extension.activate();
    return (git.enabled && git.getAPI(1).getRepository(uri)) || undefined;
  } catch {
    // Git itself is not installed, or is switched off.
    return undefined;
  }
}

/** A file's text at the last commit; undefined where it was not there. */
export async function textAtHead(uri: vscode.Uri): Promise<string | undefined> {
  const repository = await repositoryOf(uri);
  try {
    return await repository?.show('HEAD', uri.fsPath);
  } catch {
    return undefined;
  }
}

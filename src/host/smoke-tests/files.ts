import * as vscode from 'vscode';
import { frontendFor } from '../../core/analyze.js';
import { globs } from '../../core/frontends/globs.js';
import { setting } from '../settings.js';

/** Files by whose name alone it is plain that they are models; what is in the others decides. */
const certain = /\.resnet\.(ya?ml|json)$|\.keras\.json$/i;

/** Folders of packages that others have written. */
const foreign = ['node_modules', 'site-packages', '__pycache__', 'venv'];
const foreignGlob = `**/{${foreign.join(',')},.*}/**`;

/** Whether a file is in such a folder, as seen from the workspace. */
export const isForeign = (uri: vscode.Uri): boolean =>
  vscode.workspace
    .asRelativePath(uri)
    .split('/')
    .slice(0, -1)
    .some(folder => foreign.includes(folder) || (folder.startsWith('.') && folder.length > 1));

/** Files with a name that is not plain are read up to this number and this size: more is no workspace of models. */
const MOST_FILES = 2000;
const LARGEST = 2 ** 20;

/** So many are read at a time. */
const AT_ONCE = 16;

/** Every name that a model can have. */
export const modelGlob = `{${Object.values(globs).flat().join(',')}}`;

/** The model files of the workspace, by their names and at most a look at their texts: none is analysed. */
export async function modelFiles(): Promise<vscode.Uri[]> {
  const all = await vscode.workspace.findFiles(modelGlob, foreignGlob);
  const named = all.filter(({ path }) => certain.test(path));
  const others = all.filter(({ path }) => !certain.test(path)).slice(0, MOST_FILES);
  const found: vscode.Uri[] = [];
  for (let i = 0; i < others.length; i += AT_ONCE) {
    const some = others.slice(i, i + AT_ONCE);
    const are = await Promise.all(some.map(mayHoldNetwork));
    found.push(...some.filter((_, j) => are[j]));
  }
  return [...named, ...found].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether it is worth to look for networks in a file. */
export async function isCandidate(uri: vscode.Uri): Promise<boolean> {
  return certain.test(uri.path) || mayHoldNetwork(uri);
}

async function mayHoldNetwork(uri: vscode.Uri): Promise<boolean> {
  const isPython = /\.py$/i.test(uri.path);
  if (isPython && !setting('python.enabled', uri)) return false;
  const text = await textOf(uri);
  if (text === undefined || frontendFor({ uri: uri.toString(), text }) === undefined) return false;
  return !isPython || makesNetwork.test(text);
}

/** A class of layers, a call that makes a model, or our comment that names one; a script that only trains has none. */
const makesNetwork =
  /^\s*class\s+\w+\s*\([^)]*\b\w*(?:Module|Model|Sequential|Layer|Net)\b|\b(?:Model|Sequential)\s*\(|^\s*#\s*resnet:/m;

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.length <= LARGEST ? new TextDecoder().decode(bytes) : undefined;
  } catch {
    // It is gone meanwhile, or may not be read.
    return undefined;
  }
}

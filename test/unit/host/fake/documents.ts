import { lineOf, lineStarts } from '../../../../src/core/source.js';
import { EventEmitter } from './live.js';
import { Position, Range, type TextEdit, Uri } from './values.js';

export class TextDocument {
  version = 1;
  isClosed = false;

  constructor(
    readonly uri: Uri,
    private text: string,
    readonly languageId = /\.resnet\.ya?ml$/.test(uri.path) ? 'resnet' : 'json',
  ) {}

  get isUntitled(): boolean {
    return this.uri.scheme === 'untitled';
  }

  get lineCount(): number {
    return lineStarts(this.text).length;
  }

  getText(): string {
    return this.text;
  }

  setText(text: string): void {
    this.text = text;
    this.version++;
  }

  offsetAt({ line, character }: Position): number {
    return lineStarts(this.text)[line]! + character;
  }

  positionAt(offset: number): Position {
    const starts = lineStarts(this.text);
    const line = lineOf(starts, offset);
    return new Position(line, offset - starts[line]!);
  }

  lineAt(at: number | Position): { readonly text: string; readonly range: Range } {
    const line = typeof at === 'number' ? at : at.line;
    const text = this.text.split('\n')[line]!;
    return { text, range: new Range(line, 0, line, text.length) };
  }
}

/** The documents that are open, and the files on the disk. */
export const textDocuments: TextDocument[] = [];
export const disk = new Map<string, string>();
/** Files on the disk that are no texts. */
export const binaries = new Map<string, Uint8Array>();

export const opened = new EventEmitter<TextDocument>('documents opened');
export const changed = new EventEmitter<{
  readonly document: TextDocument;
  readonly contentChanges: readonly unknown[];
}>('documents changed');
export const closed = new EventEmitter<TextDocument>('documents closed');

export const renamed = new EventEmitter<{ readonly files: readonly { oldUri: Uri; newUri: Uri }[] }>(
  'files renamed',
);

export async function openTextDocument(what: Uri | Content): Promise<TextDocument> {
  if (!(what instanceof Uri)) return open(unnamed(what));
  const known = textDocuments.find(document => document.uri.toString() === what.toString());
  if (known) return known;
  const text = what.scheme === 'untitled' ? '' : disk.get(what.toString());
  if (text === undefined) throw new Error(`no such file: ${what}`);
  return open(new TextDocument(what, text));
}

interface Content {
  readonly language: string;
  readonly content: string;
}

const unnamed = ({ language, content }: Content): TextDocument =>
  new TextDocument(Uri.from({ scheme: 'untitled', path: 'Untitled-1' }), content, language);

function open(document: TextDocument): TextDocument {
  textDocuments.push(document);
  opened.fire(document);
  return document;
}

export function edit(document: TextDocument, text: string): void {
  document.setText(text);
  changed.fire({ document, contentChanges: [{}] });
}

export function close(document: TextDocument): void {
  textDocuments.splice(textDocuments.indexOf(document), 1);
  // As VS Code does, also when it has just been saved as a file.
  if (document.isUntitled) document.setText('');
  document.isClosed = true;
  closed.fire(document);
}

export function applyEdits(edits: readonly TextEdit[]): void {
  for (const uri of new Set(edits.map(e => e.uri.toString()))) {
    const document = textDocuments.find(d => d.uri.toString() === uri)!;
    const own = edits
      .filter(e => e.uri.toString() === uri)
      .map(e => ({
        start: document.offsetAt(e.range.start),
        end: document.offsetAt(e.range.end),
        text: e.text,
      }))
      .sort((a, b) => b.start - a.start);
    edit(
      document,
      own.reduce((text, e) => text.slice(0, e.start) + e.text + text.slice(e.end), document.getText()),
    );
  }
}

import * as vscode from 'vscode';
import type { Edit, Place, Span } from '../core/source.js';
import { lineOf, lineStarts } from '../core/source.js';

/** Converts offsets of one text to positions and back. */
export class Lines {
  private readonly starts: readonly number[];

  constructor(readonly text: string) {
    this.starts = lineStarts(text);
  }

  position(offset: number): vscode.Position {
    const line = lineOf(this.starts, offset);
    return new vscode.Position(line, offset - this.starts[line]!);
  }

  range({ start, end }: Span): vscode.Range {
    return new vscode.Range(this.position(start), this.position(end));
  }

  offset({ line, character }: vscode.Position): number {
    return Math.min((this.starts[line] ?? this.text.length) + character, this.text.length);
  }

  span({ start, end }: vscode.Range): Span {
    return { start: this.offset(start), end: this.offset(end) };
  }

  /** The zero-based line that holds an offset. */
  line(offset: number): number {
    return lineOf(this.starts, offset);
  }
}

/** Where the places that an analysis names are now. */
export interface Locator {
  range(place: Place): vscode.Range;
  location(place: Place): vscode.Location;
}

interface Texts {
  readonly uri: vscode.Uri;
  /** Of the text as it is now. */
  readonly lines: Lines;
  /** How an offset of the analysed text has moved since. */
  readonly moved: (offset: number) => number;
  /** The text of another file. */
  readonly textOf: (file: string) => string | undefined;
}

export function locatorOf({ uri, lines, moved, textOf }: Texts): Locator {
  const others = new Map<string, Lines>();
  const linesOf = (file: string): Lines => {
    const known = others.get(file) ?? new Lines(textOf(file) ?? '');
    others.set(file, known);
    return known;
  };
  const range = (place: Place): vscode.Range =>
    place.file === undefined
      ? lines.range({ start: moved(place.start), end: moved(place.end) })
      : linesOf(place.file).range(place);
  const uriOf = ({ file }: Place): vscode.Uri => (file === undefined ? uri : vscode.Uri.parse(file));
  return { range, location: place => new vscode.Location(uriOf(place), range(place)) };
}

/** Text edits as one step that VS Code can undo. */
export function workspaceEdit(edits: readonly Edit[], locator: Locator): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { span, text } of edits) {
    const { uri, range } = locator.location(span);
    result.replace(uri, range, text);
  }
  return result;
}

/** VS Code's plain values, as far as the host uses them. */

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    this.start = typeof start === 'number' ? new Position(start, end as number) : start;
    this.end = typeof end === 'number' ? new Position(endLine!, endCharacter!) : end;
  }

  contains(position: Position): boolean {
    return this.start.compareTo(position) <= 0 && position.compareTo(this.end) <= 0;
  }

  isEqual(other: Range): boolean {
    return this.start.compareTo(other.start) === 0 && this.end.compareTo(other.end) === 0;
  }

  intersection(other: Range): Range | undefined {
    const start = this.start.compareTo(other.start) > 0 ? this.start : other.start;
    const end = this.end.compareTo(other.end) < 0 ? this.end : other.end;
    return start.compareTo(end) > 0 ? undefined : new Range(start, end);
  }

  union(other: Range): Range {
    const start = this.start.compareTo(other.start) < 0 ? this.start : other.start;
    const end = this.end.compareTo(other.end) > 0 ? this.end : other.end;
    return new Range(start, end);
  }
}

export class Selection extends Range {
  constructor(
    readonly anchor: Position,
    readonly active: Position,
  ) {
    const isReversed = anchor.compareTo(active) > 0;
    super(isReversed ? active : anchor, isReversed ? anchor : active);
  }
}

interface UriParts {
  readonly scheme: string;
  readonly path: string;
  readonly query?: string;
  readonly fragment?: string;
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query: string,
    readonly fragment: string,
  ) {}

  static from({ scheme, path, query = '', fragment = '' }: UriParts): Uri {
    return new Uri(scheme, path, query, fragment);
  }

  static parse(text: string): Uri {
    const [, scheme, path, query = '', fragment = ''] =
      /^([\w.+-]+):(?:\/\/)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text)!;
    return new Uri(scheme!, decodeURIComponent(path!), decodeURIComponent(query), fragment);
  }

  static file(path: string): Uri {
    return Uri.from({ scheme: 'file', path });
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    const path = parts.join('/').split('/');
    const folders = base.path.split('/');
    for (const part of path) {
      if (part === '..') folders.pop();
      else folders.push(part);
    }
    return base.with({ path: folders.join('/') });
  }

  with(change: Partial<UriParts>): Uri {
    return Uri.from({ ...this, ...change });
  }

  toString(): string {
    const slashes = this.path.startsWith('/') ? '//' : '';
    const path = this.path.split('/').map(encodeURIComponent).join('/');
    return `${this.scheme}:${slashes}${path}${this.query && `?${this.query}`}${this.fragment && `#${this.fragment}`}`;
  }
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class RelativePattern {
  constructor(
    readonly baseUri: Uri,
    readonly pattern: string,
  ) {}
}

export class Diagnostic {
  source?: string;
  code?: unknown;
  tags?: number[];
  relatedInformation?: DiagnosticRelatedInformation[];

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

export class DiagnosticRelatedInformation {
  constructor(
    readonly location: Location,
    readonly message: string,
  ) {}
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
export const ViewColumn = { Active: -1, Beside: -2, One: 1, Two: 2 };
export const SymbolKind = { Module: 1, Class: 4, Interface: 10, Function: 11, Variable: 12, Array: 17 };
export const CompletionItemKind = {
  Function: 2,
  Class: 6,
  Property: 9,
  Keyword: 13,
  EnumMember: 19,
  Variable: 5,
};
export const DocumentHighlightKind = { Text: 0, Read: 1, Write: 2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2, AtTop: 3 };

export class CodeActionKind {
  static readonly QuickFix = new CodeActionKind('quickfix');

  constructor(readonly value: string) {}

  contains(other: CodeActionKind): boolean {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}

export class CodeAction {
  edit?: WorkspaceEdit;
  diagnostics?: Diagnostic[];
  isPreferred?: boolean;

  constructor(
    readonly title: string,
    readonly kind: CodeActionKind,
  ) {}
}

export interface TextEdit {
  readonly uri: Uri;
  readonly range: Range;
  readonly text: string;
}

export class WorkspaceEdit {
  readonly all: TextEdit[] = [];

  replace(uri: Uri, range: Range, text: string): void {
    this.all.push({ uri, range, text });
  }

  insert(uri: Uri, position: Position, text: string): void {
    this.replace(uri, new Range(position, position), text);
  }
}

export class MarkdownString {
  constructor(readonly value: string) {}
}

export class SnippetString {
  constructor(readonly value: string) {}
}

export class Hover {
  constructor(
    readonly contents: MarkdownString,
    readonly range: Range,
  ) {}
}

export class InlayHint {
  paddingLeft?: boolean;
  tooltip?: MarkdownString;

  constructor(
    readonly position: Position,
    readonly label: string,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command: {
      readonly title: string;
      readonly command: string;
      readonly arguments?: readonly unknown[];
    },
  ) {}
}

export class CompletionItem {
  constructor(
    readonly label: string,
    readonly kind: number,
  ) {}
}

export class DocumentHighlight {
  constructor(
    readonly range: Range,
    readonly kind: number,
  ) {}
}

export class DocumentSymbol {
  readonly children: DocumentSymbol[] = [];

  constructor(
    readonly name: string,
    readonly detail: string,
    readonly kind: number,
    readonly range: Range,
    readonly selectionRange: Range,
  ) {
    if (!range.contains(selectionRange.start) || !range.contains(selectionRange.end)) {
      throw new Error('selectionRange must be contained in fullRange');
    }
  }
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Finding, finding } from '../../finding.js';
import type { Place } from '../../source.js';
import { Json } from './json.js';
import { scan } from './scan.js';

/** A text as JSON, or the findings that say why it is none. */
export type Syntax =
  | { readonly root: Json }
  | { readonly findings: readonly Finding[]; readonly broken: string };

/** Longer texts are not read: they would hold up the editor, and an architecture is never as long. */
export const longest = 16_000_000;

const deepest = 500;
const mostErrors = 20;

/** Reads a JSON text. `within` is the place of the string that holds it, for JSON inside JSON. */
export function parseJson(text: string, within?: Place): Syntax {
  if (text.length > longest)
    return tooLarge(`this file is too large to be read: ${text.length} characters`, within);
  const scanned = scan(text);
  if (scanned.depth > deepest)
    return tooLarge(`this file is nested too deeply to be read: ${scanned.depth} levels`, within);
  const errors: ParseError[] = [];
  const root = parseTree(scanned.text, errors, { disallowComments: true });
  if (root && errors.length === 0) return { root: new Json(root, within) };
  const findings = errors.slice(0, mostErrors).map(error => syntaxFinding(error, text, within));
  const broken = findings[0]?.message ?? 'there is no JSON in this file';
  return {
    findings: findings.length > 0 ? findings : [finding('syntax', 'error', broken, within ?? start)],
    broken,
  };
}

const start: Place = { start: 0, end: 1 };

function tooLarge(message: string, within: Place | undefined): Syntax {
  return { findings: [finding('too-large', 'warning', message, within ?? start)], broken: message };
}

function syntaxFinding(
  { error, offset, length }: ParseError,
  text: string,
  within: Place | undefined,
): Finding {
  const ended = offset + length >= text.length;
  const message = ended
    ? 'the JSON ends in the middle'
    : `no valid JSON: ${sentence(printParseErrorCode(error))}`;
  const at = Math.min(offset, Math.max(text.length - 1, 0));
  return finding('syntax', 'error', message, within ?? { start: at, end: at + Math.max(length, 1) });
}

/** `CommaExpected` → `comma expected` */
const sentence = (code: string): string => code.replace(/(?!^)[A-Z]/g, letter => ` ${letter}`).toLowerCase();

import { parseJsonLines } from './json-lines.ts';
import { parseJepsenEdn, parseJepsenLog } from './jepsen.ts';
import type { Parsed } from './parsed.ts';

/**
 * Reads histories from a text in any form we know, told apart by how it looks: Jepsen's log lines, JSON Lines, or
 * EDN. Never throws; what cannot be read is a problem.
 */
export function parseHistories(text: string): Parsed {
  if (text.trim() === '') return { histories: [], problems: [{ line: 1, message: 'the text is empty' }] };
  if (/^.*\bjepsen\.util\b.*:(invoke|ok|fail|info)\b/m.test(text)) return parseJepsenLog(text);
  return looksLikeJson(text) ? parseJsonLines(text) : parseJepsenEdn(text);
}

/** JSON objects begin with a quoted field or are empty; EDN's maps begin with a keyword. */
function looksLikeJson(text: string): boolean {
  return /^[\s\uFEFF]*(\[\s*)?\{\s*["}]/.test(text) || /^[\s\uFEFF]*\[\s*\]\s*$/.test(text);
}

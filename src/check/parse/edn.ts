import type { Plain } from '#lib/plain.ts';

import type { Problem } from './parsed.ts';

/** One value at the top of an EDN text, and the line it starts on. */
export interface EdnForm {
  readonly value: Plain;
  readonly line: number;
}

const DEPTH_MAX = 100;
const DELIMITERS = ' \t\r\n,()[]{}";';
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  space: ' ',
  tab: '\t',
  return: '\r',
};

/**
 * Reads EDN (https://github.com/edn-format/edn), as much as histories use, into plain data.
 *
 * Keywords and symbols become strings without colon, lists, vectors and sets arrays, maps objects; tags are dropped
 * and their value kept; integers beyond 2^53 lose their last digits. Never throws: the first thing that cannot be
 * read ends the reading with a problem, and what stood before it is returned.
 */
export function readEdn(text: string): { forms: EdnForm[]; problems: Problem[] } {
  const reader = new Reader(text);
  const forms: EdnForm[] = [];
  try {
    for (let form = reader.next(); form !== null; form = reader.next()) forms.push(form);
    return { forms, problems: [] };
  } catch (error) {
    if (!(error instanceof EdnError)) throw error;
    return { forms, problems: [{ line: reader.line(), message: error.message }] };
  }
}

class EdnError extends Error {}

class Reader {
  readonly #text: string;
  #at = 0;
  #lineAt = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  line(): number {
    for (; this.#lineAt < this.#at; this.#lineAt += 1) {
      if (this.#text.charCodeAt(this.#lineAt) === 10) this.#line += 1;
    }
    return this.#line;
  }

  next(): EdnForm | null {
    if (!this.#skip(0)) return null;
    const line = this.line();
    return { value: this.#value(0), line };
  }

  /** Moves to the next value; false at the end of the text. */
  #skip(depth: number): boolean {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at]!;
      if (char === ';') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (char === '#' && this.#text[this.#at + 1] === '_') {
        this.#at += 2;
        this.#need(depth + 1);
        this.#value(depth + 1);
        this.#at -= 1;
      } else if (!' \t\r\n,\uFEFF'.includes(char)) {
        return true;
      }
    }
    return false;
  }

  #need(depth: number): void {
    if (!this.#skip(depth)) throw new EdnError('the text ends in the middle of a value');
  }

  #value(depth: number): Plain {
    if (depth > DEPTH_MAX) throw new EdnError(`values are nested more than ${DEPTH_MAX} deep`);
    const char = this.#text[this.#at]!;
    switch (char) {
      case '(':
      case '[':
        return this.#items(char, depth);
      case '{':
        return this.#map(depth);
      case '"':
        return this.#string();
      case '\\':
        return this.#character();
      case '#':
        return this.#dispatch(depth);
      case ')':
      case ']':
      case '}':
        throw new EdnError(`unexpected ${char}`);
      default:
        return atom(this.#token());
    }
  }

  #items(open: string, depth: number): Plain[] {
    const close = CLOSING[open]!;
    const items: Plain[] = [];
    this.#at += 1;
    for (;;) {
      this.#need(depth);
      if (this.#text[this.#at] === close) break;
      items.push(this.#value(depth + 1));
    }
    this.#at += 1;
    return items;
  }

  #map(depth: number): Plain {
    const items = this.#items('{', depth);
    if (items.length % 2 === 1) throw new EdnError('a map has a key without a value');
    const map: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]!;
      map[typeof key === 'string' ? key : JSON.stringify(key)] = items[i + 1]!;
    }
    return map;
  }

  #dispatch(depth: number): Plain {
    this.#at += 1;
    const char = this.#text[this.#at];
    if (char === '{') return this.#items('{', depth);
    if (char === undefined || DELIMITERS.includes(char)) throw new EdnError('# stands without a tag');
    this.#token();
    this.#need(depth + 1);
    return this.#value(depth + 1);
  }

  #string(): string {
    let result = '';
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      const char = this.#text[at]!;
      if (char === '"') {
        this.#at = at + 1;
        return result;
      }
      if (char !== '\\') {
        result += char;
        continue;
      }
      at += 1;
      const escape = this.#text[at] ?? '';
      const hex = this.#text.slice(at + 1, at + 5);
      if (escape === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
        result += String.fromCharCode(Number.parseInt(hex, 16));
        at += 4;
      } else {
        result += ESCAPES[escape] ?? escape;
      }
    }
    throw new EdnError('a string does not end');
  }

  #character(): string {
    this.#at += 1;
    const first = this.#text[this.#at];
    if (first === undefined) throw new EdnError('the text ends in the middle of a value');
    this.#at += 1;
    const name = first + (DELIMITERS.includes(first) ? '' : this.#token());
    return NAMED_CHARACTERS[name] ?? first;
  }

  #token(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !DELIMITERS.includes(this.#text[this.#at]!)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }
}

function atom(token: string): Plain {
  if (token === 'nil') return null;
  if (token === 'true') return true;
  if (token === 'false') return false;
  if (token.startsWith(':')) return token.slice(1);
  if (/^[+-]?\d+N?$/.test(token)) return Number.parseInt(token, 10);
  if (/^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/.test(token)) return Number.parseFloat(token);
  return token;
}

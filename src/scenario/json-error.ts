/** Where a text stops being JSON. Lines and columns count from 1. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  /** What stands there, for a person. */
  readonly found: string;
}

/**
 * Finds the first place at which a text is no JSON. Engines say this in different words, and Safari not at all, so
 * this reads the text itself; without recursion, because hostile texts nest deeply. The text must be bad.
 */
export const findJsonError = (text: string): JsonError => {
  const at = new Scanner(text).errorAt();
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const character = text[at];
  const found = character === undefined ? 'the end of the text' : JSON.stringify(character);
  return { line, column, found };
};

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const STRING_PART = /(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))/uy;
const SPACE = /[ \t\n\r]*/y;

class Scanner {
  readonly #text: string;
  #at = 0;
  /** The brackets that are open: `{` or `[`. */
  readonly #open: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** The index of the first character that does not belong; the length of the text when it ends too early. */
  errorAt(): number {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    while (this.#value()) {
      // A value is complete: close what can be closed, then there must be a comma or the end.
      if (!this.#afterValue()) break;
    }
    return this.#at;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #take(character: string): boolean {
    this.#skip(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** Reads a value, and into the brackets that it begins with; false at an error. */
  #value(): boolean {
    for (;;) {
      if (this.#take('[')) {
        if (this.#take(']')) return true;
        this.#open.push('[');
      } else if (this.#take('{')) {
        if (this.#take('}')) return true;
        this.#open.push('{');
        if (!this.#key()) return false;
      } else {
        return this.#string() || this.#skip(WORD) || this.#skip(NUMBER);
      }
    }
  }

  #key(): boolean {
    return this.#string() && this.#take(':');
  }

  #string(): boolean {
    if (!this.#take('"')) return false;
    while (this.#skip(STRING_PART));
    if (this.#text[this.#at] !== '"') return false;
    this.#at++;
    return true;
  }

  /** True when another value must follow. */
  #afterValue(): boolean {
    for (;;) {
      const bracket = this.#open.at(-1);
      if (bracket === undefined) {
        this.#skip(SPACE);
        return false;
      }
      if (this.#take(',')) return bracket === '[' || this.#key();
      if (!this.#take(bracket === '[' ? ']' : '}')) return false;
      this.#open.pop();
    }
  }
}

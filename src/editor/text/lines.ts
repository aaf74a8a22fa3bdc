import { childPath } from '#lib/schema/problem.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:\n]|[^\s{}[\],:"]+/g;

interface Open {
  readonly path: string;
  readonly isList: boolean;
  /** Of the value that comes next, or of the one that is being read. */
  key: string | number;
  isKeyNext: boolean;
}

/** The line, counted from 1, on which each value of a JSON text begins, by the path that a problem would call it. */
export function linesOf(json: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>([['', 1]]);
  const open: Open[] = [];
  let line = 1;
  const pathHere = (): string => {
    const top = open.at(-1);
    return top === undefined ? '' : childPath(top.path, top.key);
  };
  for (const [token] of json.matchAll(TOKEN)) {
    const top = open.at(-1);
    if (token === '\n') line++;
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') continue;
    else if (token === ',') {
      if (typeof top?.key === 'number') top.key++;
      else if (top !== undefined) top.isKeyNext = true;
    } else if (top?.isKeyNext === true) {
      top.key = JSON.parse(token) as string;
      top.isKeyNext = false;
      lines.set(pathHere(), line);
    } else {
      const path = pathHere();
      if (top?.isList === true) lines.set(path, line);
      if (token === '{') open.push({ path, isList: false, key: '', isKeyNext: true });
      if (token === '[') open.push({ path, isList: true, key: 0, isKeyNext: false });
    }
  }
  return lines;
}

/** Where a problem is: the line of its path, or of the nearest thing around it that is written. */
export function lineAt(lines: ReadonlyMap<string, number>, path: string): number {
  for (let rest = path; rest !== ''; rest = parentOf(rest)) {
    const line = lines.get(rest);
    if (line !== undefined) return line;
  }
  return 1;
}

const parentOf = (path: string): string =>
  path.replace(/(?:\.[^.[\]"]*|\[(?:\d+|"(?:[^"\\]|\\.)*")\]|^[^.[]*)$/, '');

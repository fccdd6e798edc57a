/** A stretch of prose, and the program that follows it up to the next. */
export interface Cell {
  /** Markdown, with `{{expression}}` where a figure is to stand. */
  readonly prose: string;
  /** As it is in the file; '' where prose follows prose. */
  readonly code: string;
  /** The line of the file, from 1, in which the prose begins. */
  readonly line: number;
}

/** A walkthrough that cannot be one, or that has come to grief. */
export class WalkthroughError extends Error {
  override readonly name = 'WalkthroughError';
}

const opening = '/* md';
const closing = '*/';
const hole = /\{\{([\s\S]*?)\}\}/g;

/**
 * Reads a program whose prose stands in comments between its statements:
 *
 *     /* md
 *     # Title
 *     The model is right for {{percent(accuracy)}} of the wines.
 *     *\/
 *     const model = …
 *
 * Both ends of a comment have a line of their own, at its beginning. That is enough to know that they stand between statements, because
 * Biome indents whatever is inside one.
 *
 * @throws WalkthroughError for a program that does not begin with prose, or a comment that does not end.
 */
export function readProgram(name: string, source: string): Cell[] {
  const cells: Cell[] = [];
  let prose: string[] | undefined;
  let code: string[] = [];
  let line = 0;
  const flush = (): void => {
    if (prose) cells.push({ prose: prose.join('\n').trim(), code: code.join('\n').trim(), line });
  };
  let open = false;
  source.split('\n').forEach((text, i) => {
    if (!open && text === opening) {
      if (!prose && code.join('').trim() !== '') {
        throw new WalkthroughError(`${name}: the program must begin with prose, a line '${opening}'`);
      }
      flush();
      [prose, code, line, open] = [[], [], i + 1, true];
    } else if (open && text === closing) open = false;
    else (open ? prose! : code).push(text);
  });
  if (open) throw new WalkthroughError(`${name}: the prose of line ${line} must end in a line '${closing}'`);
  if (!prose) throw new WalkthroughError(`${name}: the program must begin with prose, a line '${opening}'`);
  flush();
  return cells;
}

/** The expressions in a prose, in order. */
export function holesOf(prose: string): string[] {
  return Array.from(prose.matchAll(hole), ([, expression]) => expression.replace(/\s+/g, ' ').trim());
}

/** A prose with each expression replaced by what `fill` makes of its place, from 0. */
export function filled(prose: string, fill: (place: number) => string): string {
  let place = 0;
  return prose.replace(hole, () => fill(place++));
}

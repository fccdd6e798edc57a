/** Lines of a shell as the words of their commands. */

export interface ShellLine {
  /** From 0: where it begins. */
  readonly line: number;
  /** Words of each command; more than one where they are joined by | or &&. Redirections are left out. */
  readonly commands: readonly (readonly string[])[];
  /** What cannot be read. */
  readonly problem?: string;
}

const wordOrSign = /\s+|(#.*)|(&&|\||;)|(>{1,2}\s*\S+)|((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"|;&>#\\]|(?<=\S)#)+)/gy;

/** Reads lines; one that ends in \ goes on in the next. Empty lines and comments have no commands. */
export function shellLines(text: string): ShellLine[] {
  const lines = text.split('\n');
  const read: ShellLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = i;
    let whole = lines[i];
    while (whole.endsWith('\\') && i + 1 < lines.length) whole = `${whole.slice(0, -1)} ${lines[++i]}`;
    const one = commandsOf(whole);
    if (one.commands.length > 0 || one.problem !== undefined) read.push({ line, ...one });
  }
  return read;
}

function commandsOf(line: string): Omit<ShellLine, 'line'> {
  const commands: string[][] = [[]];
  let at = 0;
  for (const [text, , sign, , word] of line.matchAll(wordOrSign)) {
    at += text.length;
    if (sign !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)!.push(withoutQuotes(word));
  }
  const found = commands.filter((words) => words.length > 0);
  return at < line.length ? { commands: [], problem: `cannot read '${line.slice(at)}'` } : { commands: found };
}

function withoutQuotes(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
    (_, single?: string, double?: string, escaped?: string) => {
      return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '';
    },
  );
}

/** Sections of a page that can be followed literally: files to write, changes to make, commands to run. */
import { headingsOf } from './headings.ts';
import { isFence, languageOf, type Page } from './page.ts';
import { shellLines } from './shell-words.ts';

export type Step =
  /** A fence with the name of a file: the whole of it. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly line: number }
  /** A ```diff with the name of a file. */
  | { readonly kind: 'change'; readonly path: string; readonly text: string; readonly line: number }
  /** A ```sh run, and the ```text says after it. */
  | {
      readonly kind: 'commands';
      readonly commands: readonly (readonly string[])[];
      readonly says: readonly string[];
      readonly line: number;
    };

export interface Section {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** Sections that have steps, in order. */
export function sectionsOf(page: Page): Section[] {
  const titles = headingsOf(page).map(({ text }) => text);
  const sections: { title: string; steps: Step[] }[] = [];
  for (const { token, start } of page.blocks) {
    if (token.type === 'heading') sections.push({ title: titles.shift()!, steps: [] });
    if (!isFence(token) || sections.length === 0) continue;
    const { language, rest } = languageOf(token);
    const { steps } = sections.at(-1)!;
    const line = page.lineAt(start);
    const text = `${token.text}\n`;
    if (rest === '') continue;
    if (language === 'sh' && rest === 'run') {
      const commands = shellLines(token.text).flatMap((one) => one.commands);
      steps.push({ kind: 'commands', commands, says: [], line });
    } else if (language === 'text' && rest === 'says') {
      const last = steps.at(-1);
      if (last?.kind !== 'commands') throw new Error(`${page.path}:${line}: no commands before what they say`);
      steps[steps.length - 1] = { ...last, says: token.text.split('\n') };
    } else if (language === 'diff') steps.push({ kind: 'change', path: rest, text, line });
    else steps.push({ kind: 'file', path: rest, text, line });
  }
  return sections.filter(({ steps }) => steps.length > 0);
}

/**
 * The files that a section adds or changes, in order: those that it names, and documents that `npm run pages` brings up to date.
 * What stands in `build/` is not committed and not counted.
 */
export function filesOf({ steps }: Section): string[] {
  const paths = steps.flatMap((step) => {
    if (step.kind !== 'commands') return [step.path];
    const pages = step.commands.filter((words) => words.slice(0, 4).join(' ') === 'npm run pages --');
    return pages.flatMap((words) => words.slice(4));
  });
  return [...new Set(paths)].filter((path) => !path.startsWith('build/'));
}

/**
 * A file with the changes of a ```diff made. Lines that begin with a space or `-` are looked for, one after the other, and must be there
 * exactly once; a line `@@` begins another place.
 *
 * @throws Error if the lines are not there, are there more than once, or change nothing.
 */
export function changed(path: string, before: string, diff: string): string {
  let text = before;
  for (const place of diff.replace(/\n$/, '').split(/^@@.*\n/m)) {
    if (place === '') continue;
    const lines = place.replace(/\n$/, '').split('\n');
    const unknown = lines.find((line) => line !== '' && !/^[ +-]/.test(line));
    if (unknown !== undefined) throw new Error(`${path}: a line must begin with a space, + or -, got '${unknown}'`);
    const side = (sign: string) =>
      lines
        .filter((line) => !line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const [old, made] = [side('+'), side('-')];
    // between line ends, so that no line is found within another
    const found = `\n${text}`.split(`\n${old}`).length - 1;
    if (old === '' || old === made) throw new Error(`${path}: the change says neither where nor what:\n${place}`);
    if (found !== 1) {
      throw new Error(`${path}: expected these lines once, found them ${found} times:\n${old}`);
    }
    text = `\n${text}`.replace(`\n${old}`, () => `\n${made}`).slice(1);
  }
  return text;
}

/** Whether a line is part of what was printed; `…` in it is whatever stands there, spaces are all alike. */
export function isSaid(line: string, printed: string): boolean {
  const parts = line.split('…').map((part) =>
    part
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\s+/g, '\\s+'),
  );
  return printed.split('\n').some((one) => new RegExp(parts.join('.*')).test(one));
}

import { holesOf, readProgram } from './read-program.ts';

/**
 * A program that tells the recorder each figure of its prose, at the place where that stands. All else is as it was, on the same lines, so
 * that an error has the line of the file.
 *
 * @param recorder the module that takes them, as an import names it.
 */
export function instrument(name: string, source: string, recorder: string): string {
  const lines = source.split('\n');
  for (const { prose, line } of readProgram(name, source)) {
    const values = holesOf(prose).map((expression) => `[${JSON.stringify(expression)}, (${expression})]`);
    const end = lines.indexOf('*/', line);
    lines.fill('', line - 1, end + 1);
    lines[line - 1] = `$recorder.prose([${values.join(', ')}]);`;
  }
  lines[0] = `import * as $recorder from ${JSON.stringify(recorder)}; ${lines[0]}`;
  return lines.join('\n');
}

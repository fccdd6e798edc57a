import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';

/** Where text goes: `process.stdout`, or in tests a stream that keeps it. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** An output stream and what it can show. */
export interface Terminal {
  readonly output: Output;
  /** Someone is looking: lines may be drawn over. False for files, pipes and TERM=dumb. */
  readonly interactive: boolean;
  /** Characters in a line. */
  readonly width: number;
  /** Functions from text to coloured text, which leave it as it is where colour is not wanted. */
  readonly colors: ReturnType<typeof picocolors.createColors>;
}

/**
 * What `output` can show. Colours only in an interactive terminal, and not if NO_COLOR is set to anything but ''.
 *
 * @see https://no-color.org
 */
export function terminalOf(output: Output, environment: Readonly<Record<string, string | undefined>>): Terminal {
  const interactive = output.isTTY === true && environment.TERM !== 'dumb';
  return {
    output,
    interactive,
    width: output.columns || 80,
    colors: picocolors.createColors(interactive && !environment.NO_COLOR),
  };
}

/** Characters of the longest line of a text, colours aside. */
export function widthOf(text: string): number {
  return Math.max(
    ...withoutColors(text)
      .split('\n')
      .map((line) => line.length),
  );
}

/** A text without the codes that colour it. */
export function withoutColors(text: string): string {
  return stripVTControlCharacters(text);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface FirstLine {
  /** From the call that starts the process to its first line. */
  readonly milliseconds: number;
  readonly value: number;
}

/** Runs a program with plain Node until it prints its line, a number. @throws Error if it fails. */
export async function firstLineOf(path: string): Promise<FirstLine> {
  const begin = performance.now();
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  let text = '';
  let milliseconds = Number.NaN;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (Number.isNaN(milliseconds) && text.includes('\n')) milliseconds = performance.now() - begin;
  });
  const [[code]] = await Promise.all([exit, once(child.stdout, 'close')]);
  const value = Number(text);
  if (code !== 0 || Number.isNaN(value) || Number.isNaN(milliseconds))
    throw new Error(`${path} ended with ${code} after ${text}`);
  return { milliseconds, value };
}

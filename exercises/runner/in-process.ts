/** Runs the checks of an exercise in a process of its own, so that a loop without end is ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Message } from './child.ts';
import { readExercise } from './exercises.ts';
import type { Outcome } from './run-checks.ts';

/** What became of the checks, and what the answer printed meanwhile. */
export interface Run extends Outcome {
  /** At most `printedLength` characters of it. */
  readonly printed: string;
}

/** How long an answer may take for one check. */
const secondsAllowed = 10;
/** How long it may take until one begins: to start Node, to load the engine, to compile. */
const secondsToBegin = 60;
const printedLength = 4000;

const child = fileURLToPath(new URL('child.ts', import.meta.url));

/**
 * What became of the checks of an exercise over a file.
 *
 * @param signal ends it: then the reason of the signal is thrown.
 */
export async function inProcess(
  name: string,
  path: string,
  { signal, seconds = secondsAllowed }: { signal?: AbortSignal; seconds?: number } = {},
): Promise<Run> {
  signal?.throwIfAborted();
  const words = ['--import', 'tsx', child, name, path];
  const running = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const end = (): unknown => running.kill('SIGKILL');
  signal?.addEventListener('abort', end);

  let printed = '';
  for (const stream of [running.stdout!, running.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length < printedLength) printed += text;
    });
  }

  let passed = 0;
  let outcome: Outcome | undefined;
  let late = false;
  const wait = (seconds: number): NodeJS.Timeout =>
    setTimeout(() => {
      late = true;
      end();
    }, seconds * 1000);
  let timer = wait(secondsToBegin);
  running.on('message', (message: Message) => {
    clearTimeout(timer);
    if ('outcome' in message) outcome = message.outcome;
    else passed = message.passed;
    timer = wait(seconds);
  });

  try {
    await once(running, 'close');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  const message = late
    ? `it was still running after ${seconds} s: a loop without end?`
    : 'the process ended in the midst of this';
  const { checks } = await readExercise(name);
  outcome ??= { passed, failure: { check: checks[passed].name, message } };
  return { ...outcome, printed: printed.slice(0, printedLength) };
}

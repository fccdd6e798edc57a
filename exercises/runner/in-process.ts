/** Runs the checks of exercises in a process of its own, so that a loop without end is ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Message } from './child.ts';
import { readExercise } from './exercises.ts';
import type { Outcome } from './run-checks.ts';

/** A file, and the exercise whose checks are for it. */
export interface Answer {
  readonly name: string;
  readonly path: string;
}

/** What became of the checks, and, of the last of several answers, what it printed meanwhile. */
export interface Run extends Outcome {
  /** At most `printedLength` characters of it. */
  readonly printed: string;
}

export interface ProcessOptions {
  /** Ends it: then its reason is thrown. */
  readonly signal?: AbortSignal;
  /** How long an answer may take for one check; 10 unless set. */
  readonly seconds?: number;
}

/** How long it may take until a check begins: to start Node, to load the engine, to compile. */
const secondsToBegin = 60;
const printedLength = 4000;

const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** Tells what became of each answer, in order. Where one does not end, or ends the process, the next begin in another. */
export async function inProcess(
  answers: readonly Answer[],
  onRun: (run: Run) => void,
  options: ProcessOptions = {},
): Promise<void> {
  for (let done = 0; done < answers.length; ) done += await runSome(answers.slice(done), onRun, options);
}

/** All answers, or those up to one that was ended; how many these are. */
async function runSome(
  answers: readonly Answer[],
  onRun: (run: Run) => void,
  { signal, seconds = 10 }: ProcessOptions,
): Promise<number> {
  signal?.throwIfAborted();
  const words = ['--import', 'tsx', child, ...answers.flatMap(({ name, path }) => [name, path])];
  const running = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const end = (): unknown => running.kill('SIGKILL');
  signal?.addEventListener('abort', end);

  let printed = '';
  for (const stream of [running.stdout!, running.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length < printedLength) printed += text;
    });
  }

  let [ended, passed, late] = [0, 0, false];
  let last: Outcome | undefined;
  const wait = (seconds: number): NodeJS.Timeout =>
    setTimeout(() => {
      late = true;
      end();
    }, seconds * 1000);
  let timer = wait(secondsToBegin);
  running.on('message', (message: Message) => {
    clearTimeout(timer);
    if ('passed' in message) {
      passed = message.passed;
      timer = wait(seconds);
      return;
    }
    ended++;
    passed = 0;
    timer = wait(secondsToBegin);
    if (ended === answers.length) last = message.outcome;
    else {
      printed = '';
      onRun({ ...message.outcome, printed });
    }
  });

  try {
    await once(running, 'close');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  last ??= {
    passed,
    failure: {
      check: (await readExercise(answers[ended].name)).checks[passed].name,
      message: late
        ? `it was still running after ${seconds} s: a loop without end?`
        : 'the process ended in the midst of this',
    },
  };
  onRun({ ...last, printed: printed.slice(0, printedLength) });
  return Math.min(ended + 1, answers.length);
}

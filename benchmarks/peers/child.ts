/** The runner's side of the process of a peer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Answer, Failure, Followed, Memory, Ready, Request, Timed } from './messages.ts';

/** A peer could not do what it was asked to; the message is its own, or says how its process ended. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
}

/** What is answered to which request. */
type AnswerTo<R extends Request> = R extends { do: 'follow' } ? Followed : R extends { do: 'memory' } ? Memory : Timed;

const running = new Set<ChildProcess>();

/** Ends all processes of peers, as they are. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export interface ChildOptions {
  /** Added to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long an answer may take. */
  readonly patienceSeconds: number;
}

/** A process that waits for requests. While one waits, it takes no time from the others. */
export class Child {
  private readonly process: ChildProcess;
  private readonly patienceSeconds: number;
  private readonly answers: Answer[] = [];
  private wasReady = false;
  private complaint = '';
  /** How the process ended, once it has. */
  private end: string | undefined;
  private wake: () => void = () => {};

  /** @throws PeerError if the program cannot be started, later: from the first `ready` or `ask`. */
  constructor(program: string, words: readonly string[], { environment, patienceSeconds }: ChildOptions) {
    this.patienceSeconds = patienceSeconds;
    this.process = spawn(program, words, {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    running.add(this.process);
    const { stdin, stderr, stdio } = this.process;
    stdin?.on('error', () => {}); // it has ended, and 'close' says how
    stderr?.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(-4000);
    });
    createInterface({ input: stdio[3] as Readable }).on('line', (line) => {
      this.answers.push(readAnswer(line));
      this.wake();
    });
    const finish = (how: string): void => {
      running.delete(this.process);
      this.end ??= how;
      this.wake();
    };
    this.process.on('error', ({ message }) => finish(message));
    this.process.on('close', (code, signal) => finish(this.lastWords(signal ?? `exit code ${code}`)));
  }

  /** What the process says when it can be asked. */
  async ready(): Promise<Ready> {
    this.wasReady = true;
    return (await this.answer()) as Ready;
  }

  /** Asks something. One request at a time; the first may be asked before the process is ready. */
  async ask<R extends Request>(request: R): Promise<AnswerTo<R>> {
    this.process.stdin?.write(`${JSON.stringify(request)}\n`);
    if (!this.wasReady) await this.ready();
    return (await this.answer()) as AnswerTo<R>;
  }

  /** Ends the process, and waits until it is gone. */
  async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    while (this.end === undefined) await this.news();
  }

  private async answer(): Promise<Answer> {
    const late = Date.now() + 1000 * this.patienceSeconds;
    while (this.answers.length === 0) {
      if (this.end !== undefined) throw new PeerError(this.end);
      if (Date.now() >= late) {
        this.process.kill('SIGKILL');
        throw new PeerError(`gave no answer within ${this.patienceSeconds} s`);
      }
      await this.news(late - Date.now());
    }
    const answer = this.answers.shift()!;
    if ('error' in answer) throw new PeerError((answer as Failure).error);
    return answer;
  }

  /** Resolves when something has happened, or after so many milliseconds. */
  private news(within?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = within === undefined ? undefined : setTimeout(resolve, within);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private lastWords(ended: string): string {
    const lines = this.complaint.trim().split('\n');
    const line = lines.findLast((one) => /^\S*(Error|Exception)\b/.test(one)) ?? lines[lines.length - 1];
    return line === '' ? `ended with ${ended}` : `ended with ${ended}: ${line}`;
  }
}

function readAnswer(line: string): Answer {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return { error: `answered with what is no JSON: ${line.slice(0, 200)}` };
  }
}

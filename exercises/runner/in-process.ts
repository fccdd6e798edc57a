/** Runs the checks of an exercise in a process of its own, so that a loop without end is ended. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './run-checks.ts';

/** How long an answer may take. */
export const secondsAllowed = 10;

const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** What became of the checks of an exercise over a file. What the answer prints goes where this process prints. */
export async function inProcess(name: string, path: string, seconds = secondsAllowed): Promise<Outcome> {
  const words = ['--import', 'tsx', child, name, path];
  const running = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    running.kill('SIGKILL');
  }, seconds * 1000);
  await new Promise((resolve, reject) => running.on('error', reject).on('close', resolve));
  clearTimeout(timer);
  const end = output.trimEnd().lastIndexOf('\n');
  process.stdout.write(
    late ? output : output.slice(0, Math.max(end, 0)).trimEnd() && `${output.slice(0, end).trim()}\n`,
  );
  if (late) return failed('ends', `it was still running after ${seconds} s: a loop without end?`);
  try {
    return JSON.parse(output.slice(end + 1)) as Outcome;
  } catch {
    return failed('ends', 'the process ended in the midst of the checks');
  }
}

function failed(check: string, message: string): Outcome {
  return { passed: 0, total: 0, failure: { check, message } };
}

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * When a process began, as its system tells it: what two processes that have the same number one after the other differ in.
 * The text, letters and digits, is the same whenever and by whichever process it is asked for; it has no other meaning.
 * 'over' for one that has ended and that nobody has collected; undefined where that cannot be told.
 */
export type BirthOf = (pid: number) => Promise<string | undefined>;

/** By /proc: ticks since the machine was started, and which start that was. */
export const birthByProc: BirthOf = async (pid) => {
  try {
    const [text, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => ''),
    ]);
    // "12 (any name) S 1 …": the state is its third field, and when it began its 22nd.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return isOver(fields[0]) ? 'over' : `${boot.slice(0, 8)}n${fields[19]}`;
  } catch {
    return undefined;
  }
};

/** By the command that macOS and the BSDs have. */
export const birthByPs: BirthOf = async (pid) => {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { env });
    const [state, ...began] = stdout.trim().split(/\s+/);
    if (isOver(state)) return 'over';
    return began.length > 0 ? began.join('').replaceAll(':', '') : undefined;
  } catch {
    return undefined;
  }
};

const isOver = (state: string): boolean => /^[ZX]/.test(state);

/** Where the system tells nothing: of this process alone, in milliseconds by its own clock. */
export const birthByClock: BirthOf = async (pid) => {
  if (pid !== process.pid) return undefined;
  return `at${Math.round(performance.timeOrigin + performance.now() - process.uptime() * 1000)}`;
};

/** Milliseconds by which threads of a process may differ in what they take for its beginning, by the clock. */
const clockTolerance = 2000;

/** How this system tells. */
const birthHere: BirthOf = async (pid) => {
  if (process.platform === 'linux') return (await birthByProc(pid)) ?? birthByClock(pid);
  if (process.platform === 'win32') return birthByClock(pid);
  return (await birthByPs(pid)) ?? birthByClock(pid);
};

let own: Promise<string> | undefined;

/** When this process began. */
export function ownBirth(): Promise<string> {
  own ??= birthHere(process.pid).then((birth) => birth!);
  return own;
}

/**
 * Whether the process that had this number, and began then, is still there. Where nobody can tell it from a later one of the same
 * number, it is: on Windows, and for processes of which the system says nothing.
 *
 * @param birth what `ownBirth` was there.
 */
export async function isLiving(pid: number, birth: string, birthOf = birthHere): Promise<boolean> {
  if (!isThere(pid)) return false;
  const now = await birthOf(pid);
  if (now === undefined) return true;
  const [before, after] = [birth, now].map((text) => /^at(\d+)$/.exec(text)?.[1]);
  if (before === undefined && after === undefined) return now === birth;
  if (before === undefined || after === undefined) return now !== 'over'; // told in two ways, which cannot be compared
  return Math.abs(Number(before) - Number(after)) <= clockTolerance;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

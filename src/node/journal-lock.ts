import { createHash, randomBytes, randomInt } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileError } from '../errors.ts';
import { fileError } from './file-error.ts';
import { followLinks } from './follow-links.ts';
import { isLiving, ownBirth } from './living-process.ts';

/** Keeps others from a journal until it is let go, or the process ends in whatever way. */
export interface JournalLock {
  release(): Promise<void>;
}

/** A file beside the journal whose name says who wants it: `.NAME-HASH.claim-PID-BIRTH-HOST-RANDOM`. */
interface Claim {
  readonly path: string;
  readonly pid: number;
  readonly host: string;
  /** By which two that come at the same time agree who goes first. */
  readonly random: string;
}

/** Milliseconds for those that come at the same time to agree. */
const patience = 5000;
const held = 'held';

/**
 * Takes a journal for this process: nobody else gets it, in this thread or any other process or thread of this machine.
 *
 * Everyone who wants it first puts a claim beside it, a file of a name of its own, and then looks for claims of others: who
 * finds none has it. Of two, the one who looks last sees the claim of the other, so both never have it; where both see each
 * other, one withdraws and tries again. A claim is made whole, since all of it is in its name, and its name never comes again:
 * so whoever finds the claim of a process that is no more takes it away, and can take away no other in its place. This needs
 * nothing of the file system that Linux, macOS and Windows do not have, and no clock that is right.
 *
 * What runs elsewhere cannot be asked after: a claim of another host name counts until somebody takes it away, and so does, on
 * Windows, one of a process whose number another has now. Hosts that share a folder exclude each other only if their file system
 * shows each what the other has just made; containers, only if they have names of their own, or see each other's processes.
 *
 * @throws FileError with the code EBUSY if somebody has it; for a claim that cannot be made.
 */
export async function lockJournal(who: string, file: string): Promise<JournalLock> {
  try {
    const own = await takeTurns(who, file, await followLinks(file));
    return { release: () => withdraw(own) };
  } catch (error) {
    throw fileError(who, 'write', file, error);
  }
}

async function takeTurns(who: string, file: string, target: string): Promise<Claim> {
  const late = performance.now() + patience;
  let own = await makeClaim(target);
  try {
    for (;;) {
      const others = await livingClaims(target, own);
      if (others.length === 0) break;
      const isHeld = await Promise.all(others.map(({ path }) => readFile(path, 'utf8').then(isWord, () => false)));
      const holder = others[isHeld.indexOf(true)] ?? (performance.now() > late ? others[0] : undefined);
      if (holder) throw busyError(who, file, holder);
      if (others.some(({ random }) => random < own.random)) {
        await withdraw(own);
        await sleep(randomInt(1, 10));
        own = await makeClaim(target);
      } else await sleep(1);
    }
  } catch (error) {
    await withdraw(own);
    throw error;
  }
  // Only for others to wait no longer: on a full disk it is left out.
  await writeFile(own.path, held, { flag: 'r+' }).catch(() => {});
  return own;
}

const isWord = (text: string): boolean => text === held;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** What names of claims on a file begin with: characters that every file system gives back as they were. */
function prefixOf(target: string): string {
  const given = basename(target);
  // Where other letters may be the same file, they have the same claims.
  const name = /^(?:win32|darwin)$/.test(process.platform) ? given.normalize('NFC').toLowerCase() : given;
  return `.${name.slice(0, 40).replace(/[^\w.-]/g, '_')}-${hashOf(name)}.claim-`;
}

async function makeClaim(target: string): Promise<Claim> {
  const { pid } = process;
  const host = hashOf(hostname());
  const random = randomBytes(8).toString('hex');
  const path = join(dirname(target), `${prefixOf(target)}${pid}-${await ownBirth()}-${host}-${random}`);
  await writeFile(path, '', { flag: 'wx' });
  return { path, pid, host, random };
}

const withdraw = ({ path }: Claim): Promise<void> => rm(path, { force: true });

/** The claims of others on a file; those of processes that are no more are taken away. */
async function livingClaims(target: string, own: Claim): Promise<Claim[]> {
  const folder = dirname(target);
  const prefix = prefixOf(target);
  const living: Claim[] = [];
  for (const name of await readdir(folder)) {
    const found = name.startsWith(prefix)
      ? /^(\d+)-(\w+)-([0-9a-f]+)-([0-9a-f]+)$/.exec(name.slice(prefix.length))
      : null;
    if (!found || found[4] === own.random) continue;
    const [, pid, birth, host, random] = found;
    const claim = { path: join(folder, name), pid: Number(pid), host, random };
    if (host !== own.host || (await isLiving(claim.pid, birth))) living.push(claim);
    else await withdraw(claim);
  }
  return living;
}

function busyError(who: string, file: string, { pid, host, path }: Claim): FileError {
  const owner = host === hashOf(hostname()) ? `process ${pid}` : `process ${pid} of another machine`;
  const fix = `wait for its end; if it is no program of yours, take ${path} away`;
  return new FileError(`${who}: ${owner} is writing to ${file}; ${fix}`, { path: file, code: 'EBUSY' });
}

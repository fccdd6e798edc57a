import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { FileError } from '../errors.ts';
import { findChromium } from './find-chromium.ts';

/** Milliseconds until a browser is given up. */
const longest = 60_000;

export interface PrintOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the browser is given up; a minute unless set. */
  readonly timeout?: number;
}

/**
 * Prints an HTML file as PDF through an installed Chromium, with a profile of its own that is thrown away. The PDF is written
 * beside its place first and then renamed.
 *
 * @throws FileError if there is no browser, it fails or takes too long, or the PDF cannot be written.
 */
export async function printPdf(
  who: string,
  html: string,
  pdf: string,
  { environment, signal, timeout = longest }: PrintOptions,
): Promise<void> {
  const browser = findChromium(environment);
  if (browser === undefined) {
    throw new FileError(
      `${who}: a PDF is printed by Chromium, Chrome or Edge, and none is on the PATH or in its usual places; install one, or set CHROME_PATH to where it is`,
      { path: 'chromium', code: 'ENOENT' },
    );
  }
  const target = resolve(pdf);
  const profile = await mkdtemp(join(tmpdir(), 'simdgrad-print-'));
  // Not in the folder for temporary files: some browsers see one of their own there.
  const beside = join(dirname(target), `${basename(target, '.pdf')}-${randomBytes(6).toString('hex')}.tmp.pdf`);
  try {
    await run(
      who,
      browser,
      [...switches(profile), `--print-to-pdf=${beside}`, pathToFileURL(html).href],
      signal,
      timeout,
    );
    await requirePdf(who, browser, beside);
    await rename(beside, target);
  } finally {
    await rm(beside, { force: true });
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

function switches(profile: string): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-extensions',
    '--disable-sync',
    '--no-pdf-header-footer',
    `--user-data-dir=${profile}`,
    // Its sandbox refuses to start for the superuser; what is printed here is a page without scripts.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

async function run(
  who: string,
  browser: string,
  words: readonly string[],
  signal: AbortSignal | undefined,
  timeout: number,
): Promise<void> {
  try {
    await promisify(execFile)(browser, words, { signal, timeout, killSignal: 'SIGKILL', maxBuffer: 2 ** 24 });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const {
      code,
      killed,
      message,
      stderr = '',
    } = error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string };
    const last = stderr.trim().split('\n').pop() ?? '';
    let why = last || message.split('\n')[0];
    if (code === 'ENOENT') why = 'there is no such program';
    else if (code === 'EACCES') why = 'it may not be run';
    else if (killed) why = `it was not done after ${timeout / 1000} seconds`;
    throw new FileError(`${who}: ${browser} could not print: ${why}`, {
      path: browser,
      code: String(code ?? 'ETIMEDOUT'),
      cause: error,
    });
  }
}

async function requirePdf(who: string, browser: string, path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  const { buffer } = (await handle?.read(Buffer.alloc(5), 0, 5, 0)) ?? { buffer: Buffer.alloc(0) };
  await handle?.close();
  if (buffer.toString('latin1') === '%PDF-') return;
  throw new FileError(`${who}: ${browser} came to an end without a PDF at ${path}`, { path, code: 'ENOENT' });
}

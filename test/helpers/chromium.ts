/**
 * A browser for tests: the Chromium or Chrome that is installed. Without one, tests that need it are skipped, by name;
 * with SIMDGRAD_REQUIRE containing 'chromium', as in continuous integration, they fail instead.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'vitest';
import { findChromium } from '../../src/cli/find-chromium.ts';

/** Where the browser is; undefined if there is none. */
export const chromium = findChromium(process.env);
const required = /\bchromium\b/.test(process.env.SIMDGRAD_REQUIRE ?? '');

/** The document of a page after its scripts have run, as HTML. `script` is a classic script put into an empty page. */
export async function pageAfter(script: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-page-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      `<!doctype html><title>page</title><body><script>${script.replaceAll('</script', '<\\/script')}</script>`,
    );
    const { stdout } = await promisify(execFile)(
      chromium!,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--virtual-time-budget=20000',
        '--dump-dom',
        pathToFileURL(page).href,
      ],
      { timeout: 45_000, maxBuffer: 2 ** 26 },
    );
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A test in a browser; skipped or failing, saying why, where there is none. */
export function testInChromium(name: string, run: () => Promise<void>): void {
  if (chromium) test(name, run);
  else if (!required) test.skip(`${name} [needs Chromium or Chrome: none found]`, () => {});
  else {
    test(name, () => {
      throw new Error('needs Chromium, and SIMDGRAD_REQUIRE asks for it: none of its usual names is on the PATH');
    });
  }
}

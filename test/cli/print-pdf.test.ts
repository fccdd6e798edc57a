import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { printPdf } from '../../src/cli/print-pdf.ts';
import { FileError } from '../../src/errors.ts';
import { rejectionOf } from '../helpers/errors.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-pdf-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program in the place of a browser. */
function browser(script: string): Record<string, string> {
  const path = join(folder, 'browser');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { CHROME_PATH: path };
}

describe.skipIf(process.platform === 'win32')('printPdf', () => {
  test('gives up after a while', async () => {
    const environment = browser('exec sleep 30');
    const error = await rejectionOf(printPdf('report', 'x.html', join(folder, 'x.pdf'), { environment, timeout: 300 }));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toContain('could not print: it was not done after 0.3 seconds');
    expect(readdirSync(folder)).toEqual(['browser']);
  });

  test('ends when it is told to', async () => {
    const environment = browser('exec sleep 30');
    const controller = new AbortController();
    const reason = new Error('stopped');
    setTimeout(() => controller.abort(reason), 100);
    const pdf = join(folder, 'x.pdf');
    expect(await rejectionOf(printPdf('report', 'x.html', pdf, { environment, signal: controller.signal }))).toBe(
      reason,
    );
    expect(readdirSync(folder)).toEqual(['browser']);
  });

  test('has a profile of its own, which it throws away, and writes beside', async () => {
    const environment = browser(`file=$(printf '%s\\n' "$@" | sed -n s/--print-to-pdf=//p)
{ echo %PDF-; printf '%s\\n' "$@"; } > "$file"`);
    await printPdf('report', join(folder, 'a b.html'), join(folder, 'x.pdf'), { environment });
    expect(readdirSync(folder).sort()).toEqual(['browser', 'x.pdf']);
    const words = readFileSync(join(folder, 'x.pdf'), 'utf8').split('\n');
    expect(words).toEqual(expect.arrayContaining(['--headless', '--no-pdf-header-footer']));
    expect(words.at(-2)).toMatch(/^file:\/\/\/.*\/a%20b\.html$/);
    const profile = words.find((word) => word.startsWith('--user-data-dir='))!.slice('--user-data-dir='.length);
    expect(existsSync(profile)).toBe(false);
    expect(words.find((word) => word.startsWith('--print-to-pdf='))).not.toContain('x.pdf');
  });
});

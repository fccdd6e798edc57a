import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importPackage } from '../../src/cli/import-package.ts';
import { rejectionOf } from '../helpers/errors.ts';

test('packages are found beside simdgrad, then in the folder one is in', async () => {
  expect(await importPackage('vega', '/nowhere')).toHaveProperty('View');
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-import-'));
  try {
    expect((await rejectionOf(importPackage('made-up-package', folder))).message).toContain('made-up-package');
    const made = join(folder, 'node_modules', 'made-up-package');
    mkdirSync(made, { recursive: true });
    writeFileSync(join(made, 'package.json'), '{"type":"module","exports":"./a.js"}');
    writeFileSync(join(made, 'a.js'), 'export const a = 1;');
    expect(await importPackage('made-up-package', folder)).toMatchObject({ a: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

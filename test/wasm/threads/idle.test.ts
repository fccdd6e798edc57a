import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { bundled } from '../../helpers/bundled.ts';

const [program] = await bundled('test/programs/idle-threads.ts');

it('threads sleep while there is nothing to do, and do not keep the program alive', () => {
  const printed = execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 });
  expect(Number(printed)).toBeLessThan(100);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractMember } from '../../datasets/extract-member.ts';
import { SourceError } from '../../datasets/write-file.ts';
import golden from '../golden/archives.json' with { type: 'json' };

const archive = Buffer.from(golden.archives.deflated, 'base64');
const limit = golden.files['red.csv'].length;

test('an archive damaged anywhere gives some bytes or a SourceError, and no process ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-archive-'));
  const [from, to] = [join(folder, 'archive'), join(folder, 'member')];
  // Half of the damage in the table of contents, which is what leads astray.
  const offset = fc.oneof(
    fc.nat(archive.length - 1),
    fc.integer({ min: archive.length - 250, max: archive.length - 1 }),
  );
  const damage = fc.array(fc.tuple(offset, fc.nat(255)), { minLength: 1, maxLength: 4 });
  try {
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(archive.length - 1)), async (bytes, length) => {
        const copy = Buffer.from(archive);
        for (const [at, value] of bytes) copy[at] = value;
        writeFileSync(from, copy.subarray(0, length ?? copy.length));
        rmSync(to, { force: true });
        try {
          expect((await extractMember(from, 'red.csv', to, limit)).bytes).toBeLessThanOrEqual(limit);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

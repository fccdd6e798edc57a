/** What the documents say is true: `npm run pages` brings them up to date, and says what it cannot mend. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkDocument, findingLine } from '../../pages/check-document.ts';
import { documentsIn } from '../../pages/documents.ts';
import { Page } from '../../pages/page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = documentsIn(root);

describe('documents', () => {
  it('are found, those of others and of builds aside', () => {
    for (const path of ['README.md', 'docs/decisions/0001-one-address-a-tensor.md']) expect(documents).toContain(path);
    expect(documents.filter((path) => /node_modules|^build|^dist/.test(path))).toEqual([]);
  });

  it('are the texts of their blocks', () => {
    for (const path of documents) {
      const text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
      const joined = new Page(root, path, text).blocks.map(({ token }) => token.raw).join('');
      expect(joined === text, path).toBe(true);
    }
  });

  it.each(documents)('%s', async (path) => {
    const { findings } = await checkDocument(root, path);
    expect(findings.map((finding) => findingLine(path, finding))).toEqual([]);
  });
});

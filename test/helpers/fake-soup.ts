/** A small file of made-up applications for money in the columns of alphabet-soup, for tests of what reads that by name. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatasetFile } from '../../datasets/dataset.ts';
import { RandomStream, Table } from '../../src/index.ts';

const rowCount = 600;

/** Success depends on the type and, less, on the amount; a third of the rows repeat another one but for the name. */
function columns(): Record<string, (string | number)[]> {
  const draw = new RandomStream(7, 'fake soup');
  const pick = (...values: readonly string[]): string => values[draw.integerBelow(values.length)];
  const rows: Record<string, string | number>[] = [];
  for (let i = 0; i < rowCount; i++) {
    const type = draw.integerBelow(40) === 0 ? 'T99' : pick('T3', 'T4');
    const amount = 5000 + 1000 * draw.integerBelow(40);
    const own = {
      APPLICATION_TYPE: type,
      AFFILIATION: pick('CompanySponsored', 'Independent'),
      CLASSIFICATION: pick('C1000', 'C2000'),
      ASK_AMT: amount,
      IS_SUCCESSFUL: draw.integerBelow(10) < (type === 'T3' ? 8 : 2) + (amount > 25_000 ? 1 : 0) ? 1 : 0,
    };
    const before = rows.length > 0 && i % 3 === 0 ? rows[draw.integerBelow(rows.length)] : undefined;
    rows.push({ EIN: 10_000 + i, NAME: `Organisation ${i}`, ...(before ? { ...before, EIN: 10_000 + i } : own) });
  }
  return Object.fromEntries(Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name])]));
}

const drawn = columns();

export const fakeSoup = new Table(drawn as Record<string, string[]>);

const names = Object.keys(drawn);
const text = [names.join(), ...drawn.EIN.map((_, i) => names.map((name) => drawn[name][i]).join())].join('\n');

/** What the description of alphabet-soup has to have for it. */
export const fakeSoupFiles: readonly DatasetFile[] = [
  {
    path: 'alphabet-soup/charity_data.csv',
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    sources: [],
  },
];

/** Puts it into a data folder. */
export function writeFakeSoup(folder: string): void {
  const path = join(folder, fakeSoupFiles[0].path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { redWine, whiteWine } from '../../datasets/wine-quality.ts';
import { readCsv } from '../../src/node/index.ts';
import { testWithDatasets } from '../helpers/datasets.ts';

for (const dataset of [redWine, whiteWine]) {
  testWithDatasets(`${dataset.name} is what its description says`, [dataset.file], async (path) => {
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(dataset.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(dataset.sha256);
    const table = await readCsv(path, { delimiter: dataset.delimiter });
    expect(table.rowCount).toBe(dataset.rows);
    expect(table.columnNames).toHaveLength(12);
    expect(table.columnNames).toContain(dataset.target);
  });
}

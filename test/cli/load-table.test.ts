/** Data sets by name as tables, for what learns from any table. */
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../datasets/index.ts';
import { isDatasetName, loadTable } from '../../src/cli/load-table.ts';
import { rejectionOf } from '../helpers/errors.ts';

const options = { environment: {}, download: false };

describe('a data set as a table', () => {
  it('has its numbers, its classes by their names, and what they are', async () => {
    const { table, target, task, title } = await loadTable('test', 'moons', options);
    const { x, y, classes } = await loadDataset('moons');
    expect({ target, task, title }).toEqual({ target: 'moon', task: 'binary', title: 'Moons' });
    expect(table.columnNames).toEqual(['x', 'y', 'moon']);
    expect(table.numbers('y')[7]).toBe(x.data[15]);
    expect(table.column('moon')[7]).toBe(classes[y[7]]);
  });

  it('of numbers to predict is a regression, and columns without names are counted', async () => {
    const { table, target, task } = await loadTable('test', 'friedman1', options);
    expect(task).toBe('regression');
    expect(table.columnNames).toEqual([...Array.from({ length: 10 }, (_, j) => `column${j + 1}`), target]);
  });

  it('is refused where it is in parts, or several', async () => {
    expect((await rejectionOf(loadTable('test', 'mnist', options))).message).toContain('such as digits');
    expect((await rejectionOf(loadTable('test', 'wine-quality', options))).message).toBe(
      'test: wine-quality is two data sets; choose wine-quality-red or wine-quality-white',
    );
  });

  it('is told from a file by its name', () => {
    expect(['iris', 'wine-quality', 'california-housing'].map(isDatasetName)).toEqual([true, true, true]);
    expect(['iris.csv', './iris', 'housing'].map(isDatasetName)).toEqual([false, false, false]);
  });
});

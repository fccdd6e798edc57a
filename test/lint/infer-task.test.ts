import { expect, it } from 'vitest';
import { inferTask, Table } from '../../src/index.ts';

const repeated = (values: readonly (number | string)[], times: number): never =>
  Array.from({ length: times }, () => values).flat() as never;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it.each([
  ['text of two kinds', repeated(['yes', 'no'], 5), 'binary'],
  ['text of three kinds', repeated(['oak', 'elm', 'ash'], 5), 'multi-class'],
  ['0 and 1', repeated([0, 1], 5), 'binary'],
  ['any two numbers, with gaps', repeated([0.5, -3.25, Number.NaN], 5), 'binary'],
  ['grades', repeated(range(3, 8), 5), 'multi-class'],
  ['twenty whole numbers', repeated(range(1, 20), 2), 'multi-class'],
  ['twenty-one', repeated(range(1, 21), 2), 'regression'],
  ['whole numbers that hardly repeat', repeated(range(1, 9), 1), 'regression'],
  ['halves', repeated([1, 1.5, 2], 9), 'regression'],
])('%s', (_, y, task) => {
  expect(inferTask(new Table({ y }), 'y')).toBe(task);
});

import { describe, expect, it } from 'vitest';
import { describeStatements, verdictText } from '../../../src/experiments/studies/describe-statements.ts';
import { judgeStatements, type Statement } from '../../../src/experiments/studies/judge-statements.ts';
import { targetLoss, targetText, timeToLoss } from '../../../src/experiments/studies/time-to-loss.ts';
import type { CellRun } from '../../../src/experiments/studies/train-cell.ts';

const figures = (values: readonly number[]) => new Map(values.map((value, seed) => [seed, value]));
const statement = (
  name: string,
  after: readonly number[],
  before: readonly number[] = [0.5, 0.51, 0.52, 0.49, 0.5, 0.5, 0.48, 0.5],
): Statement => ({
  ...{ name, about: 'this and that', says: 'higher' as const },
  before: figures(before),
  after: figures(after),
});
const higher = statement('one is higher', [0.6, 0.62, 0.61, 0.6, 0.59, 0.61, 0.57, 0.6]);
const lower = statement('two is higher', [0.4, 0.42, 0.41, 0.4, 0.39, 0.41, 0.37, 0.4]);
const same = statement('three is higher', [0.5, 0.51, 0.52, 0.49, 0.5, 0.5, 0.48, 0.5]);
const short = statement('four is higher', [0.9]);

describe('statements', () => {
  it('are judged together by the rule, those of less than two seeds not at all', () => {
    const judged = judgeStatements([higher, lower, same, short]);
    expect(judged.map(({ verdict }) => verdict)).toEqual(['confirmed', 'refuted', 'refuted', 'undecided']);
    expect(judged[3].judged).toBeUndefined();
    expect(judged[0].judged!.pairs).toBe(8);
    expect(verdictText(judged)).toBe(
      'Confirmed: “one is higher”. Refuted: “two is higher” and “three is higher”. Undecided: 1 of 4 statements.',
    );
    expect(verdictText(judgeStatements([short]))).toBe('All statements are undecided.');
    expect(verdictText([])).toBe('');
  });

  it('compare the seeds that both have', () => {
    const after = new Map([
      [17, 0.9],
      [2, 0.7],
      [1, 0.6],
      [0, 0.65],
    ]);
    const [judged] = judgeStatements([{ ...higher, after }]);
    expect(judged.judged!.pairs).toBe(3);
    expect(judged.judged!.mean).toBeCloseTo((0.18 + 0.09 + 0.15) / 3, 12);
  });

  it('are listed with verdict, difference and interval', () => {
    const blocks = describeStatements(judgeStatements([higher, short]));
    const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
    expect(texts[0]).toBe('1. Confirmed: one is higher (compared: this and that).');
    const table = blocks.find((block) => block.kind === 'table')!;
    expect(table.rows[0].slice(0, 3)).toEqual(['1', 'confirmed', '+10.00']);
    expect(table.rows[1]).toEqual(['2', 'undecided', '–', '–', '–']);
    expect(describeStatements([])).toEqual([]);
  });

  const remarkOf = (statements: readonly Statement[]): string =>
    describeStatements(judgeStatements(statements)).flatMap((block) =>
      block.kind === 'text' && block.tone === 'remark' ? [block.text] : [],
    )[0];

  it('say what Holm keeps, and not that all intervals hold together', () => {
    const text = remarkOf([higher, lower]);
    expect(text).toContain(
      "By Holm's correction for 2 statements the chance of finding any difference where there is none is at most 5 %",
    );
    expect(text).toContain('which is not to say that all together hold with 95 %, and are of 8 seeds.');
    expect(text).toContain('wholly within ± 0.5 points. Undecided: anything else. By Holm');
  });

  it('have differences in their own unit', () => {
    const soon = { ...higher, name: 'sooner', unit: '% of the epochs' as const };
    const table = describeStatements(judgeStatements([higher, soon])).find((block) => block.kind === 'table')!;
    expect(table.rows.map(([, , difference]) => difference)).toEqual(['+10.00', '+10.00 % of the epochs']);
    expect(table.caption).toBe('Differences, in points unless it says otherwise, paired seed by seed');
    expect(remarkOf([higher, soon])).toContain('wholly within ± 0.5 points or ± 0.5 % of the epochs.');
  });

  it('decide nothing with fewer than five seeds, and say so', () => {
    const two = statement('of two seeds', [0.75, 1], [0.5, 0.75]);
    const [judged] = judgeStatements([two]);
    expect([judged.verdict, judged.judged!.interval, judged.judged!.pValue]).toEqual(['undecided', undefined, 1]);
    expect(remarkOf([two])).toContain('Undecided: anything else, and whatever has fewer than 5 seeds.');
  });
});

describe('the time to a loss', () => {
  const run = (validationLoss: readonly number[]): CellRun => ({
    ...{ cell: 'a', seed: 0, parameters: 1, seconds: 4 },
    history: { loss: validationLoss, validationLoss, validationAccuracy: validationLoss },
  });
  const settings = { parts: { train: 65, validation: 1, test: 1 }, batchSize: 32 };

  it('is to four fifths of the way from what is known to the lowest mean', () => {
    expect(targetLoss(1, [[run([0.9, 0.4]), run([0.2, 0.3])], [run([0.8])], []])).toBeCloseTo(1 - 0.8 * 0.7, 12);
    expect(targetLoss(1, [[run([1.5])]])).toBeUndefined();
    expect(targetText('all')).toMatch(/^That loss is 80 % of the way/);
    expect(targetLoss(1, [[run([0])]])).toBeCloseTo(1 - 0.8, 12);
  });

  it('is the end of the first epoch that is there', () => {
    const time = timeToLoss([run([0.9, 0.5, 0.4, 0.6]), run([0.5, 0.9, 0.9, 0.9]), run([2, 2, 2, 2])], 0.5, settings);
    expect(time).toMatchObject({ reached: 2, runs: 3 });
    expect(time.steps!.mean).toBe((2 * 3 + 1 * 3) / 2);
    expect(time.seconds!.mean).toBe((2 + 1) / 2);
    expect(timeToLoss([run([2])], 0.5, settings).steps).toBeUndefined();
  });
});

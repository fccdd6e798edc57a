import { describe, expect, it } from 'vitest';
import { capacityStudy } from '../../../src/experiments/studies/capacity.ts';
import { findGrid, gainBySeed, meanBySeed } from '../../../src/experiments/studies/capacity-grid.ts';
import { findings } from '../../../src/experiments/studies/describe-study.ts';
import { judgeStatements } from '../../../src/experiments/studies/judge-statements.ts';
import { requireBlocks } from '../../helpers/blocks.ts';
import { fakeResults } from '../../helpers/study-results.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
/** The more units the better; dropout of 0.2 does harm to small networks and is worth something to large ones; others do nothing. */
const results = fakeResults(
  capacityStudy,
  ({ hidden: [units], dropout = 0 }, seed) => {
    const plain = 0.9 - 1 / (units + 1) + ((seed * 3) % 7) / 500;
    const added = dropout === 0.2 ? (units < 32 ? -0.05 : 0.03) + ((seed * 5) % 8) / 1000 : 0;
    return { test: plain + added, train: Math.min(1, 1 - 1 / units), validation: plain + added };
  },
  { seeds },
);

describe('the study of capacity', () => {
  it('has seven sizes with four rates, in two layers of one size', () => {
    expect(capacityStudy.cells).toHaveLength(28);
    for (const { hidden, dropout } of capacityStudy.cells) {
      expect(hidden[0]).toBe(hidden[1]);
      expect(dropout === 0 || (dropout! >= 0.2 && dropout! <= 0.5)).toBe(true);
    }
  });

  it('subtracts seed by seed', () => {
    const gains = gainBySeed(findGrid(results), 256, 0.2);
    for (const seed of seeds) expect(gains.get(seed)).toBeCloseTo(0.03 + ((seed * 5) % 8) / 1000, 12);
    expect(gainBySeed(findGrid(results), 7, 0.2).size).toBe(0);
    const mean = meanBySeed([
      new Map([
        [1, 2],
        [2, 4],
      ]),
      new Map([
        [2, 5],
        [3, 6],
      ]),
    ]);
    expect([...mean]).toEqual([[2, 4.5]]);
    expect(meanBySeed([]).size).toBe(0);
  });

  it('judges underfitting and dropout', () => {
    const judged = judgeStatements(capacityStudy.statements(results));
    expect(judged).toHaveLength(10);
    const verdict = (start: string) => judged.find(({ name }) => name.startsWith(start))!.verdict;
    expect(verdict('4 units are less accurate than the best larger size on the rows')).toBe('confirmed');
    expect(verdict('4 units are less accurate than the best larger size on the test')).toBe('confirmed');
    expect(verdict('Dropout of 20 % adds more to large')).toBe('confirmed');
    expect(verdict('Dropout of 20 % helps on the largest')).toBe('confirmed');
    expect(verdict('Dropout of 50 % adds more to large')).toBe('refuted');
    const { mean } = judged.find(({ name }) => name.startsWith('Dropout of 20 % adds more'))!.judged!;
    expect(mean).toBeCloseTo(0.08, 12);
  });

  it('compares a small size with the best of those that are larger, never with itself', () => {
    const best8 = fakeResults(
      capacityStudy,
      ({ hidden: [units] }, seed) => ({
        test: 0.8 + (units === 8 ? 0.1 : 0) + (units === 32 ? 0.05 : 0) + seed / 1000,
      }),
      { seeds },
    );
    const statements = capacityStudy.statements(best8);
    const about = (start: string) => statements.find(({ name }) => name.startsWith(start))!.about;
    expect(about('4 units are less accurate')).toBe('4 units and 8, without dropout');
    expect(about('8 units are less accurate')).toBe('8 units and 32, without dropout');
    const [, , , judged] = judgeStatements(statements);
    expect(judged.judged!.mean).toBeCloseTo(0.05, 12);
    const onlySmall = capacityStudy.cells.filter(({ hidden: [units] }) => units <= 8);
    const small = fakeResults({ cells: onlySmall }, () => ({ test: 0.5 }), { seeds });
    const [, , alone] = capacityStudy.statements(small);
    expect([alone.about, alone.before.size]).toEqual(['8 units and –, without dropout', 0]);
  });

  it('takes no network as the best of which a run failed, however good the others are', () => {
    const failing = fakeResults(
      capacityStudy,
      ({ hidden: [units], dropout = 0 }, seed) =>
        units === 4 && dropout === 0
          ? { test: 0.5, validation: 1, ...(seed > 0 && { failure: 'the loss is NaN' }) }
          : { test: 0.7 + units / 1000 - dropout / 10 },
      { seeds },
    );
    expect(capacityStudy.answer(failing)).toBe(
      'Without dropout 256 units are best on the validation part, and 95.60 % accurate on the test part; no dropout does better.',
    );
    const never = fakeResults(capacityStudy, (_, seed) => ({ test: 0.9, ...(seed === 0 && { failure: 'no' }) }));
    expect(capacityStudy.answer(never)).toBe('');
    expect(capacityStudy.statements(never)[0].about).toBe('4 units and –, without dropout');
  });

  it('gives no intervals of a look with two seeds', () => {
    const look = fakeResults(capacityStudy, () => ({ test: 0.9 }), { seeds: [0, 1] });
    const { blocks, answer } = findings(capacityStudy, look);
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(tables[1].rows[0].slice(1)).toEqual(['0.00', '–', '2']);
    expect(answer).toContain('All statements are undecided.');
  });

  it('shows accuracy, gaps and what dropout adds', () => {
    const { blocks } = findings(capacityStudy, results);
    requireBlocks(blocks);
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(tables[0].rows).toHaveLength(28);
    expect(tables[1].rows).toHaveLength(21);
    expect(tables[1].rows.find(([name]) => name === '256 units, dropout 0.2')![1]).toBe('+3.35');
    expect(capacityStudy.answer(results)).toMatch(
      /^Without dropout 256 units are best .*; of all, 256 units with a dropout of 20 % are/,
    );
    const none = fakeResults(capacityStudy, () => ({ test: 0, failure: 'no' }));
    requireBlocks(findings(capacityStudy, none).blocks);
    expect(capacityStudy.answer(none)).toBe('');
  });
});

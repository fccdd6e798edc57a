/** What is made of results that nobody trained: findings, statements and report. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/experiments/studies/cell.ts';
import { findings } from '../../../../src/experiments/studies/describe-study.ts';
import { judgeStatements } from '../../../../src/experiments/studies/judge-statements.ts';
import { aboutMethod, places, regularizationCells } from '../../../../src/experiments/studies/regularization/cells.ts';
import { epochsTo } from '../../../../src/experiments/studies/regularization/convergence.ts';
import { describeColumns } from '../../../../src/experiments/studies/regularization/describe-columns.ts';
import type { RegularizationEvidence } from '../../../../src/experiments/studies/regularization/evidence.ts';
import {
  findMethod,
  findMethods,
  sparsestAsGood,
} from '../../../../src/experiments/studies/regularization/findings.ts';
import { regularizationStudy } from '../../../../src/experiments/studies/regularization/regularization.ts';
import { sizeBins } from '../../../../src/experiments/studies/regularization/weight-figures.ts';
import { jobsOf } from '../../../../src/experiments/studies/study.ts';
import { targetLoss } from '../../../../src/experiments/studies/time-to-loss.ts';
import type { Block, ReportDocument } from '../../../../src/report/document.ts';
import { described } from '../../../helpers/described.ts';
import { fakeHeader } from '../../../helpers/fake-header.ts';
import { type FakeFigures, fakeData, fakeResults } from '../../../helpers/study-results.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

function evidence(zeros: number, off: number, isL1: boolean): RegularizationEvidence {
  const sizesAfter = sizeBins.map((_, bin) => (bin === 0 ? zeros : bin === 6 ? 100 - zeros : 0));
  const columns = {
    seen: '1'.repeat(7 - off) + '0'.repeat(off),
    constant: 0,
    names: Array.from({ length: off }, (_, i) => `column ${7 - i}`),
    ...(off > 0 && { without: { sameCell: 0.7, noPenalty: 0.71 } }),
  };
  return {
    sizesBefore: sizeBins.map((_, bin) => (bin === 6 ? 100 : 0)),
    sizesAfter,
    columnsOff: off,
    ...(isL1 && { columns }),
  };
}

/**
 * Plain networks have 0.7. L1 loses with λ from 0.001 on and is best at 0.0003; L2 wins 2 points at 0.001; batch normalisation loses and
 * converges sooner; dropout wins at 0.3, where it is best on validation, although 0.6 is better in the test.
 */
function figuresOf({ name }: Cell, seed: number): FakeFigures {
  const { method, strength } = places.find((one) => one.name === name)!;
  const noise = ((seed * 7) % 10) / 1000;
  const small = ((seed * 3) % 7) / 2000;
  const at = (best: number) => -Math.abs(Math.log10(strength / best));
  const isL1 = method === 'l1' || method === 'l1l2';
  const validation =
    method === 'l1' || method === 'l1Subgradient'
      ? 0.7 + 0.01 * Math.min(0, at(0.0003)) - (strength > 0.001 ? 0.1 : 0)
      : method === 'l2'
        ? 0.72 + 0.01 * at(0.001)
        : method === 'dropout'
          ? 0.74 - Math.abs(strength - 0.3)
          : method === 'batchNorm'
            ? 0.68
            : 0.7;
  const isDropout06 = method === 'dropout' && strength === 0.6;
  return {
    test: (isDropout06 ? 0.9 : validation) + noise + (method === 'none' ? 0 : small),
    validation: validation + noise,
    train: 0.9,
    validationLoss: method === 'batchNorm' ? [0.5, 0.45, 0.4] : [0.6, 0.5 + small, 0.4],
    evidence: evidence(
      isL1 ? Math.round(-20 * Math.log10(0.1 / (1 + strength))) : 0,
      method === 'l1' && strength >= 0.001 ? 3 : 0,
      method === 'l1',
    ),
  };
}
const results = fakeResults<RegularizationEvidence>(regularizationStudy, figuresOf, { seeds });
const all = findMethods(results);

describe('the cells', () => {
  it('are every method at every strength, with names that tell them apart', () => {
    expect(regularizationCells).toHaveLength(47);
    expect(new Set(regularizationCells.map(({ name }) => name)).size).toBe(47);
    for (const { strengths } of ['l1', 'l2', 'dropout'].map((one) => aboutMethod(one as 'l1'))) {
      expect([...strengths].sort((a, b) => a - b)).toEqual(strengths);
    }
  });

  it('say what a method is, and nothing else', () => {
    const [plain] = regularizationCells;
    for (const { name, ...cell } of regularizationCells) {
      const changed = Object.entries(cell).filter(
        ([key, value]) => plain[key as keyof Cell] !== value && key !== 'hidden',
      );
      const keys = changed
        .map(([key]) => key)
        .sort()
        .join();
      expect(keys, name).toMatch(/^(|l1|l1,l1Subgradient|l2|l1,l2|dropout|batchNorm|optimizer,weightDecay)$/);
    }
  });

  it('cost three trainings where columns are looked at', () => {
    const settings = { ...results.settings, seeds: [0] };
    const costs = jobsOf(regularizationStudy, fakeData, settings).map(({ cost }) => cost);
    const cost = (name: string): number => costs[regularizationCells.findIndex((one) => one.name === name)];
    expect(cost('L1 0.001')).toBe(3 * cost('none'));
    expect(cost('L1 subgradient 0.001')).toBe(cost('none'));
  });
});

describe('findings', () => {
  it('choose by validation, whatever the test says', () => {
    const strengthOf = (method: Parameters<typeof findMethod>[1]) => findMethod(all, method)!.chosen!.strength;
    expect(strengthOf('l1')).toBe(0.0003);
    expect(strengthOf('l2')).toBe(0.001);
    expect(strengthOf('dropout')).toBe(0.3);
    expect(findMethod(all, 'dropout')!.cells.at(-1)!.test!.mean).toBeGreaterThan(0.85);
    expect(findMethod(all, 'batchNorm')!.chosenIsAtEdge).toBe(false);
  });

  it('are means over the seeds: gap, zeros, columns', () => {
    const l1 = findMethod(all, 'l1')!.cells.find(({ strength }) => strength === 0.001)!;
    const accuracies = l1.runs.map(({ test }) => test!.accuracy);
    const mean = accuracies.reduce((sum, one) => sum + one, 0) / 10;
    expect(l1.gap!.mean).toBeCloseTo(0.9 - mean, 12);
    expect(l1.zeros!.mean).toBeCloseTo(0.2, 12);
    expect(l1.columnsOff!.mean).toBe(3);
  });

  it('take the strongest that is within a standard error of the best for the columns', () => {
    const l1 = findMethod(all, 'l1')!;
    const accuracy = l1.chosen!.validation.accuracy!;
    const least = accuracy.mean - accuracy.deviation! / Math.sqrt(10);
    const expected = l1.cells.filter((one) => one.validation.accuracy!.mean >= least).at(-1)!;
    expect(sparsestAsGood(l1)).toBe(expected);
    const one = findMethods(fakeResults<RegularizationEvidence>(regularizationStudy, figuresOf, { seeds: [0] }));
    expect(sparsestAsGood(findMethod(one, 'l1')!)).toBeUndefined();
  });

  it('choose nothing of a method before all of its cells have all seeds', () => {
    const [key] = results.runs.filter(({ cell }) => cell === 'L2 0.01');
    const partial = findMethods({ ...results, runs: results.runs.filter((run) => run !== key) });
    expect(findMethod(partial, 'l2')!.chosen).toBeUndefined();
    expect(findMethod(partial, 'l1')!.chosen).toBeDefined();
  });

  it('never choose a cell that failed', () => {
    const failing = fakeResults<RegularizationEvidence>(
      regularizationStudy,
      (cell, seed) => ({
        ...figuresOf(cell, seed),
        ...(cell.name === 'L2 0.001' && seed === 3 && { failure: 'the loss is NaN' }),
      }),
      { seeds },
    );
    expect(findMethod(findMethods(failing), 'l2')!.chosen!.strength).not.toBe(0.001);
  });
});

describe('epochs to a loss', () => {
  it('are counted along straight lines between the looks, and as 1 before the first', () => {
    expect(epochsTo(0.5, [0.6, 0.4], 2)).toBeCloseTo(1.5, 12);
    expect(epochsTo(0.65, [0.6, 0.4], 2)).toBe(1);
    expect(epochsTo(0.6, [0.6, 0.4], 2)).toBe(1);
    expect(epochsTo(0.4, [0.6, 0.4], 2)).toBe(2);
    expect(epochsTo(0.3, [0.6, 0.4], 2)).toBe(3);
  });

  it('are not judged where most runs of the two are there before anybody looks', () => {
    const soon = (batchNorm: (seed: number) => number[], plain: (seed: number) => number[]) => {
      const found = fakeResults<RegularizationEvidence>(
        regularizationStudy,
        (cell, seed) => ({
          ...figuresOf(cell, seed),
          validationLoss: (cell.name === 'batch norm' ? batchNorm : plain)(seed),
        }),
        { seeds },
      );
      const [judged] = judgeStatements(regularizationStudy.statements(found)).slice(-2);
      const table = findings(regularizationStudy, found).blocks.find(
        (one) => one.kind === 'table' && one.caption.startsWith('Epochs, of'),
      );
      return { ...judged, table };
    };
    const atOnce = [0.25, 0.2, 0.2];
    const later = (seed: number) => [0.6, 0.5 - seed / 1000, 0.2];
    const one = soon(
      () => atOnce,
      (seed) => (seed === 0 ? atOnce : later(seed)),
    );
    expect([one.verdict, one.judged]).toEqual(['undecided', undefined]);
    expect(one.about).toContain(
      'batch norm − none; not judged, since most runs of the two are there within the first epoch',
    );
    expect(one.table).toMatchObject({
      rows: expect.arrayContaining([['batch norm', '–', '1.00 ± 0.00', '10 of 10', '10']]),
    });
    const other = soon(() => atOnce, later);
    expect(other.verdict).toBe('confirmed');
    expect(other.judged!.mean).toBeLessThan(-1 / 3);
  });

  it('are told in % of the epochs, and no interval of them is longer than the training', () => {
    const [judged] = judgeStatements(regularizationStudy.statements(results)).slice(-2);
    expect(judged.unit).toBe('% of the epochs');
    expect(judged.about).toBe('epochs to a fixed validation loss, as a share of all 3: batch norm − none');
    const few = fakeResults<RegularizationEvidence>(
      regularizationStudy,
      (cell, seed) => ({
        ...figuresOf(cell, seed),
        validationLoss: cell.name === 'batch norm' && seed === 7 ? [0.6, 0.5, 0.2] : [0.6, 0.55, 0.5],
      }),
      { seeds },
    );
    const [rare] = judgeStatements(regularizationStudy.statements(few)).slice(-2);
    for (const end of rare.judged!.interval ?? []) expect(Math.abs(end)).toBeLessThanOrEqual(1);
  });

  it('are said to be to the loss that they are to', () => {
    const texts = findings(regularizationStudy, results).blocks.flatMap((one) =>
      one.kind === 'text' && one.text.startsWith('That loss is') ? [one.text] : [],
    );
    expect(texts).toHaveLength(1);
    const [, percent] = /^That loss is (\d+) % of the way/.exec(texts[0])!;
    const [run] = results.runs;
    const target = targetLoss(1, [[{ ...run, history: { ...run.history, validationLoss: [0] } }]])!;
    expect(1 - target).toBeCloseTo(Number(percent) / 100, 12);
  });
});

describe('statements', () => {
  it('say what was published, and are judged', () => {
    const judged = judgeStatements(regularizationStudy.statements(results));
    expect(Object.fromEntries(judged.map(({ name, verdict }) => [name, verdict]))).toEqual({
      'L1 0.01 lowers accuracy': 'confirmed',
      'L1 at its best strength lowers accuracy': 'refuted',
      'L2 0.01 does better than L1 0.01': 'confirmed',
      'L2 does better than L1, each at its best strength': 'confirmed',
      'Batch normalisation improves generalisation': 'refuted',
      'Dropout improves generalisation': 'confirmed',
      'Batch normalisation narrows the gap': 'refuted',
      'Dropout narrows the gap': 'confirmed',
      'Batch normalisation converges sooner': 'confirmed',
      'Dropout converges sooner': 'refuted',
    });
    expect(judged[0].about).toContain('L1 subgradient 0.01 − none');
    expect(judged[5].about).toContain('dropout 0.3 − none');
  });

  it('are undecided before there is anything to compare', () => {
    const none = { ...results, runs: results.runs.slice(0, 30) };
    expect(judgeStatements(regularizationStudy.statements(none)).map(({ verdict }) => verdict)).toEqual(
      Array(10).fill('undecided'),
    );
  });
});

describe('the report', () => {
  const headings = (blocks: readonly Block[]): string[] =>
    blocks.flatMap((one) => (one.kind === 'heading' ? [one.text] : []));
  const header = fakeHeader('study-regularization');
  const describedStudy = (study: unknown) => described({ ...header, studies: [study] });

  let whole: ReportDocument;
  beforeAll(() => {
    whole = describedStudy(results);
  });

  it('has every section', () => {
    const { blocks, answer } = whole;
    expect(headings(blocks)).toEqual([
      'Set-up',
      'Each method at its own best strength',
      'Along the strengths',
      'L1 by its proximal step and by its subgradient',
      'How large the weights are',
      'Columns that L1 switched off, and what dropping them costs',
      'How soon they converge',
      'All strengths',
      'What was published, and what became of it',
    ]);
    expect(answer).toContain('dropout 0.3 is best on the validation part');
    expect(answer).toContain('made not one of');
    expect(answer).toMatch(
      /^Without regularization test accuracy is [\d.]+ %, \d\d\.\d points below that on the rows trained on\./,
    );
    const charts = blocks.flatMap((one) => (one.kind === 'chart' ? [one.chart] : []));
    expect(charts.map(({ kind }) => kind)).toEqual([...Array(6).fill('lines'), 'heatMap', 'lines']);
    const names = charts.flatMap((one) => (one.kind === 'lines' ? [one.series.map(({ name }) => name)] : []));
    expect(names[0]).toEqual(['L1', 'L1 subgradient', 'L2', 'L1 + L2', 'none']);
    const [, near] = charts;
    if (near.kind !== 'lines') throw new Error('expected curves');
    const l1 = near.series.find(({ name }) => name === 'L1')!;
    expect(l1.points.map(({ x }) => x)).toEqual([0.00001, 0.0001, 0.0003, 0.001]); // the others cost 10 points
    const cell = findMethod(all, 'l1')!.cells[0];
    const none = findMethod(all, 'none')!.cells[0];
    expect(l1.points[0].y).toBeCloseTo(cell.test!.mean - none.test!.mean, 12);
  });

  it('shows shares of weights that are the whole together', () => {
    const chart = whole.blocks.flatMap((one) => (one.kind === 'chart' ? [one.chart] : []))[6];
    if (chart.kind !== 'heatMap') throw new Error('expected the heat map');
    expect(chart.rows.slice(0, 3)).toEqual(['before training', 'none', 'L1']);
    for (const row of chart.values) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('names the columns that are off, and shows pixels where columns are those of pictures', () => {
    // The standard error is enlarged so that a strength with columns off is as good as the best.
    const wide = fakeResults<RegularizationEvidence>(
      regularizationStudy,
      (cell, seed) => ({ ...figuresOf(cell, seed), validation: 0.5 + 0.05 * (seed % 2) }),
      { seeds: [0, 1, 2, 3] },
    );
    const tables = describeColumns(findMethods(wide)).flatMap((one) => (one.kind === 'table' ? [one] : []));
    const named = tables.find(({ caption }) => caption.includes('in how many of 4 seeds'))!;
    expect(named.rows).toContainEqual(['column 7', '4']);
    const first = describeColumns(all)
      .flatMap((one) => (one.kind === 'table' ? [one.caption] : []))
      .at(-1);
    expect(first).toContain('at λ 0.001,'); // none is off where L1 is as good as the best
    const pictures = fakeResults<RegularizationEvidence>(
      regularizationStudy,
      (cell, seed) => {
        const figures = figuresOf(cell, seed);
        const own = figures.evidence as RegularizationEvidence;
        const seen = Array.from({ length: 64 }, (_, i) => (i < 8 && seed < 2 ? '0' : '1')).join('');
        return { ...figures, evidence: { ...own, ...(own.columns && { columns: { seen, constant: 0 } }) } };
      },
      { seeds: [0, 1, 2, 3] },
    );
    const images = describeColumns(findMethods(pictures)).flatMap((one) => (one.kind === 'images' ? one.images : []));
    expect(images.map(({ width, height }) => [width, height])).toEqual(Array(8).fill([8, 8]));
    const pixels = Uint8Array.from(atob(images[0].pixels), (one) => one.charCodeAt(0));
    expect([pixels[0], pixels[63]]).toEqual([128, 255]);
  });

  it.each([0, 1, 12, 47, 60])('of a study that was stopped after %i trainings says what there is', (count) => {
    const runs = results.runs.slice(0, count);
    const missing = results.runs.slice(count).map(({ cell, seed }) => `${fakeData.name}: ${cell}, seed ${seed}`);
    const stopped = { ...results, runs, missing };
    expect(() => findings(regularizationStudy, stopped)).not.toThrow();
    expect(headings(describedStudy(stopped).blocks)).toContain('Set-up');
  });

  it('of one seed is whole, too', () => {
    const one = fakeResults<RegularizationEvidence>(regularizationStudy, figuresOf, { seeds: [3] });
    expect(headings(describedStudy(one).blocks)).toContain('How soon they converge');
  });
});

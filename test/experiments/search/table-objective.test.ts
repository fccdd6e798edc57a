/** What a search minimises, and what it never looks at. */
import { describe, expect, it } from 'vitest';
import { type NetworkParameters, usualParameters } from '../../../src/experiments/search/network-space.ts';
import { retrain } from '../../../src/experiments/search/retrain.ts';
import { searchParts } from '../../../src/experiments/search/search-parts.ts';
import { tableObjective } from '../../../src/experiments/search/table-objective.ts';
import { trainParameters } from '../../../src/experiments/search/train-parameters.ts';
import { learnedRows, planTable, testedRows } from '../../../src/experiments/table/plan.ts';
import { tableOutputs } from '../../../src/experiments/table/train-run.ts';
import type { TrialContext } from '../../../src/search/objective.ts';
import { smallTable } from '../../helpers/small-tables.ts';

const table = smallTable();
const regression = planTable('test', table, { target: ['price'], drop: ['isHigh'] });
const classes = planTable('test', table, { target: ['isHigh'], drop: ['price'] });
const split = { seed: 3, validationSize: 0.2, folds: 1 };
const training = { seed: 5, epochs: 6, patience: 2 };
const small: NetworkParameters = { ...usualParameters, units: 8, layers: 1, l2: 0, learningRate: 0.02 };

/** A trial that keeps what is reported, and is to stop after a step. */
function listening(lastStep = Number.POSITIVE_INFINITY, signal = new AbortController().signal) {
  const reports: [step: number, value: number][] = [];
  const trial: TrialContext = {
    number: 0,
    signal,
    get shouldStop() {
      return reports.length > 0 && reports[reports.length - 1][0] >= lastStep;
    },
    report: (step, value) => void reports.push([step, value]),
  };
  return { trial, reports };
}

describe('the parts of a search', () => {
  for (const [name, plan] of Object.entries({ regression, classes })) {
    it(`are the rows that are not tested on, each chosen by once with folds: ${name}`, () => {
      const learned = [...learnedRows(plan)];
      expect([...learned, ...testedRows(plan)].sort((a, b) => a - b)).toEqual(
        learned.concat([...testedRows(plan)]).sort((a, b) => a - b),
      );
      expect(new Set([...learned, ...testedRows(plan)]).size).toBe(120);
      for (const folds of [1, 4]) {
        const parts = searchParts(plan, { ...split, folds });
        expect(parts).toHaveLength(folds);
        for (const { train, validation } of parts) {
          expect([...train.rows, ...validation.rows].sort((a, b) => a - b)).toEqual(learned);
        }
        if (folds > 1) {
          expect(parts.flatMap(({ validation }) => [...validation.rows]).sort((a, b) => a - b)).toEqual(learned);
        }
      }
    });
  }

  it('are of columns learned from the rows trained on alone: these have mean 0', () => {
    for (const { train, validation } of searchParts(regression, { ...split, folds: 3 })) {
      const meanOf = ({ data, shape }: typeof train.x) => {
        let sum = 0;
        for (let i = 0; i < data.length; i += shape[1]) sum += data[i];
        return sum / shape[0];
      };
      expect(Math.abs(meanOf(train.x))).toBeLessThan(1e-6);
      expect(Math.abs(meanOf(validation.x))).toBeGreaterThan(1e-4);
    }
  });

  it('keep rows of equal features together where the plan does', () => {
    const twice = table.rows(Uint32Array.from({ length: 200 }, (_, i) => i % 50));
    const plan = planTable('test', twice, { target: ['price'], drop: ['isHigh'], groupDuplicates: true });
    for (const { train, validation } of searchParts(plan, { ...split, folds: 3 })) {
      const seen = new Set(Array.from(train.rows, (row) => row % 50));
      expect([...validation.rows].filter((row) => seen.has(row % 50))).toEqual([]);
    }
  });
});

describe('the objective of a table', () => {
  it('is the lowest validation loss, reported after each epoch as far as it is known', async () => {
    const [parts] = searchParts(regression, split);
    const { trial, reports } = listening();
    const value = await tableObjective(regression, [parts], training)(small, trial);
    const trained = (await trainParameters(small, regression, parts, training))!;
    const losses = trained.history.validationLoss!; // without a penalty: l2 is 0
    expect(value).toBe(Math.min(...losses));
    expect(trained.bestEpoch).toBe(losses.indexOf(value as number) + 1);
    expect(reports).toEqual(losses.map((_, i) => [i + 1, Math.min(...losses.slice(0, i + 1))]));
  });

  it('is the loss of the weights that are put back, on those rows, without the penalty', async () => {
    const [parts] = searchParts(regression, split);
    const penalized = { ...small, l2: 1e-2 };
    const { model, validationLoss } = (await trainParameters(penalized, regression, parts, training))!;
    expect(model.penalty().item()).toBeGreaterThan(0.01);
    const predicted = model.predict(parts.validation.x).toFloat32Array();
    const squares = predicted.reduce((sum, value, i) => sum + (value - parts.validation.y.data[i]) ** 2, 0);
    expect(squares / predicted.length).toBeCloseTo(validationLoss, 6);
  });

  it('of folds is the mean over them, reported as far as it is known', async () => {
    const folds = searchParts(classes, { ...split, folds: 3 });
    const values = [];
    for (const fold of folds) values.push((await trainParameters(small, classes, fold, training))!.validationLoss);
    const { trial, reports } = listening();
    expect(await tableObjective(classes, folds, training)(small, trial)).toBeCloseTo(
      (values[0] + values[1] + values[2]) / 3,
      12,
    );
    expect(reports.map(([step]) => step)).toEqual([1, 2, 3]);
    expect(reports[0][1]).toBe(values[0]);
    expect(reports[1][1]).toBeCloseTo((values[0] + values[1]) / 2, 12);
  });

  it('ends when the trial is to stop, within a fold and after one', async () => {
    const one = listening(2);
    await tableObjective(regression, searchParts(regression, split), training)(small, one.trial);
    expect(one.reports).toHaveLength(2);
    const two = listening(2);
    await tableObjective(regression, searchParts(regression, { ...split, folds: 3 }), training)(small, two.trial);
    expect(two.reports).toHaveLength(2);
  });

  it('has the number of parameters beside it, where that is wanted', async () => {
    const parts = searchParts(regression, split);
    const value = await tableObjective(regression, parts, { ...training, withSize: true })(small, listening().trial);
    expect(value).toEqual([expect.any(Number), parts[0].train.x.shape[1] * 8 + 8 + 8 + 1]);
  });

  it('gives up where the signal came', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    const { trial } = listening(Number.POSITIVE_INFINITY, aborted);
    await expect(tableObjective(regression, searchParts(regression, split), training)(small, trial)).rejects.toThrow(
      'enough',
    );
  });
});

describe('training once more', () => {
  it('takes all rows but those tested on, for as many epochs as told, and gives the same again', async () => {
    const again = async () => (await retrain(regression, small, { seed: 5, epochs: 3 }))!;
    const { model, train, test, transformer, targetScaler, history } = await again();
    expect([...train.rows]).toEqual([...learnedRows(regression)]);
    expect([...test.rows]).toEqual([...testedRows(regression)]);
    expect(history.loss).toHaveLength(3);
    const learned = table.rows(train.rows);
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(targetScaler!.mean[0]).toBeCloseTo(mean(learned.numbers('price')), 10);
    expect(transformer.featureNames).toEqual(['a', 'b', 'kind=blue', 'kind=red']);
    expect(await (await again()).model.fingerprint()).toBe(await model.fingerprint());
    const { truth, outputs } = tableOutputs(model, regression, { targetScaler }, test, 0.5);
    expect([...(truth as Float64Array)]).toEqual([...table.rows(test.rows).numbers('price')]);
    expect(Math.abs(mean(Float64Array.from(outputs)) - mean(Float64Array.from(truth)))).toBeLessThan(2);
  });

  it('gives up where the signal came', async () => {
    expect(await retrain(regression, small, { seed: 5, epochs: 3, signal: AbortSignal.abort() })).toBeUndefined();
  });
});

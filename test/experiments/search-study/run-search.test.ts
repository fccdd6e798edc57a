/** A search within a budget of epochs, against its trials one by one. */
import { describe, expect, it } from 'vitest';
import { networkSpace } from '../../../src/experiments/search/network-space.ts';
import { retrain } from '../../../src/experiments/search/retrain.ts';
import { trainParameters } from '../../../src/experiments/search/train-parameters.ts';
import { methodOf } from '../../../src/experiments/search-study/methods.ts';
import { runSearch } from '../../../src/experiments/search-study/run-search.ts';
import {
  aboutSearchData,
  prepareSeedTable,
  type SearchData,
} from '../../../src/experiments/search-study/study-table.ts';
import { smallTable } from '../../helpers/small-tables.ts';

const whole = smallTable();
const prices: SearchData = {
  ...{ name: 'prices', title: 'Prices', target: 'price', task: 'regression' },
  table: whole.drop(['isHigh']),
};
const highs: SearchData = {
  ...{ name: 'highs', title: 'Highs', target: 'isHigh', task: 'binary' },
  table: whole.drop(['price']),
};
const seed = 4;
const budget = { trials: 3, epochs: 9 };
const epochsOf = (trialEpochs: readonly number[]): number => trialEpochs.reduce((sum, one) => sum + one, 0);

describe('the rows of a seed', () => {
  it('are drawn, and divided into 70, 15 and 15 per cent', async () => {
    const { table, ...about } = highs;
    const { title, name, target, task } = about;
    expect(await aboutSearchData(highs, 100, 0)).toMatchObject({
      ...{ title, name, target, task, rows: 120, classes: ['no', 'yes'] },
      parts: { train: 70, validation: 15, test: 15 },
    });
    const [one, same, other] = [0, 0, 1].map((number) => prepareSeedTable(prices, 80, number).plan.table);
    expect(one.rowCount).toBe(80);
    expect(same.numbers('price')).toEqual(one.numbers('price'));
    expect(other.numbers('price')).not.toEqual(one.numbers('price'));
  });
});

describe.each([prices, highs])('a search for $name', (data) => {
  const table = prepareSeedTable(data, 120, seed);

  it('finds the lowest loss of its trials, and looks at the test part with that network', async () => {
    const run = (await runSearch('random', table, { seed, budget }))!;
    const { sampler } = methodOf('random', budget, seed);
    let used = 0;
    let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, trial: 0 };
    for (let trial = 0; trial < budget.trials; trial++) {
      const about = { number: trial, seen: [], pending: [], directions: ['minimize' as const] };
      const parameters = sampler.propose({ ...about, space: networkSpace as never }) as never;
      const trained = await trainParameters(parameters, table.plan, table.parts, { seed, epochs: 9, patience: 9 });
      used += trained!.history.loss.length;
      if (trained!.validationLoss < best.loss)
        best = { loss: trained!.validationLoss, epoch: trained!.bestEpoch, trial };
    }
    expect(run.trialEpochs).toEqual([9, 9, 9]);
    expect(used).toBe(27);
    const last = run.improvements.at(-1)!;
    expect(last).toEqual({ trial: best.trial, epochs: 9 * best.trial + best.epoch, loss: best.loss });
    expect(run.bestEpoch).toBe(best.epoch);
    const losses = run.improvements.map(({ loss }) => loss);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));

    const again = (await retrain(table.plan, run.parameters as never, { seed, epochs: best.epoch }))!;
    expect(await again.model.fingerprint()).toBe(run.fingerprint);
    const said = again.model.predict(again.test.x).toFloat32Array();
    const truth = again.test.y.data;
    const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    const errors = Array.from(said, (value, i) => (value - truth[i]) ** 2);
    if (data.task === 'regression') {
      const middle = mean(Array.from(truth));
      expect(run.test!.loss).toBeCloseTo(mean(errors), 5);
      expect(run.test!.score).toBeCloseTo(1 - mean(errors) / mean(Array.from(truth, (y) => (y - middle) ** 2)), 5);
    } else {
      expect(run.test!.score).toBe(mean(Array.from(said, (p, i) => (Number(p >= 0.5) === truth[i] ? 1 : 0))));
      expect(run.test!.loss).toBeCloseTo(mean(Array.from(said, (p, i) => -Math.log(truth[i] === 1 ? p : 1 - p))), 5);
    }
    expect(run.test!.rows).toBe(said.length);
  });
});

it('halving uses the epochs of the others, and no more, for more trials', async () => {
  const shares: number[] = [];
  const table = prepareSeedTable(prices, 120, seed);
  const onProgress = (share: number): void => void shares.push(share);
  const run = (await runSearch('halving', table, { seed, budget: { trials: 6, epochs: 9 }, onProgress }))!;
  expect(epochsOf(run.trialEpochs)).toBe(54);
  expect(run.trialEpochs.length).toBeGreaterThan(6);
  expect(run.pruned).toBe(run.trialEpochs.slice(0, -1).filter((epochs) => epochs < 9).length);
  for (const epochs of run.trialEpochs.slice(0, -1)) expect([1, 3, 9]).toContain(epochs);
  expect(shares).toEqual(Array.from({ length: 54 }, (_, i) => (i + 1) / 54));
});

it('a search that is ended is not kept', async () => {
  const table = prepareSeedTable(prices, 120, seed);
  const controller = new AbortController();
  const onProgress = (share: number): void => void (share > 0.3 && controller.abort());
  const { signal } = controller;
  expect(await runSearch('tpe', table, { seed, budget, signal, onProgress })).toBeUndefined();
  expect(await runSearch('tpe', table, { seed, budget, signal })).toBeUndefined();
});

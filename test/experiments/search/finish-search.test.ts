/** What becomes of the best trial, and of one whose weights grow without end when it is trained once more. */
import { describe, expect, it } from 'vitest';
import { finishSearch } from '../../../src/experiments/search/finish-search.ts';
import { type NetworkParameters, usualParameters } from '../../../src/experiments/search/network-space.ts';
import { searchParts } from '../../../src/experiments/search/search-parts.ts';
import { trainParameters } from '../../../src/experiments/search/train-parameters.ts';
import { planTable, testedRows } from '../../../src/experiments/table/plan.ts';
import type { Trial } from '../../../src/search/trial.ts';
import { smallTable } from '../../helpers/small-tables.ts';

const plan = planTable('test', smallTable(), { target: ['price'], drop: ['isHigh'] });
const training = { seed: 5, epochs: 6, patience: 6 };
const sound: NetworkParameters = { ...usualParameters, units: 8, layers: 1, learningRate: 0.02 };
/** Beyond every edge. */
const wild: NetworkParameters = { ...sound, optimizer: 'sgd', momentum: 0.9, learningRate: 1e6 };
const parts = (folds: number) => searchParts(plan, { seed: 3, validationSize: 0.2, folds });

const trial = (number: number, parameters: NetworkParameters, value: number, best = 3): Trial => ({
  number,
  parameters: parameters as unknown as Trial['parameters'],
  state: 'complete',
  values: [value],
  reports: [1, 2, 3, 4].map((step) => ({ step, value: step < best ? value + 1 : value })),
  seconds: 0,
});
const study = (...trials: Trial[]) => ({ trials, directions: ['minimize'] as const });

describe('finishing a search', () => {
  it('trains the best once more for its best epoch, and tests it on the rows that are kept', async () => {
    const { final, saved } = (await finishSearch(plan, parts(1), study(trial(0, sound, 0.4), trial(1, sound, 0.3)), {
      training,
    }))!;
    expect(final).toMatchObject({ trial: 1, diverged: [], epochs: 3 });
    expect(final.tested.scores.r2).toBeLessThan(1);
    expect(saved.test).toEqual(final.tested.scores);
    expect(saved.split.testSize).toBe(testedRows(plan).length / 120);
  });

  it('of folds takes the mean of their best epochs', async () => {
    const folds = parts(3);
    const epochs = [];
    for (const fold of folds) epochs.push((await trainParameters(sound, plan, fold, training))!.bestEpoch);
    const { final } = (await finishSearch(plan, folds, study(trial(0, sound, 0.3)), { training }))!;
    expect(final.epochs).toBe(Math.round((epochs[0] + epochs[1] + epochs[2]) / 3));
  });

  it('gives way to the next best where weights grow without end, and names those it passed', async () => {
    const trials = [trial(0, sound, 0.5), trial(1, wild, 0.2), trial(2, wild, 0.1), trial(3, sound, 0.4)];
    const { final } = (await finishSearch(plan, parts(1), study(...trials), { training }))!;
    expect(final).toMatchObject({ trial: 3, diverged: [2, 1] });
  });

  it('keeps none where all do, where no trial is complete, and where the signal came', async () => {
    expect(await finishSearch(plan, parts(1), study(trial(0, wild, 0.1)), { training })).toBeUndefined();
    expect(await finishSearch(plan, parts(1), study(), { training })).toBeUndefined();
    const signal = AbortSignal.abort();
    expect(await finishSearch(plan, parts(1), study(trial(0, sound, 0.1)), { training, signal })).toBeUndefined();
  });
});

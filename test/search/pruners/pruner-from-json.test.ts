import { describe, expect, test } from 'vitest';
import { AsynchronousHalving } from '../../../src/search/pruners/asynchronous-halving.ts';
import { Hyperband } from '../../../src/search/pruners/hyperband.ts';
import { MedianPruner } from '../../../src/search/pruners/median-pruner.ts';
import { prunerFrom } from '../../../src/search/pruners/pruner-from-json.ts';
import { SuccessiveHalving } from '../../../src/search/pruners/successive-halving.ts';
import { thrownBy } from '../../helpers/errors.ts';

const budgets = { maximumBudget: 27, minimumBudget: 3, reductionFactor: 2 };

describe('pruners', () => {
  test.each<[object, object]>([
    [new MedianPruner(), { name: 'median', startupTrials: 5, warmupSteps: 0, intervalSteps: 1, minimumTrials: 1 }],
    [
      new AsynchronousHalving({ minimumBudget: 2 }),
      { name: 'asynchronousHalving', minimumBudget: 2, reductionFactor: 4, earlyStoppingRate: 0 },
    ],
    [new SuccessiveHalving(budgets), { name: 'successiveHalving', ...budgets, cohort: 8 }],
    [new Hyperband(budgets), { name: 'hyperband', ...budgets }],
  ])('come back from JSON: %o', (pruner, json) => {
    const text = JSON.stringify(pruner);
    expect(JSON.parse(text)).toEqual(json);
    const again = prunerFrom(JSON.parse(text));
    expect(again).toEqual(pruner);
    expect(again.constructor).toBe(pruner.constructor);
  });

  type Row = [make: () => unknown, kind: new (...of: never[]) => Error, message: string];
  test.each<Row>([
    [
      () => new MedianPruner({ startupTrials: -1 }),
      RangeError,
      'MedianPruner: startupTrials must be a whole number of at least 0, got -1',
    ],
    [
      () => new MedianPruner({ warmupSteps: 0.5 }),
      RangeError,
      'MedianPruner: warmupSteps must be a whole number of at least 0, got 0.5',
    ],
    [
      () => new MedianPruner({ intervalSteps: 0 }),
      RangeError,
      'MedianPruner: intervalSteps must be a whole number of at least 1, got 0',
    ],
    [
      () => new MedianPruner({ minimumTrials: '2' as never }),
      TypeError,
      'MedianPruner: minimumTrials must be a number, got "2"',
    ],
    [
      () => new MedianPruner({ warmupStep: 3 } as object),
      TypeError,
      "MedianPruner: unknown option 'warmupStep'; did you mean 'warmupSteps'?",
    ],
    [
      () => new AsynchronousHalving({ minimumBudget: 0 }),
      RangeError,
      'AsynchronousHalving: minimumBudget must be a whole number of at least 1, got 0',
    ],
    [
      () => new AsynchronousHalving({ reductionFactor: 1 }),
      RangeError,
      'AsynchronousHalving: reductionFactor must be a whole number of at least 2, got 1',
    ],
    [() => new AsynchronousHalving({ reductionFactor: 2.5 }), RangeError, 'at least 2, got 2.5'],
    [
      () => new AsynchronousHalving({ earlyStoppingRate: Number.NaN }),
      RangeError,
      'earlyStoppingRate must be a whole number of at least 0, got NaN',
    ],
    [() => new AsynchronousHalving({ eta: 3 } as object), TypeError, "AsynchronousHalving: unknown option 'eta'"],
    [
      () => new SuccessiveHalving({} as never),
      TypeError,
      'SuccessiveHalving: maximumBudget must be a number, got undefined',
    ],
    [
      () => new SuccessiveHalving(undefined as never),
      TypeError,
      'SuccessiveHalving: options must be an object, got null',
    ],
    [
      () => new SuccessiveHalving({ maximumBudget: 2 }),
      RangeError,
      'SuccessiveHalving: maximumBudget must be at least minimumBudget · reductionFactor (1 · 3), or nothing is halved, got 2',
    ],
    [
      () => new SuccessiveHalving({ maximumBudget: 9, cohort: 2 }),
      RangeError,
      'SuccessiveHalving: cohort must be a whole number of at least 3, got 2',
    ],
    [
      () => new Hyperband({ maximumBudget: 81, minimumBudget: 30 }),
      RangeError,
      'Hyperband: maximumBudget must be at least minimumBudget · reductionFactor (30 · 3), or nothing is halved, got 81',
    ],
    [
      () => new Hyperband({ maximumBudget: Number.POSITIVE_INFINITY }),
      RangeError,
      'Hyperband: maximumBudget must be a whole number of at least 1, got Infinity',
    ],
    [() => new Hyperband({ maximumBudget: 81, cohort: 3 } as never), TypeError, "Hyperband: unknown option 'cohort'"],
    [() => prunerFrom(null as never), TypeError, 'prunerFrom: expected { name, … }, got null'],
    [
      () => prunerFrom({ name: 'mean' }),
      RangeError,
      "prunerFrom: name must be one of 'median', 'asynchronousHalving', 'successiveHalving', 'hyperband', got \"mean\"",
    ],
    [() => prunerFrom({ name: 'median', startupTrials: -1 }), RangeError, 'MedianPruner: startupTrials'],
  ])('a wrong call: %#', (make, kind, message) => {
    const error = thrownBy(make);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });
});

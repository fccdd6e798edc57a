import { describe, expect, it } from 'vitest';
import { Dense, reduceOnPlateau, Sequential, Sgd, schedules } from '../../src/index.ts';
import { rejectionOf, thrownBy } from '../helpers/errors.ts';
import { feed, named } from '../helpers/fake-run.ts';
import { linear } from '../helpers/training-data.ts';

describe('the learning rate of each epoch, by sequences worked out by hand', () => {
  const figure = 'validationLoss';
  const rows: [string, Parameters<typeof reduceOnPlateau>[0], number[], number[]][] = [
    // what, options, figures, the rates that the epochs are trained with (from 1)
    [
      'two in a row that are no better',
      { factor: 0.5, patience: 2 },
      [5, 4, 4, 4, 4, 4, 4],
      [1, 1, 1, 1, 0.5, 0.5, 0.25],
    ],
    [
      'a better one begins the count anew',
      { factor: 0.5, patience: 2 },
      [5, 6, 4, 6, 3, 6, 6, 6],
      [1, 1, 1, 1, 1, 1, 1, 0.5],
    ],
    ['patience 1', { factor: 0.5, patience: 1 }, [5, 5, 5, 5], [1, 1, 0.5, 0.25]],
    ['patience 0 is patience 1', { factor: 0.5, patience: 0 }, [5, 5, 5, 5], [1, 1, 0.5, 0.25]],
    [
      'better by more than minimumDelta',
      { factor: 0.5, patience: 1, minimumDelta: 0.5 },
      [5, 4.5, 4.25, 4],
      [1, 1, 0.5, 0.5],
    ],
    ['1e-4 unless set', { factor: 0.5, patience: 1 }, [1, 0.99995, 0.9998, 1], [1, 1, 0.5, 0.5]],
    // After a reduction, the cooldown counts down with each epoch, and the last of them counts again.
    [
      'cooldown 2',
      { factor: 0.5, patience: 1, cooldown: 2 },
      [5, 5, 5, 5, 5, 5, 5],
      [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125],
    ],
    [
      'cooldown 3, patience 2',
      { factor: 0.5, patience: 2, cooldown: 3 },
      [5, 5, 5, 5, 5, 5, 5, 5],
      [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25],
    ],
    ['not below minimumRate', { factor: 0.25, patience: 1, minimumRate: 0.1 }, [5, 5, 5, 5, 5], [1, 1, 0.25, 0.1, 0.1]],
    ['NaN is no better', { factor: 0.5, patience: 2 }, [Number.NaN, Number.NaN, 4, 5], [1, 1, 0.5, 0.5]],
  ];

  it.each(rows)('%s', async (_, options, values, rates) => {
    const callback = reduceOnPlateau(options);
    for (let again = 0; again < 2; again++) expect((await feed(callback, named(figure, values))).rates).toEqual(rates);
  });

  it('of figures that should be high', async () => {
    const callback = reduceOnPlateau({ monitor: 'validationAccuracy', factor: 0.5, patience: 1 });
    const values = [0.5, 0.6, 0.6, 0.7, 0.1];
    expect((await feed(callback, named('validationAccuracy', values))).rates).toEqual([1, 1, 1, 0.5, 0.5]);
  });
});

it('in training: the history shows it, and the steps go by it', async () => {
  const { x, y } = linear(30);
  const train = async (callbacks: ReturnType<typeof reduceOnPlateau>[]) => {
    const model = new Sequential([new Dense(1)], { inputShape: [3], seed: 1 });
    const optimizer = new Sgd({ learningRate: 0.3 }); // too much for so few rows
    return model.fit(x, y, {
      loss: 'meanSquaredError',
      optimizer,
      epochs: 40,
      batchSize: 4,
      validationSplit: 0.3,
      callbacks,
    });
  };
  const plain = await train([]);
  const reduced = await train([reduceOnPlateau({ factor: 0.5, patience: 2 })]);
  expect(new Set(reduced.learningRate).size).toBeGreaterThan(2);
  reduced.learningRate.slice(1).forEach((rate, i) => {
    expect([1, 0.5]).toContain(rate / reduced.learningRate[i]);
  });
  expect(reduced.validationLoss![39]).toBeLessThan(plain.validationLoss![39]);
});

it('refuses options that make no sense, and a learning rate that is a schedule', async () => {
  const calls: [unknown, RegExp][] = [
    [{ factor: 1 }, /factor must be in \(0, 1\), got 1/],
    [{ factor: 0 }, /factor must be in \(0, 1\), got 0/],
    [{ factor: '0.5' }, /factor must be in \(0, 1\), got 0.5/],
    [{ patience: -1 }, /patience/],
    [{ cooldown: 0.5 }, /cooldown/],
    [{ minimumRate: -1 }, /minimumRate must be at least 0/],
    [{ minDelta: 1 }, /unknown option 'minDelta'/],
    [{ monitor: 'own' }, /set mode/],
  ];
  for (const [options, message] of calls) {
    expect(thrownBy(() => reduceOnPlateau(options as never)).message).toMatch(message);
  }
  const optimizer = new Sgd({ learningRate: schedules.cosineDecay({ initial: 1, steps: 5 }) });
  const run = feed(reduceOnPlateau(), named('validationLoss', [1]), { optimizer });
  expect((await rejectionOf(run)).message).toMatch(
    /reduceOnPlateau: the learning rate of Sgd is a schedule; give the optimizer a number/,
  );
});

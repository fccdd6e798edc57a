import { describe, expect, it } from 'vitest';
import { Adam, BatchNorm, type Callback, Dense, Dropout, earlyStopping, Sequential, Trainer } from '../../src/index.ts';
import { rejectionOf, thrownBy } from '../helpers/errors.ts';
import { feed, named } from '../helpers/fake-run.ts';
import { classified } from '../helpers/training-data.ts';

describe('when to stop, by sequences worked out by hand', () => {
  const rows: [
    string,
    Parameters<typeof earlyStopping>[0],
    string,
    number[],
    number | undefined,
    number | undefined,
  ][] = [
    // what, options, figure, its values, stopped after epoch, best epoch (both from 0)
    ['the first that is no better', {}, 'validationLoss', [3, 2, 2.5, 1], 2, 1],
    ['an equal figure is no better', {}, 'validationLoss', [3, 3, 1], 1, 0],
    ['patience 1 is patience 0', { patience: 1 }, 'validationLoss', [3, 2, 2.5, 1], 2, 1],
    ['two in a row', { patience: 2 }, 'validationLoss', [5, 4, 4.5, 3, 3.1, 3, 2], 5, 3],
    ['a better one begins the count anew', { patience: 3 }, 'validationLoss', [5, 6, 6, 4, 6, 6, 6, 1], 6, 3],
    ['never, where it gets better and better', { patience: 2 }, 'validationLoss', [5, 4, 3, 2], undefined, 3],
    ['never, where patience lasts', { patience: 3 }, 'validationLoss', [5, 6, 7], undefined, 0],
    ['by at least so much', { minimumDelta: 0.5, patience: 2 }, 'validationLoss', [5, 4.75, 4.5, 4], 2, 0],
    ['by more than so much', { minimumDelta: 0.5, patience: 2 }, 'validationLoss', [5, 4.75, 4.375, 4.25, 4], 4, 2],
    [
      'accuracy should be high',
      { monitor: 'validationAccuracy', patience: 2 },
      'validationAccuracy',
      [0.5, 0.6, 0.5, 0.6],
      3,
      1,
    ],
    ['the loss of training', { monitor: 'loss' }, 'loss', [1, 0.5, 0.75], 2, 1],
    ['a metric of one’s own, told which way', { monitor: 'profit', mode: 'higher' }, 'profit', [1, 2, 1], 2, 1],
    ['the other way round', { monitor: 'validationAccuracy', mode: 'lower' }, 'validationAccuracy', [3, 1, 2], 2, 1],
    [
      'NaN is never better',
      { monitor: 'own', mode: 'lower', patience: 2 },
      'own',
      [Number.NaN, 3, Number.NaN, 2, Number.NaN, 4, 1],
      5,
      3,
    ],
    ['only NaN', { monitor: 'own', mode: 'lower', patience: 2 }, 'own', [Number.NaN, Number.NaN, 1], 1, undefined],
    ['Infinity first', { patience: 2 }, 'validationLoss', [Number.POSITIVE_INFINITY, 3, 4, 5], 3, 1],
  ];

  it.each(rows)('%s', async (_, options, monitor, values, stoppedEpoch, bestEpoch) => {
    const stopping = earlyStopping(options);
    expect([stopping.best, stopping.bestEpoch, stopping.stoppedEpoch]).toEqual([undefined, undefined, undefined]);
    for (let again = 0; again < 2; again++) {
      const run = await feed(stopping, named(monitor, values)); // every training begins afresh
      expect(run.stopped?.epoch).toBe(stoppedEpoch);
      expect(stopping.stoppedEpoch).toBe(stoppedEpoch);
      expect(stopping.bestEpoch).toBe(bestEpoch);
      expect(stopping.best).toBe(bestEpoch === undefined ? undefined : values[bestEpoch]);
      if (stoppedEpoch === undefined) continue;
      const best = bestEpoch === undefined ? 'never a number' : `best in epoch ${bestEpoch + 1}`;
      expect(run.stopped!.reason).toBe(`${monitor} was ${best}`);
    }
  });

  it('refuses options that make no sense, and figures that there are not', async () => {
    const calls: [unknown, RegExp][] = [
      [{ patience: -1 }, /patience must be a whole number of at least 0, got -1/],
      [{ patience: 1.5 }, /patience/],
      [{ minimumDelta: -0.1 }, /minimumDelta must be at least 0, got -0.1/],
      [{ monitor: 'profit' }, /whether 'profit' should be low or high is not known; set mode: 'lower' or 'higher'/],
      [{ monitor: 3 }, /monitor must be a figure's name, got 3/],
      [{ mode: 'min' }, /mode must be one of 'lower', 'higher', got "min"/],
      [{ restoreBest: 'yes' }, /restoreBest must be true or false, got "yes"/],
      [{ restoreBestWeights: true }, /unknown option 'restoreBestWeights' Known options: monitor/],
    ];
    for (const [options, message] of calls) {
      expect(thrownBy(() => earlyStopping(options as never)).message).toMatch(message);
    }
    expect((await rejectionOf(feed(earlyStopping(), named('loss', [1])))).message).toMatch(
      /earlyStopping: no figure is named 'validationLoss'; give fit validationData or validationSplit Figures: loss/,
    );
    const known = earlyStopping({ monitor: 'validationF1' });
    expect((await rejectionOf(feed(known, [{ loss: 1, validationLoss: 2 }]))).message).toMatch(
      /Figures: loss, validationLoss/,
    );
  });
});

describe('the best weights', () => {
  const { x, y } = classified(120, 3, 4, 7);
  const make = () => {
    const model = new Sequential(
      [
        new Dense(12, { activation: 'relu' }),
        new BatchNorm({ momentum: 0.5 }),
        new Dropout(0.3),
        new Dense(3, { activation: 'softmax' }),
      ],
      { inputShape: [4], seed: 5 },
    );
    return {
      model,
      trainer: new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.05 }) }),
    };
  };
  const data = { validationSplit: 0.3, batchSize: 16 };

  /** Notes the fingerprint after each epoch. */
  function noting(model: Sequential): Callback & { readonly prints: string[] } {
    const prints: string[] = [];
    return {
      prints,
      async onEpochEnd() {
        prints.push(await model.fingerprint());
      },
    };
  }

  it('are there again when it has stopped', async () => {
    const { model, trainer } = make();
    const [stopping, notes] = [earlyStopping({ patience: 6 }), noting(model)];
    const history = await trainer.fit(x, y, { ...data, epochs: 500, callbacks: [notes, stopping] });
    expect(stopping.stoppedEpoch).toBe(stopping.bestEpoch! + 6);
    expect(history.loss).toHaveLength(stopping.stoppedEpoch! + 1);
    expect(stopping.best).toBe(Math.min(...history.validationLoss!));
    expect(await model.fingerprint()).toBe(notes.prints[stopping.bestEpoch!]);
    expect(trainer.stopReason).toBe(`validationLoss was best in epoch ${stopping.bestEpoch! + 1}`);
  });

  it('when epochs run out', async () => {
    const { model, trainer } = make();
    const [stopping, notes] = [earlyStopping({ patience: 1000 }), noting(model)];
    const history = await trainer.fit(x, y, { ...data, epochs: 40, callbacks: [stopping, notes] });
    expect(history.loss).toHaveLength(40);
    expect(stopping.stoppedEpoch).toBeUndefined();
    expect(stopping.bestEpoch).toBeLessThan(39);
    expect(await model.fingerprint()).toBe(notes.prints[stopping.bestEpoch!]);
    expect(trainer.stopReason).toBeUndefined();
  });

  it('when training is aborted in the midst of an epoch', async () => {
    const { model, trainer } = make();
    const stopper = new AbortController();
    const [stopping, notes] = [earlyStopping({ patience: 1000 }), noting(model)];
    function* source(epoch: number) {
      for (let i = 0; i < 96; i += 16) {
        if (epoch === 20 && i === 48) stopper.abort();
        yield { x: x.slice(i, i + 16), y: y.slice(i, i + 16) };
      }
    }
    const validationData = [x.slice(96), y.slice(96)] as const;
    const options = { epochs: 100, validationData, signal: stopper.signal, callbacks: [notes, stopping] };
    const history = await trainer.fit(source, undefined, options);
    expect(history.loss).toHaveLength(20);
    expect(trainer.optimizer.steps).toBe(20 * 6 + 4); // the batch at which it was aborted was given already
    expect(await model.fingerprint()).toBe(notes.prints[stopping.bestEpoch!]);
  });

  it('when training ends by an error', async () => {
    const { model, trainer } = make();
    const [stopping, notes] = [earlyStopping({ patience: 1000 }), noting(model)];
    const failing: Callback = {
      onEpochEnd(epoch) {
        if (epoch === 15) throw new Error('the disk is full');
      },
    };
    const run = trainer.fit(x, y, { ...data, epochs: 50, callbacks: [notes, stopping, failing] });
    await expect(run).rejects.toThrow('the disk is full');
    expect(notes.prints).toHaveLength(16);
    expect(await model.fingerprint()).toBe(notes.prints[stopping.bestEpoch!]);

    const other = make();
    const [again, prints] = [earlyStopping({ patience: 1000 }), noting(other.model)];
    const wild: Callback = {
      onEpochEnd(epoch, _figures, { optimizer }) {
        if (epoch === 3) optimizer.learningRate = 3e38;
      },
    };
    const diverging = other.trainer.fit(x, y, { ...data, epochs: 50, callbacks: [prints, again, wild] });
    expect((await rejectionOf(diverging)).name).toBe('NonFiniteError');
    expect(await other.model.fingerprint()).toBe(prints.prints[again.bestEpoch!]);
  });

  it('stay away if they are not asked for', async () => {
    const { model, trainer } = make();
    const [stopping, notes] = [earlyStopping({ patience: 3, restoreBest: false }), noting(model)];
    await trainer.fit(x, y, { ...data, epochs: 500, callbacks: [notes, stopping] });
    expect(await model.fingerprint()).toBe(notes.prints.at(-1));
  });

  it("of a model of one's own: parameters and states", async () => {
    const { model } = make();
    const plain = {
      forward: (input: never, options: never) => model.forward(input, options),
      logits: (input: never, options: never) => model.logits(input, options),
      parameters: () => model.parameters(),
      states: () => model.states(),
    };
    const trainer = new Trainer(plain, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.05 }) });
    const [stopping, notes] = [earlyStopping({ patience: 5 }), noting(model)];
    await trainer.fit(x, y, { ...data, epochs: 300, callbacks: [notes, stopping] });
    expect(stopping.stoppedEpoch).toBeDefined();
    expect(await model.fingerprint()).toBe(notes.prints[stopping.bestEpoch!]);
  });
});

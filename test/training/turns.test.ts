/** While `fit` runs, others have their turn: timers, signals, progress. */
import { describe, expect, it } from 'vitest';
import { BatchNorm, Dense, Dropout, type FitProgress, Sequential, Trainer } from '../../src/index.ts';
import { classified } from '../helpers/training-data.ts';

const data = classified(400, 3);
const model = (): Sequential =>
  new Sequential(
    [new Dense(64, { activation: 'relu' }), new BatchNorm(), new Dropout(0.3), new Dense(3, { activation: 'softmax' })],
    { inputShape: [4], seed: 6 },
  );
/** Takes 100,000 rows in about 0.3 s, so that several turns fall into their validation also on a machine four times as fast. */
const slowModel = (): Sequential =>
  new Sequential(
    [
      new Dense(256, { activation: 'relu' }),
      new Dense(256, { activation: 'relu' }),
      new Dense(3, { activation: 'softmax' }),
    ],
    { inputShape: [4], seed: 6 },
  );
const trainerOf = (one: Sequential) => new Trainer(one, { loss: 'crossEntropy', optimizer: 'adam' });

/** The longest time that a timer of 1 ms was kept waiting while `run` went on, in ms. */
async function longestWait(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  try {
    await run();
    longest = Math.max(longest, performance.now() - last);
  } finally {
    clearInterval(timer);
  }
  return longest;
}

// 50 ms between turns, and as much again for a machine that has other things to do; the median of three runs.
async function typicalWait(run: () => Promise<unknown>): Promise<number> {
  const waits = [await longestWait(run), await longestWait(run), await longestWait(run)];
  return waits.sort((a, b) => a - b)[1];
}

describe('timers', () => {
  it('fire while epochs run', async () => {
    const trainer = trainerOf(model());
    trainer.step(data.x, data.y);
    const epochs = 400; // about 400 ms
    expect(await typicalWait(() => trainer.fit(data.x, data.y, { epochs }))).toBeLessThan(120);
  });

  it('fire while many rows are validated', async () => {
    const trainer = trainerOf(slowModel());
    const rows = 100_000;
    const many = new Float32Array(rows * 4);
    for (let i = 0; i < many.length; i++) many[i] = data.x[(i >> 2) % 400][i % 4];
    const labels = Uint8Array.from({ length: rows }, (_, i) => data.y[i % 400]);
    const x = { data: many, shape: [rows, 4] };
    let waited = 0;
    await trainer.fit(data.x, data.y, {
      validationData: [x, labels],
      callbacks: [{ onProgress: () => void waited++ }],
    });
    expect(waited).toBeGreaterThan(0);
    const epochs = async () => trainer.fit(data.x, data.y, { validationData: [x, labels] });
    expect(await typicalWait(epochs)).toBeLessThan(200); // checking the rows comes first, and takes no turns
  });

  it('fire while batches come one by one', async () => {
    const trainer = trainerOf(model());
    function* source() {
      for (let i = 0; i < 400; i += 8) yield { x: data.x.slice(i, i + 8), y: data.y.slice(i, i + 8) };
    }
    expect(await typicalWait(() => trainer.fit(source, undefined, { epochs: 60 }))).toBeLessThan(120);
  });
});

describe('a signal', () => {
  it('ends training after a step; what was learned stays, and whole epochs are reported', async () => {
    const one = model();
    const trainer = trainerOf(one);
    const stopper = new AbortController();
    const seen: number[] = [];
    const history = await trainer.fit(data.x, data.y, {
      epochs: 100_000,
      signal: stopper.signal,
      callbacks: [{ onEpochEnd: (epoch) => void seen.push(epoch) }],
      onProgress: ({ epoch }) => epoch > 5 && stopper.abort(),
    });
    expect(trainer.stopReason).toBe('aborted');
    expect(history.loss).toHaveLength(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(trainer.optimizer.steps).toBe(one.counter.value); // no step half done
    expect(() => trainer.step(data.x, data.y)).not.toThrow();
    await trainer.fit(data.x, data.y);
    expect(trainer.stopReason).toBeUndefined();
  });

  it('given before the start changes nothing', async () => {
    const one = model();
    const before = await one.fingerprint();
    const trainer = trainerOf(one);
    const calls: string[] = [];
    const note = (name: string) => () => void calls.push(name);
    const history = await trainer.fit(data.x, data.y, {
      signal: AbortSignal.abort(),
      callbacks: [
        {
          onTrainBegin: note('begin'),
          onEpochBegin: note('epoch'),
          onEpochEnd: note('epoch'),
          onTrainEnd: note('end'),
        },
      ],
    });
    expect(history).toEqual({ loss: [], penalty: [], learningRate: [] });
    expect(trainer.stopReason).toBe('aborted');
    expect(calls).toEqual(['begin', 'end']);
    expect(await one.fingerprint()).toBe(before);
    expect(one.counter.value).toBe(0);
  });

  it('given after the last step is too late', async () => {
    const stopper = new AbortController();
    const trainer = trainerOf(model());
    const callbacks = [{ onEpochEnd: (epoch: number) => void (epoch === 1 && stopper.abort()) }];
    const history = await trainer.fit(data.x, data.y, { epochs: 2, signal: stopper.signal, callbacks });
    expect(history.loss).toHaveLength(2);
    expect(trainer.stopReason).toBeUndefined();
  });

  it('during validation drops the epoch under way', async () => {
    const stopper = new AbortController();
    const trainer = trainerOf(slowModel());
    const rows = 100_000;
    const labels = Uint8Array.from({ length: rows }, (_, i) => i % 3);
    const history = await trainer.fit(data.x.slice(0, 32), data.y.slice(0, 32), {
      validationData: [{ data: new Float32Array(rows * 4), shape: [rows, 4] }, labels],
      signal: stopper.signal,
      onProgress: ({ step }) => step === 1 && stopper.abort(),
    });
    expect(history.loss).toEqual([]);
    expect(trainer.stopReason).toBe('aborted');
  });
});

describe('progress', () => {
  it('comes about every 50 ms, with figures that make sense, to the option and to callbacks', async () => {
    const epochs = 4000; // some 0.3 s
    const trainer = trainerOf(model());
    const told: FitProgress[] = [];
    const byCallback: FitProgress[] = [];
    const begin = performance.now();
    await trainer.fit(data.x, data.y, {
      epochs,
      batchSize: 50,
      onProgress: (progress) => told.push(progress),
      callbacks: [{ onProgress: (progress, run) => void (run.epochs === epochs && byCallback.push(progress)) }],
    });
    const seconds = (performance.now() - begin) / 1000;
    expect(byCallback).toEqual(told);
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThanOrEqual(seconds / 0.05 + 1);
    told.forEach((progress, i) => {
      const { epoch, step, steps, loss, samplesPerSecond, secondsElapsed, secondsLeft } = progress;
      expect([progress.epochs, steps]).toEqual([epochs, 8]);
      expect(step).toBeGreaterThanOrEqual(1);
      expect(step).toBeLessThanOrEqual(8);
      expect(Number.isFinite(loss)).toBe(true);
      const before = told[i - 1];
      if (before) {
        expect(secondsElapsed - before.secondsElapsed).toBeGreaterThanOrEqual(0.045);
        expect(epoch * 8 + step).toBeGreaterThan(before.epoch * 8 + before.step);
      }
      // Short epochs count in full, though most of them pass between two reports.
      const rows = (epoch - 1) * 400 + step * 50;
      expect(samplesPerSecond * secondsElapsed).toBeCloseTo(rows, 3);
      const done = (epoch - 1 + step / 8) / epochs;
      expect(secondsLeft! + secondsElapsed).toBeCloseTo(secondsElapsed / done, 3);
    });
  });

  it('does not know the steps of the first epoch of an iterable, and then does', async () => {
    const trainer = trainerOf(model());
    const told: FitProgress[] = [];
    async function* source() {
      for (let i = 0; i < 3; i++) {
        await new Promise((resume) => setTimeout(resume, 60));
        yield { x: data.x.slice(0, 8), y: data.y.slice(0, 8) };
      }
    }
    await trainer.fit(source, undefined, { epochs: 2, onProgress: (progress) => told.push(progress) });
    expect(told.map(({ steps }) => steps)).toEqual([undefined, undefined, undefined, 3, 3, 3]);
    expect(told.map(({ secondsLeft }) => secondsLeft === undefined)).toEqual([true, true, true, false, false, false]);
    expect(told.at(-1)!.secondsLeft).toBe(0);
  });

  it('goes on with the epoch it is told to begin with', async () => {
    const trainer = trainerOf(model());
    const epochs: number[] = [];
    await trainer.fit(data.x, data.y, {
      epochs: 320,
      initialEpoch: 20,
      onProgress: ({ epoch }) => epochs.push(epoch),
    });
    expect(epochs[0]).toBeGreaterThan(20);
    const nothing = await trainer.fit(data.x, data.y, { epochs: 3, initialEpoch: 3 });
    expect(nothing.loss).toEqual([]);
  });
});

it('a model is trained by one fit at a time', async () => {
  const one = model();
  const first = trainerOf(one).fit(data.x, data.y, { epochs: 200 });
  await expect(trainerOf(one).fit(data.x, data.y)).rejects.toThrow(
    'fit: this model is being trained already; await the fit before',
  );
  await first;
  await trainerOf(one).fit(data.x, data.y);
});

import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Callback, Dense, type FitProgress, Sequential, Sgd, type TrainingRun } from '../../src/index.ts';
import { progressBar } from '../../src/node/index.ts';
import { thrownBy } from '../helpers/errors.ts';
import { classified } from '../helpers/training-data.ts';

/** A stream that keeps what is written to it. */
function keeping({ isTTY = false, columns = 120 } = {}) {
  let kept = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      kept += chunk;
      done();
    },
  });
  return Object.assign(stream, { isTTY, columns, text: () => kept });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor begins with one
const movesCursor = /\x1b(?:\[\??\d*[A-Za-z]|[78])|\n/;

afterEach(() => {
  vi.unstubAllEnvs();
});

const run = (epochs: number, initialEpoch = 0): TrainingRun => ({
  model: new Sequential([new Dense(1)], { inputShape: [1] }),
  optimizer: new Sgd(),
  history: { loss: [], penalty: [], learningRate: [] },
  epochs,
  initialEpoch,
  stop() {},
});
const figures = { loss: 0.43217, penalty: 0.01, learningRate: 0.001, accuracy: 0.75, validationLoss: 0.5127 };
const progress = (over: Partial<FitProgress>): FitProgress => ({
  epoch: 3,
  epochs: 20,
  step: 10,
  steps: 20,
  loss: 0.43217,
  samplesPerSecond: 48_213,
  secondsElapsed: 2,
  secondsLeft: 8.2,
  ...over,
});

describe('where nobody is looking', () => {
  it('a line for each epoch', async () => {
    const stream = keeping();
    const bar = progressBar({ stream });
    const state = run(11, 9);
    await bar.onTrainBegin!(state);
    bar.onProgress?.(progress({}), state);
    await bar.onEpochEnd!(9, figures, state);
    await bar.onEpochEnd!(10, { loss: 1e-5, penalty: 0, learningRate: 1 }, state);
    await bar.onTrainEnd?.(state);
    expect(stream.text()).toBe(
      'epoch 10/11  loss 0.4322  accuracy 0.7500  validation loss 0.5127  0 s left\nepoch 11/11  loss 1.000e-5\n',
    );
  });

  it('also in a terminal that cannot move its cursor', async () => {
    vi.stubEnv('TERM', 'dumb');
    const stream = keeping({ isTTY: true });
    const bar = progressBar({ stream });
    await bar.onEpochEnd!(0, figures, run(1));
    expect(stream.text()).toBe('epoch 1/1  loss 0.4322  accuracy 0.7500  validation loss 0.5127\n');
  });
});

describe('in a terminal', () => {
  /** What the bar draws at last, after these calls. */
  async function lastLine(calls: (bar: Callback, state: TrainingRun) => unknown, columns = 130): Promise<string> {
    const stream = keeping({ isTTY: true, columns });
    const bar = progressBar({ stream });
    const state = run(20);
    await bar.onTrainBegin!(state);
    await calls(bar, state);
    await bar.onTrainEnd!(state); // draws the last state
    const parts = stream.text().split(movesCursor);
    return parts.filter((part) => part !== '').at(-1)!;
  }

  it('a bar that fills with the epoch: loss, time left, speed', async () => {
    const halfway = await lastLine((bar, state) => bar.onProgress!(progress({}), state));
    expect(halfway).toBe(`${'█'.repeat(15)}${'░'.repeat(15)} epoch  3/20  loss 0.4322  8 s left  48,200 samples/s`);
  });

  it('after an epoch its figures, which stay while the next one goes on', async () => {
    const ended = await lastLine((bar, state) => bar.onEpochEnd!(2, figures, state));
    expect(ended).toBe(`${'█'.repeat(30)} epoch  3/20  loss 0.4322  accuracy 0.7500  validation loss 0.5127`);
    const next = await lastLine(async (bar, state) => {
      await bar.onEpochEnd!(2, figures, state);
      bar.onProgress!(progress({ epoch: 4, step: 1, loss: 0.4 }), state);
    });
    expect(next).toMatch(/^█{2}░{28} epoch {2}4\/20 {2}loss 0.4000 {2}8 s left {2}48,200 samples\/s {2}accuracy 0.75/);
  });

  it('no bar where the number of steps is not known', async () => {
    const unknown = progress({ steps: undefined, secondsLeft: undefined });
    expect(await lastLine((bar, state) => bar.onProgress!(unknown, state))).toBe(
      'epoch  3/20  loss 0.4322  48,200 samples/s',
    );
  });

  it('never wider than the terminal, whose settings and signals it leaves alone', async () => {
    for (const columns of [10, 40, 79, 84, 90, 200]) {
      const stream = keeping({ isTTY: true, columns });
      const listeners = process.listenerCount('SIGINT');
      const bar = progressBar({ stream });
      const state = run(20);
      await bar.onTrainBegin!(state);
      expect(process.listenerCount('SIGINT')).toBe(listeners);
      await bar.onEpochEnd!(2, figures, state);
      bar.onProgress!(progress({}), state);
      await bar.onTrainEnd!(state);
      expect(
        Math.max(
          ...stream
            .text()
            .split(movesCursor)
            .map((part) => part.length),
        ),
      ).toBeLessThan(columns);
      expect(stream.text()).not.toContain('\x1b[?');
      expect(stream.text().endsWith('\n')).toBe(true);
    }
  });

  it('in real training, again and again, also when it fails', async () => {
    const { x, y } = classified(400, 3);
    const stream = keeping({ isTTY: true });
    const bar = progressBar({ stream });
    const model = new Sequential([new Dense(64), new Dense(3, { activation: 'softmax' })], { inputShape: [4] });
    const options = { loss: 'crossEntropy', optimizer: 'adam', validationSplit: 0.2 } as const;
    await model.fit(x, y, { ...options, epochs: 300, callbacks: [bar] });
    expect(stream.text()).toMatch(/epoch 300\/300 {2}loss \d/);
    const failing: Callback = { onEpochEnd: () => Promise.reject(new Error('stop')) };
    await expect(model.fit(x, y, { ...options, epochs: 2, callbacks: [bar, failing] })).rejects.toThrow('stop');
    expect(
      stream
        .text()
        .split(movesCursor)
        .filter((part) => part !== '')
        .at(-1),
    ).toMatch(/epoch 1\/2 {2}loss \d\.\d+ {2}validation loss \d\.\d+$/);
    const size = stream.text().length;
    await new Promise((resume) => setTimeout(resume, 200));
    expect(stream.text().length).toBe(size); // nothing is drawn any more
  });
});

it('refuses what is no stream, and unknown options', () => {
  expect(thrownBy(() => progressBar({ stream: 'stdout' as never })).message).toBe(
    'progressBar: stream must be one to write to, got "stdout"',
  );
  expect(thrownBy(() => progressBar({ steam: process.stdout } as never)).message).toMatch(/did you mean 'stream'/);
});

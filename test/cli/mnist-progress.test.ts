import { describe, expect, test } from 'vitest';
import { createMnistProgress } from '../../src/cli/mnist-progress.ts';
import type { MnistRun } from '../../src/experiments/mnist/run.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { keepingTerminal } from '../helpers/output.ts';

const trained: MnistRun = {
  part: 'dense',
  stage: 'choice',
  name: 'dropout 0.2 decay 0.01',
  seed: 1,
  training: {
    network: 'dense',
    optimizer: 'adam',
    learningRate: 0.001,
    weightDecay: 0.01,
    dropout: 0.2,
    batchSize: 32,
    epochs: 3,
  },
  images: 100,
  parameters: 1000,
  history: {
    loss: [3, 2, 1],
    accuracy: [0.1, 0.2, 0.3],
    validationLoss: [3, 2, 1],
    validationAccuracy: [0.2, 0.3, 0.4],
  },
  seconds: 2.125,
};
const tested = { ...trained, name: 'tuned', stage: 'final', test: { rows: 60, accuracy: 0.98765, loss: 0.1 } } as const;
const failed = { ...trained, failure: 'NaN', history: { ...trained.history, loss: [3] } };

describe('createMnistProgress', () => {
  test('a line for each run that is over, where nobody is looking', () => {
    const terminal = keepingTerminal();
    const progress = createMnistProgress(terminal);
    for (const run of [trained, tested, failed]) progress.finish(run);
    progress.finish({ ...tested, sameAs: 'dense/baseline/seed 1' });
    progress.stop();
    expect(terminal.text().split('\n')).toEqual([
      'dense dropout 0.2 decay 0.01, seed 1  validation  40.0 %  2.1 s',
      'dense tuned, seed 1  validation  40.0 %  test 98.77 %  2.1 s',
      'dense dropout 0.2 decay 0.01, seed 1  failed in epoch 2',
      'dense tuned, seed 1  the same as dense baseline, seed 1',
      '',
    ]);
  });

  test('time left is that of all runs, by what they cost; without validation the loss is shown', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 110 });
    let time = 0;
    const progress = createMnistProgress(terminal, () => time);
    const now = { key: 'networks/conv93k/seed 0', share: 0.25, epochsDone: 2.5, epochs: 10, loss: 0.01234, cost: 1000 };
    time = 60_000;
    progress.update({ ...now, costDone: 100, validationAccuracy: undefined });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(
      /^█+░+ networks conv93k, seed 0 {2}epoch {2}2\/10 {2}loss 0\.0123 {2}9 min 0 s left$/,
    );
    progress.update({ ...now, costDone: 400, validationAccuracy: 0.5 });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(/epoch {2}2\/10 {2}validation {2}50\.0 % {2}1 min 30 s left$/);
  });
});

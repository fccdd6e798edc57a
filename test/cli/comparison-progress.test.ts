import { describe, expect, test } from 'vitest';
import { createComparisonProgress } from '../../src/cli/comparison-progress.ts';
import type { NetworkRun } from '../../src/experiments/train-network.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { keepingTerminal } from '../helpers/output.ts';

const networks = ['baseline', 'optimized'];
const finished = {
  network: 'baseline',
  seed: 0,
  complete: true,
  epochs: 100,
  bestEpoch: 14,
  accuracy: { train: 1, validation: 0.9512, test: 0.5 },
  seconds: 2.125,
} as NetworkRun;

describe('createComparisonProgress', () => {
  test('a line for each finished run, where nobody is looking', () => {
    const terminal = keepingTerminal();
    const progress = createComparisonProgress(terminal, { runs: 4, epochs: 100, networks });
    progress.update({
      network: 'baseline',
      seed: 0,
      runsDone: 0,
      epochs: 100,
      loss: 1,
      epochsDone: 50,
      validationAccuracy: 0.5,
    });
    expect(terminal.text()).toBe('');
    progress.finish(finished);
    progress.finish({ ...finished, network: 'optimized', complete: false, epochs: 30, bestEpoch: 7 });
    progress.stop();
    expect(terminal.text()).toBe(
      'baseline   seed 0  validation  95.1 %  best in epoch  14  2.1 s\n' +
        'optimized  seed 0  validation  95.1 %  best in epoch   7  stopped after 30 of 100\n',
    );
  });

  test('a bar for each run in a terminal, with the time left of all; what came out stays', () => {
    const terminal = keepingTerminal({ isTTY: true });
    const listeners = process.listenerCount('SIGINT');
    let time = 1000;
    const progress = createComparisonProgress(terminal, { runs: 4, epochs: 100, networks, now: () => time });
    time += 10_000; // 50 epochs of 400 in 10 s
    progress.update({
      network: 'baseline',
      seed: 0,
      runsDone: 0,
      epochs: 100,
      loss: 1,
      epochsDone: 50.5,
      validationAccuracy: undefined,
    });
    progress.finish(finished);
    time += 20_000; // 150 of 400 in 30 s
    progress.update({
      network: 'optimized',
      seed: 0,
      runsDone: 1,
      epochs: 100,
      loss: 1,
      epochsDone: 50,
      validationAccuracy: 0.5,
    });
    progress.stop();
    expect(process.listenerCount('SIGINT')).toBe(listeners);
    const drawn = drawnStates(terminal.text());
    expect(drawn).toContain(`${'█'.repeat(15)} baseline   seed 0  validation  95.1 %  best in epoch  14  2.1 s`);
    expect(drawn.at(-1)).toBe(
      `${'█'.repeat(8)}${'░'.repeat(7)} optimized  seed 0  epoch  50/100  validation  50.0 %  50 s left`,
    );
    expect(terminal.text().endsWith('\n')).toBe(true);
    expect(terminal.text()).not.toContain('\x1b[?'); // neither wrapping nor the cursor is changed
  });

  test.each([20, 40, 64, 80, 120])('is never wider than a line of %d', (columns) => {
    const terminal = keepingTerminal({ isTTY: true, columns });
    const progress = createComparisonProgress(terminal, { runs: 10, epochs: 1000, networks });
    progress.update({
      network: 'optimized',
      seed: 10,
      runsDone: 3,
      epochs: 1000,
      loss: 1,
      epochsDone: 999.5,
      validationAccuracy: 1,
    });
    progress.finish({ ...finished, seed: 10, complete: false, epochs: 999, bestEpoch: 999 });
    progress.stop();
    for (const state of drawnStates(terminal.text())) expect(state.length).toBeLessThan(columns);
  });
});

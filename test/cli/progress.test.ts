import { describe, expect, test } from 'vitest';
import { createProgress, durationText, figureText } from '../../src/cli/progress.ts';
import { keepingTerminal } from '../helpers/output.ts';

describe('createProgress', () => {
  test('a line for the first epoch, each tenth and the last, where nobody is looking', () => {
    const terminal = keepingTerminal();
    let time = 5000;
    const progress = createProgress(terminal, { epochs: 100, now: () => time });
    for (let epoch = 1; epoch <= 100; epoch++) {
      time += 1500;
      progress.update({ epoch, loss: 1 / epoch });
    }
    progress.stop();
    const lines = terminal.text().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.slice(0, 3)).toEqual([
      'epoch   1/100  loss 1.000  2 min 29 s left',
      'epoch  10/100  loss 0.1000  2 min 15 s left',
      'epoch  20/100  loss 0.0500  2 min 0 s left',
    ]);
    expect(lines.slice(-2)).toEqual(['epoch 100/100  loss 0.0100', '']);
  });

  test('few epochs: a line each', () => {
    const terminal = keepingTerminal();
    const progress = createProgress(terminal, { epochs: 2, now: () => 0 });
    progress.update({ epoch: 1, loss: 2, metrics: { accuracy: 0.5, validationLoss: 12.3456 } });
    progress.update({ epoch: 2, loss: 1 });
    progress.stop();
    expect(terminal.text()).toBe(
      'epoch 1/2  loss 2.000  accuracy 0.5000  validation loss 12.35  0 s left\nepoch 2/2  loss 1.000\n',
    );
  });

  test('stopped early, it shows the last epoch there was, once', () => {
    const terminal = keepingTerminal();
    const progress = createProgress(terminal, { epochs: 1000, now: () => 0 });
    for (let epoch = 1; epoch <= 123; epoch++) progress.update({ epoch, loss: epoch });
    progress.stop();
    progress.stop();
    expect(terminal.text().match(/epoch +\d+/g)).toEqual(['epoch    1', 'epoch  100', 'epoch  123']);
  });

  test('a bar drawn in place in a terminal, with the last state left standing', () => {
    const terminal = keepingTerminal({ isTTY: true });
    const listeners = process.listenerCount('SIGINT');
    const progress = createProgress(terminal, { epochs: 4, now: () => 0 });
    expect(process.listenerCount('SIGINT')).toBe(listeners);
    expect(terminal.text()).toContain(`${'░'.repeat(19)} epoch 0/4`);
    progress.update({ epoch: 1, loss: 0.5 });
    progress.update({ epoch: 3, loss: 0.25, metrics: { accuracy: 0.75 } });
    progress.stop();
    const text = terminal.text();
    expect(text).toContain(`${'█'.repeat(14)}${'░'.repeat(5)} epoch 3/4  loss 0.2500  accuracy 0.7500  0 s left`);
    expect(text.endsWith('\n')).toBe(true);
    // No setting of the terminal is changed: neither wrapping nor the cursor.
    expect(text).not.toContain('\x1b[?');
  });

  test('never wider than the terminal', () => {
    for (const columns of [10, 25, 40, 60, 70, 100]) {
      const terminal = keepingTerminal({ isTTY: true, columns });
      const progress = createProgress(terminal, { epochs: 1000 });
      progress.update({ epoch: 1, loss: 0.123456, metrics: { validationAccuracy: 0.5 } });
      progress.stop();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor begins with one
      const drawn = terminal.text().split(/\x1b(?:\[\??\d*[A-Za-z]|[78])|\n/);
      expect(Math.max(...drawn.map((part) => part.length))).toBeLessThan(columns);
    }
  });

  test('refuses a run of no epochs', () => {
    expect(() => createProgress(keepingTerminal(), { epochs: 0 })).toThrow('createProgress: epochs must be');
  });
});

test('figures and durations', () => {
  expect([0, 0.92134, 1, 12.3456, 1234.5, 9999.9, 54321.7, 123456, 1.234e-7, -0.5, Number.NaN].map(figureText)).toEqual(
    ['0.0000', '0.9213', '1.000', '12.35', '1235', '10000', '54322', '1.235e+5', '1.234e-7', '-0.5000', 'NaN'],
  );
  expect([0, 7.6, 59.4, 59.6, 125, 3599, 11400, -1].map(durationText)).toEqual([
    '0 s',
    '8 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
    '59 min 59 s',
    '3 h 10 min',
    '0 s',
  ]);
});

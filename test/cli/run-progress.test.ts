import { describe, expect, test } from 'vitest';
import { createRunProgress } from '../../src/cli/run-progress.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { keepingTerminal } from '../helpers/output.ts';

// A comparison in these words: comparison-progress.test.ts.
describe('createRunProgress', () => {
  test('time left is that of all runs; nothing is said of it while nothing is done', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 100 });
    let time = 5000;
    const progress = createRunProgress(terminal, () => time);
    progress.update({ label: 'a', share: 0, details: ['epoch 0/4'], shareOfAll: 0 });
    time += 30_000;
    progress.update({ label: 'a', share: 0.5, details: ['epoch 2/4'], shareOfAll: 0.1 });
    progress.stop();
    const drawn = drawnStates(terminal.text());
    expect(drawn.at(-1)).toBe(`${'█'.repeat(15)}${'░'.repeat(15)} a  epoch 2/4  4 min 30 s left`);
    expect(drawn.filter((state) => state.includes('epoch 0/4')).join()).not.toContain('left');
  });

  test('elsewhere it has a line for each run that is over, and none for one that is not', () => {
    const terminal = keepingTerminal();
    const progress = createRunProgress(terminal);
    progress.update({ label: 'a', share: 0.5, details: [], shareOfAll: 0.5 });
    progress.finish({ label: 'a', share: 1, details: ['test  95.0 %', '2.0 s'] });
    progress.stop();
    expect(terminal.text()).toBe('a  test  95.0 %  2.0 s\n');
  });
});

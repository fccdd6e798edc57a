import { describe, expect, test } from 'vitest';
import { createJobsProgress } from '../../src/cli/jobs-progress.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { keepingTerminal } from '../helpers/output.ts';

const totals = { jobs: 4, jobsDone: 1, cost: 8, costDone: 3, secondsLeft: 75 };

describe('createJobsProgress', () => {
  test('one bar for all: those that were done before count, the last result stays', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 100 });
    const progress = createJobsProgress(terminal, { before: 6 });
    progress.update({ ...totals, jobsDone: 0, costDone: 0, secondsLeft: undefined });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(/^░+ 6 of 10 runs$/);
    progress.finish(totals, 'a  test 73.1 %');
    progress.update({ ...totals, costDone: 4, secondsLeft: 60 });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(/^█+░+ 7 of 10 runs {2}1 min 0 s left {2}a {2}test 73.1 %$/);
    progress.finish({ ...totals, jobsDone: 4, costDone: 8, secondsLeft: 0 }, 'b');
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(/^█+ 10 of 10 runs {2}b$/);
  });

  test('elsewhere a line for each that is done', () => {
    const terminal = keepingTerminal();
    const progress = createJobsProgress(terminal);
    progress.update(totals);
    progress.finish(totals, 'a  test 73.1 %');
    progress.stop();
    expect(terminal.text()).toBe('a  test 73.1 %\n');
  });

  test('what is under way stands in the bar; elsewhere a line for each tenth of jobs that have no text', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 120 });
    const drawn = createJobsProgress(terminal, { noun: 'training' });
    drawn.update({ ...totals, jobs: 1234 }, 'digits: adam relu 0.001, seed 2');
    drawn.stop();
    expect(drawnStates(terminal.text()).at(-1)).toMatch(
      /^█+░+ 1 of 1,234 trainings {2}1 min 15 s left {2}digits: adam relu 0.001, seed 2$/,
    );
    const plain = keepingTerminal();
    const listed = createJobsProgress(plain, { noun: 'training', before: 10 });
    for (let done = 1; done <= 30; done++) listed.finish({ ...totals, jobs: 30, jobsDone: done });
    listed.stop();
    const lines = Array.from({ length: 9 }, (_, i) => `${13 + 3 * i} of 40 trainings  1 min 15 s left\n`);
    expect(plain.text()).toBe(`${lines.join('')}40 of 40 trainings\n`);
  });
});

import { describe, expect, test } from 'vitest';
import { createDownloadProgress } from '../../src/cli/download-progress.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { keepingTerminal } from '../helpers/output.ts';

const step = { file: 'wine.csv', url: 'https://here/wine.csv', totalBytes: 200_000 };

describe('createDownloadProgress', () => {
  test('draws a bar with the time left, and takes it away', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 80 });
    let time = 0;
    const progress = createDownloadProgress(terminal, () => time);
    progress.update({ ...step, bytes: 1 });
    time = 2000;
    progress.update({ ...step, bytes: 50_000 });
    progress.stop();
    const drawn = drawnStates(terminal.text());
    expect(drawn.at(-1)).toMatch(/^█{5}░{14} wine.csv {2}50\.0 kB of 200 kB {2}6 s left$/);
    expect(terminal.text().endsWith('\x1b[2K')).toBe(true); // the line is cleared
  });

  test('counts from the start of each address', () => {
    const terminal = keepingTerminal({ isTTY: true });
    let time = 0;
    const progress = createDownloadProgress(terminal, () => time);
    progress.update({ ...step, bytes: 100 });
    time = 60_000; // a first address that stopped
    progress.update({ ...step, url: 'https://there/wine.csv', bytes: 1 });
    time = 61_000;
    progress.update({ ...step, url: 'https://there/wine.csv', bytes: 100_000 });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toContain(' 1 s left');
  });

  test('without a total says how much there is, without a bar', () => {
    const terminal = keepingTerminal({ isTTY: true });
    const progress = createDownloadProgress(terminal);
    progress.update({ ...step, totalBytes: 0, bytes: 1234 });
    progress.stop();
    expect(drawnStates(terminal.text()).at(-1)).toBe('wine.csv  1.2 kB');
  });

  test.each([20, 40, 64, 80, 200])('is never wider than a line of %d', (columns) => {
    const terminal = keepingTerminal({ isTTY: true, columns });
    const progress = createDownloadProgress(terminal);
    progress.update({ ...step, file: 'a-file-with-a-rather-long-name-indeed.csv', bytes: 100_000 });
    progress.stop();
    for (const state of drawnStates(terminal.text())) expect(state.length).toBeLessThan(columns);
  });

  test('says nothing where nobody is looking', () => {
    const terminal = keepingTerminal();
    const progress = createDownloadProgress(terminal);
    progress.update({ ...step, bytes: 100 });
    progress.stop();
    expect(terminal.text()).toBe('');
  });
});

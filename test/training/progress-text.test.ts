import { expect, test } from 'vitest';
import { barText, durationText, figureName, figureText, rateText } from '../../src/training/progress-text.ts';

test('a bar and words, cut to the line', () => {
  expect(barText(0.25, 'words', 20, 12)).toBe('██░░░░░░ words');
  expect(barText(1, 'words', 100, 10)).toBe(`${'█'.repeat(30)} words`);
  expect(barText(0.5, 'many words', 12, 4)).toBe('████░░░░ man');
  expect([barText(undefined, 'words', 20, 12), barText(0.5, 'words', 4, 0)]).toEqual(['words', 'word']);
});

test('figures, their names, durations and rates', () => {
  const figures = [0, 0.92134, 1, 12.3456, 1234.5, 9999.9, 54321.7, 123456, 1.234e-7, -0.5, Number.NaN];
  expect(figures.map(figureText).join(' ')).toBe(
    '0.0000 0.9213 1.000 12.35 1235 10000 54322 1.235e+5 1.234e-7 -0.5000 NaN',
  );
  expect(['loss', 'validationLoss', 'validationR2'].map(figureName)).toEqual([
    'loss',
    'validation loss',
    'validation r2',
  ]);
  expect([0, 7.6, 59.4, 59.6, 125, 3599, 11400, -1].map(durationText).join(', ')).toBe(
    '0 s, 8 s, 59 s, 1 min 0 s, 2 min 5 s, 59 min 59 s, 3 h 10 min, 0 s',
  );
  expect([0.4, 912.3, 12345, 985_432, 1_234_567].map(rateText)).toEqual(['0', '912', '12,300', '985,000', '1,230,000']);
});

import { expect, test } from 'vitest';
import { differenceText } from '../../src/experiments/difference-text.ts';
import { pairedDifference } from '../../src/experiments/paired-difference.ts';

const before = [0.6, 0.62, 0.58];
const textOf = (after: readonly number[]) =>
  differenceText('Dropout', pairedDifference(before.slice(0, after.length), after), 'points of test accuracy');

test('says what is clear, and what is not', () => {
  expect(textOf([0.65, 0.68, 0.63])).toEqual({
    sign: 1,
    text: 'Dropout helped: +5.3 points of test accuracy (95 % interval +3.9 to +6.8 over 3 seeds).',
  });
  expect(textOf([0.55, 0.56, 0.53])).toMatchObject({
    sign: -1,
    text: expect.stringContaining('Dropout did harm: −5.3'),
  });
  expect(textOf([0.61, 0.6, 0.6])).toEqual({
    sign: 0,
    text: 'Dropout made no clear difference: +0.3 points of test accuracy (95 % interval −4.8 to +5.5 over 3 seeds, which holds 0).',
  });
  expect(textOf([0.61])).toMatchObject({ sign: undefined, text: expect.stringContaining('with one seed, which says') });
});

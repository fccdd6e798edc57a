import { describe, expect, test } from 'vitest';
import { confusionText } from '../../src/cli/confusion.ts';
import { ShapeError } from '../../src/errors.ts';
import { thrownBy } from '../helpers/errors.ts';
import { keepingTerminal } from '../helpers/output.ts';

const matrix = [
  [0, 1, 1],
  [0, 2, 6],
  [0, 1, 101],
];

describe('confusionText', () => {
  test('has a row for each true class, with its rows and recall', () => {
    expect(confusionText(matrix, [3, 4, 5], keepingTerminal())).toBe(
      [
        'true \\ predicted  3  4    5  rows  recall',
        '               3  0  1    1     2   0.0 %',
        '               4  0  2    6     8  25.0 %',
        '               5  0  1  101   102  99.0 %',
        '',
      ].join('\n'),
    );
  });

  test('text labels, and a class without rows', () => {
    expect(
      confusionText(
        [
          [3, 0],
          [0, 0],
        ],
        ['oak', 'elm'],
        keepingTerminal(),
      ),
    ).toBe(
      [
        'true \\ predicted  oak  elm  rows   recall',
        'oak                 3    0     3  100.0 %',
        'elm                 0    0     0        –',
        '',
      ].join('\n'),
    );
  });

  test('hits are green and zeros dim in a terminal', () => {
    const text = confusionText(matrix, [3, 4, 5], keepingTerminal({ isTTY: true }));
    expect(text).toContain('\x1b[32m101\x1b[39m');
    expect(text).toContain('\x1b[2m0\x1b[22m');
    expect(text).not.toContain('\x1b[32m0');
  });

  test('refuses a matrix of another size', () => {
    const error = thrownBy(() => confusionText([[1, 2], [3]], ['a', 'b'], keepingTerminal()));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('confusionText: 2 labels need a matrix [2, 2], got 2 rows of 2, 1');
  });
});

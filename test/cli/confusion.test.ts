import { describe, expect, test } from 'vitest';
import { confusionText } from '../../src/cli/confusion.ts';
import { widthOf } from '../../src/cli/terminal.ts';
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

describe('confusionText where there is little room', () => {
  const labels = ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'];
  const square = [
    [8, 0, 0],
    [0, 7, 1],
    [0, 2, 5],
  ];

  test('numbers the columns', () => {
    expect(confusionText(square, labels, keepingTerminal({ columns: 60 }))).toBe(
      [
        'true \\ predicted    #1  #2  #3  rows   recall',
        '#1 Iris-setosa       8   0   0     8  100.0 %',
        '#2 Iris-versicolor   0   7   1     8   87.5 %',
        '#3 Iris-virginica    0   2   5     7   71.4 %',
        '',
      ].join('\n'),
    );
  });

  test('and where that is too wide, says what each class was taken for', () => {
    const many = Array.from({ length: 26 }, (_, i) =>
      Array.from({ length: 26 }, (_, j) => (i === j ? 9 : j === 0 ? i : 0)),
    );
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
    const lines = confusionText(many, letters, keepingTerminal({ columns: 80 })).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'true  rows   recall  most often taken for',
      'A        9  100.0 %  –',
      'B       10   90.0 %  A (1)',
    ]);
    expect(lines[26]).toBe('Z       34   26.5 %  A (25)');
  });

  test.each([30, 45, 60, 80, 120])('fits %d characters', (columns) => {
    const text = confusionText(square, labels, keepingTerminal({ columns, isTTY: true }));
    if (columns >= 45) expect(widthOf(text)).toBeLessThanOrEqual(columns);
    expect(text).toContain('Iris-virginica');
  });
});

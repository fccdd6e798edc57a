import { trainTestSplit } from '../../src/index.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import { requireValues } from '../runner/compare.ts';
import { type Exercise, Wrong } from '../runner/exercise.ts';

type Answer = typeof import('./solution.ts');

const labels = ['no', 'no', 'no', 'no', 'no', 'no', 'no', 'no', 'yes', 'yes', 'yes', 'yes'];
const order = [8, 9, 10, 0, 1, 2, 3, 4, 11, 5, 6, 7];
const given = 'rows 0 to 7 are no, 8 to 11 yes; order 8 9 10 0 1 2 3 4 11 5 6 7; testShare 0.25';

/** How many rows of a part have this label. */
function count(labels: readonly string[], rows: readonly number[], label: string): number {
  return rows.filter((row) => labels[row] === label).length;
}

function requireEachRowOnce({ train, test }: ReturnType<Answer['stratifiedSplit']>, rows: number, given: string): void {
  const both = [...train, ...test];
  const end = `\n  given     ${given}`;
  if (both.length === 0)
    throw new Wrong(`train and test have 0 rows, expected ${rows} in all: nothing is filled in yet${end}`);
  const shared = train.find((row) => test.includes(row));
  if (shared !== undefined)
    throw new Wrong(
      `row ${shared} is in both parts: a model would be tested on what it has learned by heart` +
        `\n  train     ${train.join(' ')}\n  test      ${test.join(' ')}${end}`,
    );
  const missing = Array.from({ length: rows }, (_, row) => row).filter((row) => !both.includes(row));
  if (missing.length > 0 || both.length !== rows)
    throw new Wrong(
      `train has ${train.length} rows and test ${test.length}, expected ${rows} in all` +
        `${missing.length > 0 ? `; row ${missing[0]} is in neither` : '; some are there twice'}` +
        `\n  train     ${train.join(' ')}\n  test      ${test.join(' ')}${end}`,
    );
}

export const exercise: Exercise<Answer> = {
  title: 'parts with the same share of every class',
  page: 'docs/walkthroughs/wine-quality.md',
  hints: [
    'Count the rows of each class first: a Map from label to count.',
    'From the counts follows how many rows of each class are for training: count − Math.round(testShare · count).',
    'Go through `order` once. While the class of a row has places left in training, it goes there; else into test.',
  ],
  checks: [
    {
      name: 'puts every row into one part',
      run({ stratifiedSplit }) {
        requireEachRowOnce(stratifiedSplit(labels, order, 0.25), 12, given);
      },
    },
    {
      name: 'gives each class its share',
      run({ stratifiedSplit }) {
        const { train, test } = stratifiedSplit(labels, order, 0.25);
        const counts = ['no', 'yes'].map((label) => count(labels, test, label));
        requireValues('rows of no and yes in test', counts, [2, 1], {
          given: `${given}\n  test      ${test.join(' ')}`,
          mistakes: {
            'The parts are exchanged: testShare is the share of test.': [6, 3],
            'Those are the last three rows of `order`: the labels were not looked at.': [3, 0],
            'All of test is yes: three rows were taken where they lie, without looking at the labels.': [0, 3],
            'Every class gives the same number of rows; it should be the same share.': [1, 1],
          },
        });
        requireValues('rows in train', [train.length], [9], { given });
      },
    },
    {
      name: 'takes the rows in their shuffled order',
      run({ stratifiedSplit }) {
        const { train, test } = stratifiedSplit(labels, order, 0.25);
        requireValues('test', test, [11, 6, 7], {
          given,
          mistakes: {
            'Of each class, the first in the order are for training, those after them for testing.': [8, 0, 1],
            'Of each class, the first rows in the order went to testing, and class after class: both are otherwise.': [
              0, 1, 8,
            ],
            'The rows are right; they stand class after class instead of in the order.': [6, 7, 11],
          },
        });
        requireValues('train', train, [8, 9, 10, 0, 1, 2, 3, 4, 5], { given });
        const backwards = order.toReversed();
        requireValues('test', stratifiedSplit(labels, backwards, 0.25).test, [1, 0, 8], {
          given: given.replace(order.join(' '), backwards.join(' ')),
          mistakes: {
            'The rows of test are those with the highest numbers: rows were taken by their number.': [6, 7, 11],
            'The rows of test are those with the highest numbers, in the order: rows were taken by their number.': [
              7, 6, 11,
            ],
          },
        });
      },
    },
    {
      name: 'rounds for each class',
      run({ stratifiedSplit }) {
        const few = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'c'];
        const rows = few.map((_, row) => row);
        const { test } = stratifiedSplit(few, rows, 0.3);
        const counts = ['a', 'b', 'c'].map((label) => count(few, test, label));
        // 0.3 · 5 = 1.5, 0.3 · 3 = 0.9, 0.3 · 1 = 0.3
        requireValues('rows of a, b and c in test', counts, [2, 1, 0], {
          given: '5 rows of a, 3 of b, 1 of c, testShare 0.3: 1.5, 0.9 and 0.3 rows',
          mistakes: {
            'They were rounded down.': [1, 0, 0],
            'They were rounded up: a class of one row has none left for training.': [2, 1, 1],
            'Training was rounded, and test has what is left: 3.5 rows of a become 4.': [1, 1, 0],
          },
        });
      },
    },
    {
      name: 'agrees with the engine on 400 rows of three classes',
      run({ stratifiedSplit }) {
        const labels = Array.from({ length: 400 }, (_, i) => (i < 240 ? 'a' : i < 360 ? 'b' : 'c'));
        const order = Uint32Array.from(labels, (_, row) => row);
        new RandomStream(7, 'split').shuffle(order);
        const { train, test } = stratifiedSplit(labels, Array.from(order), 0.25);
        const theirs = trainTestSplit(400, { testSize: 0.25, stratify: labels, seed: 7 });
        const given = '240 rows of a, 120 of b, 40 of c, testShare 0.25';
        requireValues('test', test, Array.from(theirs.test), { tolerance: 0, given });
        requireValues('train', train, Array.from(theirs.train), { tolerance: 0, given });
      },
    },
  ],
};

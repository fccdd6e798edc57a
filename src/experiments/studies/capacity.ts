/** What units and dropout do together: where a network is too small, and where dropout is worth something. */

import { bestOf } from '../choose.ts';
import { bySeed } from '../differences-by-seed.ts';
import { findGrid, gainBySeed, meanBySeed } from './capacity-grid.ts';
import type { Cell } from './cell.ts';
import { capacityAnswer, capacitySections, capacitySetup } from './describe-capacity.ts';
import { type Statement, testAccuracies } from './judge-statements.ts';
import type { Study, StudyResults } from './study.ts';

const units = [4, 8, 16, 32, 64, 128, 256];
const rates = [0, 0.2, 0.35, 0.5];

export const capacityStudy: Study = {
  name: 'capacity',
  title: 'Units and dropout',
  question:
    'From how many units on does a network stop to underfit, and is it true that dropout helps more on larger networks?',
  summary: '7 sizes of hidden layers x 4 rates of dropout',
  cells: units.flatMap((size) =>
    rates.map(
      (dropout): Cell => ({
        name: `${size} units, dropout ${dropout}`,
        hidden: [size, size],
        activation: 'relu',
        optimizer: 'adam',
        learningRate: 0.001,
        dropout,
      }),
    ),
  ),
  setup: capacitySetup,
  statements: statementsOf,
  answer: capacityAnswer,
  sections: capacitySections,
};

/**
 * "Too few units underfit": the smallest networks, without dropout, are less accurate than the one of the larger sizes that is best on the
 * validation part, on the rows that they were trained on and on others.
 *
 * "Dropout of 20 to 50 % helps more on larger networks": what it adds to the three largest, less what it adds to the three smallest; and
 * that it helps on the largest at all.
 */
function statementsOf(results: StudyResults): Statement[] {
  const grid = findGrid(results);
  const without = grid.filter(({ dropout }) => dropout === 0);
  const sizes = [...new Set(grid.map(({ units }) => units))];
  const underfit = sizes.slice(0, 2).flatMap((size): Statement[] => {
    const small = without.find((one) => one.units === size);
    const best = bestOf(
      without.filter(({ units }) => units > size),
      (one) => one,
    );
    const about = `${size} units and ${best?.units ?? '–'}, without dropout`;
    return [
      {
        name: `${size} units are less accurate than the best larger size on the rows they were trained on`,
        ...{ about, says: 'lower' },
        before: bySeed(best?.runs ?? [], ({ train }) => train!.accuracy),
        after: bySeed(small?.runs ?? [], ({ train }) => train!.accuracy),
      },
      {
        name: `${size} units are less accurate than the best larger size on the test part`,
        ...{ about, says: 'lower' },
        before: testAccuracies(best?.runs ?? []),
        after: testAccuracies(small?.runs ?? []),
      },
    ];
  });
  const dropouts = [...new Set(grid.map(({ dropout }) => dropout))].filter((rate) => rate > 0);
  const gain = (size: number, rate: number): Map<number, number> => gainBySeed(grid, size, rate);
  const [small, large] = [sizes.slice(0, 3), sizes.slice(-3)];
  const helps = dropouts.flatMap((rate): Statement[] => {
    const percent = `${Math.round(100 * rate)} %`;
    const largest = sizes[sizes.length - 1];
    const at = (dropout: number) => grid.find((one) => one.units === largest && one.dropout === dropout)?.runs ?? [];
    return [
      {
        name: `Dropout of ${percent} adds more to large networks than to small ones`,
        about: `what it adds to ${large.join(', ')} units and to ${small.join(', ')}, means over the three`,
        says: 'higher',
        before: meanBySeed(small.map((size) => gain(size, rate))),
        after: meanBySeed(large.map((size) => gain(size, rate))),
      },
      {
        name: `Dropout of ${percent} helps on the largest network`,
        about: `${largest} units with it and without`,
        says: 'higher',
        before: testAccuracies(at(0)),
        after: testAccuracies(at(rate)),
      },
    ];
  });
  return [...underfit, ...helps];
}

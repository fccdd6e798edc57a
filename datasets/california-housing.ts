import { readCsv } from '../src/node/index.ts';
import type { PublishedDataset } from './dataset.ts';
import { type TableDataset, tableOf } from './tables.ts';

/**
 * Blocks of houses in California at the census of 1990: where they are, how old and how crowded, what people there earn,
 * and the median value of a house, in dollars (mean 206,855.82, standard deviation 115,392.82).
 *
 * The version of A. Géron's book: scikit-learn's has averages for each household in place of totals, and neither the column
 * `ocean_proximity` (five places, ISLAND in five rows only) nor the 207 cells of `total_bedrooms` that are empty here. 965
 * values are 500,001, which stands for all above half a million.
 */
export const californiaHousing: PublishedDataset<TableDataset> = {
  name: 'california-housing',
  title: 'California housing',
  generated: false,
  task: 'regression',
  rows: 20_640,
  features: 9,
  target: 'median_house_value',
  table: { numeric: 9, text: 1, missing: 207 },
  files: [
    {
      path: 'california-housing/housing.csv',
      bytes: 1_423_529,
      sha256: '8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e',
      sources: [
        { url: 'https://raw.githubusercontent.com/ageron/handson-ml/master/datasets/housing/housing.csv' },
        { url: 'https://raw.githubusercontent.com/ageron/handson-ml2/master/datasets/housing/housing.csv' },
      ],
    },
  ],
  source: 'https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.html',
  licence: 'Apache-2.0',
  citation:
    'R. K. Pace, R. Barry, Sparse spatial autoregressions, Statistics and Probability Letters 33(3), 1997. ' +
    'https://doi.org/10.1016/S0167-7152(96)00140-X',
  load: async ([path]) => tableOf(californiaHousing, await readCsv(path)),
};

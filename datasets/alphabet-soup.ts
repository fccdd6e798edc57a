import { readCsv } from '../src/node/index.ts';
import { noLicence, type PublishedDataset } from './dataset.ts';
import { type TableDataset, tableOf } from './tables.ts';

/**
 * Applications for money to the made-up foundation "Alphabet Soup", and whether what was funded succeeded (53.2 % did):
 * teaching data of data-analytics courses, whose organisations are from public lists of American tax-exempt ones.
 *
 * EIN and NAME identify the organisation and say nothing of others. Without them 24,677 of the 34,299 rows repeat another
 * one, so a split by rows has most test rows in the training part, too. 25,398 applications ask for exactly 5,000, one for
 * 8,597,806,340, which no int32 holds. Some copies that go round have INCOME_AMT `1-9999` turned into `Jan-99` by a
 * spreadsheet; these are other files.
 */
export const alphabetSoup: PublishedDataset<TableDataset> = {
  name: 'alphabet-soup',
  title: 'Alphabet Soup',
  generated: false,
  task: 'classification',
  rows: 34_299,
  features: 11,
  classes: 2,
  target: 'IS_SUCCESSFUL',
  table: { numeric: 4, text: 8, missing: 0 },
  files: [
    {
      path: 'alphabet-soup/charity_data.csv',
      bytes: 3_570_870,
      sha256: '0474dc216ea7ec4af225deca7aa72612660601fa27a2fd57a8b16318c992f323',
      sources: [
        { url: 'https://static.bc-edx.com/data/dl-1-2/m21/lms/starter/charity_data.csv' },
        {
          url: 'https://raw.githubusercontent.com/yan-ash/deep-learning-challenge/243e932129552edf7b0cc190a00f31a4e5903645/charity_data.csv',
        },
      ],
    },
  ],
  source: 'https://static.bc-edx.com/data/dl-1-2/m21/lms/starter/charity_data.csv',
  licence: noLicence,
  citation: 'edX Boot Camps, Deep Learning challenge: Alphabet Soup. https://static.bc-edx.com/data/dl-1-2/m21/lms',
  load: async ([path]) => tableOf(alphabetSoup, await readCsv(path)),
};

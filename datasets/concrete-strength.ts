import { readCsv } from '../src/node/index.ts';
import type { PublishedDataset } from './dataset.ts';
import { type RegressionDataset, regressionOfTable } from './tabular.ts';

const archive = 'https://archive.ics.uci.edu/static/public/165/concrete+compressive+strength.zip';

/**
 * Mixes of concrete: seven ingredients in kilograms for each cubic metre, the age in days, and the compressive strength in megapascals that was
 * measured (mean 35.8178, standard deviation 16.6976, from 2.3318 to 82.5992). 25 rows repeat another one.
 *
 * It is published as a spreadsheet, so no address has this file: it is that sheet as CSV, with short names of columns and unrounded numbers.
 */
export const concreteStrength: PublishedDataset<RegressionDataset> = {
  name: 'concrete-strength',
  title: 'Concrete strength',
  generated: false,
  task: 'regression',
  rows: 1030,
  features: 8,
  target: 'compressive_strength_mpa',
  files: [
    {
      path: 'concrete-strength/concrete.csv',
      bytes: 50_034,
      sha256: 'dae41a60ef5c4f58b443c95cc1ff005c6f6a2d76abd60ca7a9962350521bec7c',
      sources: [],
      origin:
        `It is published as a spreadsheet, Concrete_Data.xls in\n  ${archive}\n` +
        'which has to be written as CSV: the rows in their order, numbers with the fewest digits that give the\n' +
        'same float64 (540, not 540.0), lines that end in \\n, the first of them\n  ' +
        'cement_kg_m3,blast_furnace_slag_kg_m3,fly_ash_kg_m3,water_kg_m3,superplasticizer_kg_m3,coarse_aggregate_kg_m3,fine_aggregate_kg_m3,age_days,compressive_strength_mpa',
    },
  ],
  source: 'https://archive.ics.uci.edu/dataset/165/concrete+compressive+strength',
  licence: 'CC BY 4.0',
  citation:
    'I-C. Yeh, Modeling of strength of high-performance concrete using artificial neural networks, Cement and Concrete ' +
    'Research 28(12), 1998. https://doi.org/10.24432/C5PK67',
  load: async ([path]) => regressionOfTable(concreteStrength, await readCsv(path)),
};

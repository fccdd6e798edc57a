import type { Dataset } from './dataset.ts';

/**
 * Vinho Verde wines from the north of Portugal: eleven physico-chemical measurements, and the median grade of at least three
 * tasters. The grades are not contiguous from 0 (red 3 to 8, white 3 to 9), and most wines are a 5 or a 6: the largest
 * class is 42.6 % of the reds. 240 of the reds repeat another row.
 */
const common = {
  delimiter: ';',
  target: 'quality',
  source: 'https://archive.ics.uci.edu/dataset/186/wine+quality',
  licence: 'CC BY 4.0',
  citation:
    'P. Cortez, A. Cerdeira, F. Almeida, T. Matos, J. Reis, Modeling wine preferences by data mining from ' +
    'physicochemical properties, Decision Support Systems 47(4), 2009. https://doi.org/10.24432/C56S3T',
};

export const redWine: Dataset = {
  ...common,
  name: 'wine-quality-red',
  title: 'Wine quality, red',
  file: 'wine-quality/winequality-red.csv',
  sha256: '4a402cf041b025d4566d954c3b9ba8635a3a8a01e039005d97d6a710278cf05e',
  bytes: 84199,
  rows: 1599,
};

export const whiteWine: Dataset = {
  ...common,
  name: 'wine-quality-white',
  title: 'Wine quality, white',
  file: 'wine-quality/winequality-white.csv',
  sha256: '76c3f809815c17c07212622f776311faeb31e87610d52c26d87d6e361b169836',
  bytes: 264426,
  rows: 4898,
};

import { readCsv } from '../src/node/index.ts';
import type { DatasetFile, PublishedDataset } from './dataset.ts';
import { type ClassificationDataset, classesOfTable } from './tabular.ts';

/** Fields are separated by semicolons. */
export const wineDelimiter = ';';

const archive = 'https://archive.ics.uci.edu/static/public/186/wine+quality.zip';
const folder = 'https://archive.ics.uci.edu/ml/machine-learning-databases/wine-quality/';

/**
 * Vinho Verde wines from the north of Portugal: eleven physico-chemical measurements, and the median grade of at least
 * three tasters, on a scale from 0 to 10. The grades that occur do not start at 0 (red 3 to 8, white 3 to 9), and most
 * wines are a 5 or a 6.
 */
function wine(colour: 'red' | 'white', rows: number, classes: number, file: Pick<DatasetFile, 'bytes' | 'sha256'>) {
  const name = `winequality-${colour}.csv`;
  const entry: PublishedDataset<ClassificationDataset> = {
    name: `wine-quality-${colour}`,
    title: `Wine quality, ${colour}`,
    generated: false,
    task: 'classification',
    rows,
    features: 11,
    classes,
    target: 'quality',
    files: [
      {
        path: `wine-quality/${name}`,
        ...file,
        sources: [{ url: archive, member: name }, { url: folder + name }],
      },
    ],
    source: 'https://archive.ics.uci.edu/dataset/186/wine+quality',
    licence: 'CC BY 4.0',
    citation:
      'P. Cortez, A. Cerdeira, F. Almeida, T. Matos, J. Reis, Modeling wine preferences by data mining from ' +
      'physicochemical properties, Decision Support Systems 47(4), 2009. https://doi.org/10.24432/C56S3T',
    load: async ([path]) => classesOfTable(entry, await readCsv(path, { delimiter: wineDelimiter })),
  };
  return entry;
}

/** The largest class is 42.6 % of the rows; 240 rows repeat another one. */
export const redWine = wine('red', 1599, 6, {
  bytes: 84199,
  sha256: '4a402cf041b025d4566d954c3b9ba8635a3a8a01e039005d97d6a710278cf05e',
});

/** The largest class is 44.9 % of the rows; 937 rows repeat another one. */
export const whiteWine = wine('white', 4898, 7, {
  bytes: 264426,
  sha256: '76c3f809815c17c07212622f776311faeb31e87610d52c26d87d6e361b169836',
});

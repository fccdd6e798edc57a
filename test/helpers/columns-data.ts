import type { ClassificationData } from '../../src/experiments/classification-data.ts';
import { randomNormal } from '../../src/index.ts';

/** Two classes that columns 0 and 1 tell apart, in three columns of noise; column 5 is the same everywhere. */
export function columnsData(rows = 120): ClassificationData {
  const columns = 6;
  const data = randomNormal([rows, columns], { seed: 11 }).toFloat32Array();
  for (let row = 0; row < rows; row++) data[row * columns + 5] = 3;
  const y = Array.from({ length: rows }, (_, row) => (data[row * columns] + data[row * columns + 1] > 0 ? 1 : 0));
  return {
    name: 'columns',
    title: 'Two of six columns',
    x: { data, shape: [rows, columns] },
    featureNames: ['first', 'second', 'noise a', 'noise b', 'noise c', 'constant'],
    y,
    classes: ['no', 'yes'],
  };
}

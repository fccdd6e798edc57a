/**
 * Prints which rows each part of `simdgrad experiment alphabet-soup` has, for `alphabet-soup-network.py` to train the plain network on
 * in PyTorch.
 *
 *     npx tsx test/golden/alphabet-soup-network.ts | python3 test/golden/alphabet-soup-network.py
 */
import { loadDataset } from '../../datasets/index.ts';
import { soupParts } from '../../src/experiments/alphabet-soup/soup-parts.ts';
import { splitKinds } from '../../src/experiments/split-kind.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const { table } = await loadDataset('alphabet-soup');
const runs = splitKinds.flatMap((split) =>
  seeds.map((seed) => {
    const { train, validation, test, featureNames } = soupParts(table, { split, seed });
    const [trainRows, validationRows, testRows] = [train, validation, test].map(({ rows }) => Array.from(rows));
    return { split, seed, features: featureNames.length, train: trainRows, validation: validationRows, test: testRows };
  }),
);
console.log(JSON.stringify(runs));

/**
 * Prints what five runs of the wine network start from, for `wine-quality-paired.py` to train the same in PyTorch: rows,
 * splits, initial weights and the order of batches. It takes them from where `src/experiments/dense-classifier.ts` does.
 *
 *     npx tsx test/golden/wine-quality-paired.ts FOLDER | python3 test/golden/wine-quality-paired.py > …paired.json
 */
import { join } from 'node:path';
import { redWine, wineDelimiter } from '../../datasets/wine-quality.ts';
import { LabelEncoder, RandomStream, StandardScaler, trainValidationTestSplit } from '../../src/index.ts';
import { defaultFor } from '../../src/initializers/default-for.ts';
import { readCsv } from '../../src/node/index.ts';

const table = await readCsv(join(process.argv[2], redWine.files[0].path), { delimiter: wineDelimiter });
const labels = new LabelEncoder().fitTransform(table.numbers(redWine.target));
const features = table.drop([redWine.target]).toMatrix();
const sizes = [11, 64, 64, 6];
const runs = [0, 1, 2, 3, 4].map((seed) => {
  const split = trainValidationTestSplit(features.shape[0], { stratify: labels, seed });
  const scaled = new StandardScaler().fit(features, split.train).transform(features);
  const weights = sizes.slice(1).map((units, i) => {
    const values = new Float32Array(sizes[i] * units);
    const stream = `init/dense${i + 1}.weight`;
    defaultFor(i < 2 ? 'relu' : 'softmax').fill(values, [sizes[i], units], seed, stream);
    return Array.from(values);
  });
  const order = split.train.slice();
  const orders = Array.from({ length: 100 }, (_, epoch) => {
    new RandomStream(seed, 'batches', epoch).shuffle(order);
    return Array.from(order);
  });
  return { seed, x: Array.from(scaled.data), test: Array.from(split.test), weights, orders };
});
console.log(JSON.stringify({ sizes, labels, runs }));

/**
 * Prints what the runs of `simdgrad compare wine-quality` start from, for `comparison.py` to train the same networks in
 * PyTorch: rows of each part, initial weights of the dense layers, the order of batches of every epoch.
 *
 *     npx tsx test/golden/comparison.ts | python3 test/golden/comparison.py FOLDER > test/golden/comparison.json
 */
import { loadDataset } from '../../datasets/index.ts';
import { epochOrder } from '../../src/data/batches.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { prepareParts } from '../../src/experiments/prepared-parts.ts';
import { Sequential } from '../../src/index.ts';

const epochs = 100;
const dense = ['dense1', 'dense2', 'dense3'].map((name) => `${name}.weight`);

const sets = Object.entries(await loadDataset('wine-quality')).map(([colour, data]) => {
  const runs = [0, 1, 2, 3, 4].map((seed) => {
    const parts = prepareParts(data, { validationSize: 0.15, testSize: 0.15, seed });
    const [baseline, ...others] = denseNetworks.map((design) => {
      const model = new Sequential(design.layers(data.classes.length), { inputShape: [11], seed });
      return dense.map((name) => Array.from(model.weights()[name].toFloat32Array()));
    });
    for (const weights of others) {
      if (JSON.stringify(weights) !== JSON.stringify(baseline)) throw new Error('networks begin with other weights');
    }
    const rowsOf = ({ x, y }: (typeof parts)['train']) => ({ x: Array.from(x.data), y });
    const { train, validation, test } = parts;
    return {
      seed,
      train: rowsOf(train),
      validation: rowsOf(validation),
      test: rowsOf(test),
      weights: baseline,
      orders: Array.from({ length: epochs }, (_, epoch) =>
        Array.from(epochOrder('', train.y.length, true, seed, epoch)),
      ),
    };
  });
  return [colour, { classes: data.classes.length, runs }];
});
console.log(JSON.stringify({ epochs, sets: Object.fromEntries(sets) }));

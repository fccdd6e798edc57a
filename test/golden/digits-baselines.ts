/**
 * Prints sets of generated digits, pixels as base64, for `digits-baselines.py` to train scikit-learn's models on.
 *
 *     npx tsx test/golden/digits-baselines.ts | python3 test/golden/digits-baselines.py FOLDER > test/golden/digits-baselines.json
 */
import { digits } from '../../src/index.ts';

function set(samples: number, seed: number) {
  const { x, y } = digits({ samples, seed });
  return { seed, samples, pixels: Buffer.from(x.data).toString('base64'), labels: y };
}

console.log(JSON.stringify({ small: [0, 1, 2, 3, 4].map((seed) => set(6000, seed)), large: set(24000, 5) }));

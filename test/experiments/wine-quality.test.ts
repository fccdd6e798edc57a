/** The comparison on real data, beside PyTorch's: `test/golden/comparison.py`. */
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { loadDataset } from '../../datasets/index.ts';
import { redWine, whiteWine } from '../../datasets/wine-quality.ts';
import { compareNetworks } from '../../src/experiments/compare-networks.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { intervalText, pointsText, tableSpreadText } from '../../src/experiments/figure-text.ts';
import golden from '../golden/comparison.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';

const findings = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
const designs = denseNetworks.filter(({ name }) => name !== 'dropout');

/**
 * From the same start, how far test accuracies over five seeds may lie from PyTorch's. Without dropout the runs are the
 * same until rounding has grown; with it they have other masks, which is worth some percent in each of 240 or 735 rows.
 */
const apart = 0.02;
/** From other splits, weights and batches, in standard errors of a difference of means of five and of ten seeds. */
const standardErrors = 3;

describe.each([
  ['red', redWine],
  ['white', whiteWine],
] as const)('%s wine', (colour, { name, files }) => {
  testWithDatasets(
    'is learned by all networks as by PyTorch with the same set-up, over five seeds',
    files.map(({ path }) => path),
    async () => {
      const data = await loadDataset(name as 'wine-quality-red', { download: false });
      const { comparison } = await compareNetworks(data, designs, { seeds: [0, 1, 2, 3, 4], epochs: golden.epochs });
      const { paired, independent } = golden.sets[colour];

      for (const { network, seed, history, accuracy } of comparison.runs) {
        const torch = paired.runs[seed][network as 'baseline'];
        expect(accuracy.validation).toBe(Math.max(...history.validationAccuracy));
        if (network === 'optimized') continue;
        const errors = torch.firstLosses.map((loss, epoch) => Math.abs(history.loss[epoch] - loss));
        expect(Math.max(...errors)).toBeLessThan(1e-6);
        expect(Math.abs(history.loss[golden.epochs - 1] - torch.lastLoss)).toBeLessThan(0.03);
      }
      for (const network of ['baseline', 'optimized'] as const) {
        for (const part of ['train', 'validation', 'test'] as const) {
          const { mean } = comparison.summary[network].accuracy[part];
          expect(Math.abs(mean - paired.summary[network][part].mean)).toBeLessThan(apart);
          const other = independent.summary[network][part];
          const standardError = other.deviation * Math.sqrt(1 / 5 + 1 / independent.runs.length);
          expect(Math.abs(mean - other.mean)).toBeLessThan(standardErrors * standardError);
        }
        const own = tableSpreadText(comparison.summary[network].accuracy.test);
        expect(findings).toContain(`| ${colour}, ${network} | ${own} |`);
      }
      const { mean, interval } = comparison.differences.optimized;
      expect(findings).toContain(`${pointsText(mean)} points on ${colour} wine (${intervalText(interval!)})`);
      expect(findings).toContain(`${(100 * comparison.floor.accuracy).toFixed(1)} % of ${colour}`);
    },
  );
});

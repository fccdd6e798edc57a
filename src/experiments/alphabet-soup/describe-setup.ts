import type { Block } from '../../report/document.ts';
import { countText, listText, percentText, plural } from '../figure-text.ts';
import { networkSource } from '../network-source.ts';
import { splitKinds, splitTexts } from '../split-kind.ts';
import { soupNetworkNames, soupNetworks } from './networks.ts';
import { soupSplit } from './soup-parts.ts';
import type { SoupStudy } from './soup-study.ts';

/** Rows, features, training and networks. */
export function describeSetup({ data, settings, runs }: SoupStudy): Block[] {
  const { seeds, epochs, batchSize } = settings;
  const counts = splitKinds.flatMap((split): string[] => {
    const all = runs.filter((run) => run.split === split && run.name !== 'leaking').map((run) => run.features);
    if (all.length === 0) return [];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return [`${least === most ? least : `${least} to ${most}`} with ${splitTexts[split]}`];
  });
  const fitted =
    counts.length === 0
      ? ''
      : ` Fitted on training rows alone there are ${listText(counts)}: a category may be just below the line, or have no training row.`;
  const features = data.featureNames.length;
  const inputShape = [features];
  const texts = [
    `${countText(data.rows)} applications. EIN and NAME are dropped; categories of APPLICATION_TYPE below 500 rows and of CLASSIFICATION below 1,000 become Other, of the training rows their share of that; ` +
      `categories are one-hot, numbers standardised. Of all rows that makes ${features} features.${fitted} The 38 that were published come from another binning, and count the target among them.`,
    `${percentText(soupSplit.testSize, 0)} of the rows are tested on, ${percentText(soupSplit.validationSize, 0)} are kept to choose by, the rest is trained on; class by class, anew for each seed. Transformers see the training part alone.`,
    `Binary cross-entropy, Adam, batches of ${batchSize}, ${plural(epochs, 'epoch')}; the weights of the epoch with the lowest validation loss are tested, once. ` +
      `${plural(seeds.length, 'seed')}; with one seed all networks have the same split, the same order of batches and the same initial weights.`,
  ];
  return [
    { kind: 'heading', text: 'Set-up' },
    ...texts.map((text): Block => ({ kind: 'text', text })),
    ...soupNetworkNames.map((name): Block => {
      const { description, layers } = soupNetworks[name];
      const text = networkSource({ layers: layers(), inputShape, seed: seeds[0] });
      return { kind: 'code', language: 'typescript', text, caption: `${name}: ${description}` };
    }),
  ];
}

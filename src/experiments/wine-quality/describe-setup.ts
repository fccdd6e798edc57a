import type { Block } from '../../report/document.ts';
import { percentText, plural } from '../figure-text.ts';
import { networkSource } from '../network-source.ts';
import { rareShare, wineLayers } from './run.ts';
import { wineSplit } from './wine-parts.ts';
import type { WineStudy } from './wine-study.ts';

/** Wines, tasks, training and networks. */
export function describeSetup({ settings, data }: WineStudy): Block[] {
  const { seeds, epochs, batchSize } = settings;
  const inputShape = [11];
  const source = (caption: string, outputs: number, activation: 'softmax' | 'linear'): Block => ({
    kind: 'code',
    language: 'typescript',
    text: networkSource({ layers: wineLayers(outputs, activation), inputShape, seed: seeds[0] }),
    caption,
  });
  const texts = [
    `Measurements are standardised by the training part. ${percentText(wineSplit.testSize, 0)} of the wines are tested on, ${percentText(wineSplit.validationSize, 0)} are kept to choose by; class by class, anew for each seed. ` +
      'Grouped splits keep wines of equal measurements in one part.',
    'The classifier has softmax and cross-entropy. Regression has one output and squared error of the grade less its training mean; what it says is rounded to the nearest grade that there is. ' +
      'Balanced: each wine counts rows ÷ (grades · wines of its grade) in the loss, so that all grades count the same; the validation loss, by which the epoch is chosen, counts every wine alike.',
    `Adam 0.001, batches of ${batchSize}, ${plural(epochs, 'epoch')}; the weights of the epoch with the lowest validation loss are tested, once. ${plural(seeds.length, 'seed')}; ` +
      'with one seed the networks of a colour and split have the same rows and the same order of batches.',
    `Grades of less than ${percentText(rareShare, 0)} of the wines are called rare.`,
  ];
  return [
    { kind: 'heading', text: 'Set-up' },
    ...texts.map((text): Block => ({ kind: 'text', text })),
    source('The classifier of red wines', data.red.grades.length, 'softmax'),
    source('Regression', 1, 'linear'),
  ];
}

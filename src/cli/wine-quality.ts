import { loadDataset } from '../../datasets/index.ts';
import { percentText } from '../experiments/figure-text.ts';
import { aboutWines } from '../experiments/wine-quality/about-wine.ts';
import { wineQualityStudy } from '../experiments/wine-quality/describe.ts';
import type { RegisterCommand } from './context.ts';
import { registerSeedExperiment } from './seed-experiment.ts';

const about = `
Red and white wines, their grades as classes and as numbers that are rounded,
with and without balanced class weights, with splits row by row and splits that
keep equal wines in one part. Beside them the mistake of a published study:
labels that are mapped for validation and test, but not for training. About two
minutes on one core.`;

/** `simdgrad experiment wine-quality`. */
export const registerWineQuality: RegisterCommand = (experiment, context) =>
  registerSeedExperiment(experiment, context, {
    kind: wineQualityStudy,
    description: 'grades of wines by classification and by regression, rare grades, and a mistake that was published',
    about,
    seeds: 10,
    epochs: 100,
    batchSize: 32,
    task: 'wineQuality',
    async load(options) {
      const { red, white } = await loadDataset('wine-quality', options);
      return { red: aboutWines(red), white: aboutWines(white) };
    },
    runText({ colour, task, weights, split, seed, test, seconds }) {
      const balanced = weights === 'balanced' ? ' balanced' : '';
      return `${colour} ${task}${balanced}, ${split} splits, seed ${seed}  test ${percentText(test.accuracy)}  ${seconds.toFixed(1)} s`;
    },
  });

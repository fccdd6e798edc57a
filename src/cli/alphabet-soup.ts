import { loadDataset } from '../../datasets/index.ts';
import { aboutSoup } from '../experiments/alphabet-soup/about-soup.ts';
import { alphabetSoupStudy } from '../experiments/alphabet-soup/describe.ts';
import { percentText } from '../experiments/figure-text.ts';
import type { RegisterCommand } from './context.ts';
import { registerSeedExperiment } from './seed-experiment.ts';

const about = `
Networks of 10 tanh, 8 tanh and 1 sigmoid on applications for money: plain, with
batch normalisation, with L2 0.01, with a learning-rate schedule, with all
three; with splits row by row, and with splits that keep equal rows in one part.
Beside them the run that was published with 100 % accuracy, whose features hold
the answer, and what the lint says of it. About two minutes on one core.`;

/** `simdgrad experiment alphabet-soup`. */
export const registerAlphabetSoup: RegisterCommand = (experiment, context) =>
  registerSeedExperiment(experiment, context, {
    kind: alphabetSoupStudy,
    description: 'an honest accuracy for Alphabet Soup, and what three additions to its network are worth',
    about,
    seeds: 10,
    epochs: 100,
    batchSize: 32,
    task: 'alphabetSoup',
    load: async (options) => aboutSoup((await loadDataset('alphabet-soup', options)).table),
    runText: (run) =>
      `${run.name}, ${run.split} splits, seed ${run.seed}  test ${percentText(run.test.accuracy)}  ${run.seconds.toFixed(1)} s`,
  });

/** Tasks that train, for tests of what runs jobs: a module that worker threads import. */

import { Dense, Sequential, spirals } from '../../src/index.ts';
import type { Task } from '../../src/jobs/job.ts';

/** A short training with one seed. */
export const train: Task<{ readonly seed: number }, object> = async ({ seed }, { signal, onProgress }) => {
  const epochs = 4;
  const { x, y } = spirals({ classes: 3, samplesPerClass: 30, seed });
  const model = new Sequential([new Dense(17, { activation: 'tanh' }), new Dense(3, { activation: 'softmax' })], {
    inputShape: [2],
    seed,
  });
  const { loss } = await model.fit(x, y, {
    loss: 'crossEntropy',
    optimizer: 'adam',
    epochs,
    batchSize: 20,
    seed,
    signal,
    callbacks: [{ onEpochEnd: (epoch) => onProgress({ share: (epoch + 1) / epochs }) }],
  });
  return { loss, fingerprint: await model.fingerprint() };
};

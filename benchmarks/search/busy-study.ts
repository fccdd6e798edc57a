import { RandomSampler } from '../../src/search/samplers/random-sampler.ts';
import { uniform } from '../../src/search/space/continuous.ts';

/** The study that `workers.ts` measures: trials of different lengths. */
export const busySpace = { x: uniform(0.5, 2), size: uniform(0.5, 1.5) };

export const busySampler = new RandomSampler({ seed: 1 });

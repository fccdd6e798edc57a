import { spirals as drawSpirals, type SpiralsOptions } from '../src/index.ts';
import type { GeneratedDataset } from './dataset.ts';
import { aboutOf, type ClassificationDataset } from './tabular.ts';

/** Three interleaved arms that wind one and a quarter times around the centre. */
const defaults = { classes: 3, samplesPerClass: 500, turns: 1.25, noise: 0.03, seed: 0 };

/** As `spirals` draws them; no straight line parts two arms. */
export const spirals: GeneratedDataset<SpiralsOptions, ClassificationDataset> = {
  name: 'spirals',
  title: 'Spirals',
  generated: true,
  task: 'classification',
  rows: defaults.classes * defaults.samplesPerClass,
  features: 2,
  classes: defaults.classes,
  target: 'arm',
  files: [],
  generate(options = {}) {
    const all = { ...defaults, ...options };
    const classes = Array.from({ length: all.classes }, (_, k) => k);
    return { ...aboutOf(spirals), task: 'classification', ...drawSpirals(all), featureNames: ['x', 'y'], classes };
  },
};

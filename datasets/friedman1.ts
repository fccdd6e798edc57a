import { friedman1 as draw, type Friedman1Options } from '../src/index.ts';
import { aboutOf } from './about.ts';
import type { GeneratedDataset } from './dataset.ts';
import type { RegressionDataset } from './tabular.ts';

const defaults: Friedman1Options = { samples: 1000, features: 10, noise: 1 };

/** Friedman's first regression problem; five of its ten columns say nothing. The noise on y has variance 1. */
export const friedman1: GeneratedDataset<Friedman1Options, RegressionDataset> = {
  name: 'friedman1',
  title: 'Friedman 1',
  generated: true,
  task: 'regression',
  rows: 1000,
  features: 10,
  target: 'y',
  files: [],
  generate: (options) => ({ ...aboutOf(friedman1), task: 'regression', ...draw({ ...defaults, ...options }) }),
};

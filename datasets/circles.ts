import { type CirclesOptions, circles as draw } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** A circle within another of twice its size, with noise that lets them touch. */
export const circles = generatedClasses({
  name: 'circles',
  title: 'Circles',
  rows: 1000,
  features: 2,
  classes: 2,
  target: 'circle',
  featureNames: ['x', 'y'],
  defaults: { samples: 1000, noise: 0.1, factor: 0.5 } as CirclesOptions,
  draw: (options) => ({ ...draw(options), classes: 2 }),
});

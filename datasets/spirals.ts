import { spirals as draw, type SpiralsOptions } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** Three interleaved arms that wind one and a quarter times around the centre; no straight line parts two of them. */
export const spirals = generatedClasses({
  name: 'spirals',
  title: 'Spirals',
  rows: 1500,
  features: 2,
  classes: 3,
  target: 'arm',
  featureNames: ['x', 'y'],
  defaults: { classes: 3, samplesPerClass: 500, turns: 1.25, noise: 0.03 } as SpiralsOptions,
  draw: (options) => ({ ...draw(options), classes: options.classes! }),
});

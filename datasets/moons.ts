import { moons as draw, type MoonsOptions } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** Two half circles that reach into each other, with noise enough that a few points are beyond telling. */
export const moons = generatedClasses({
  name: 'moons',
  title: 'Moons',
  rows: 1000,
  features: 2,
  classes: 2,
  target: 'moon',
  featureNames: ['x', 'y'],
  defaults: { samples: 1000, noise: 0.2 } as MoonsOptions,
  draw: (options) => ({ ...draw(options), classes: 2 }),
});

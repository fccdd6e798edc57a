import { type DigitsOptions, digits as draw } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** Grey images of digits, drawn from strokes by a program: nobody's handwriting. A row of 28 x 28 pixels each. */
export const digits = generatedClasses({
  name: 'digits',
  title: 'Generated digits',
  rows: 6000,
  features: 784,
  classes: 10,
  target: 'digit',
  defaults: { samples: 6000 } as DigitsOptions,
  draw: (options) => ({ ...draw(options), classes: 10 }),
});

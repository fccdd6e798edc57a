import { type ClassificationOptions, classification as draw } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** Three classes of two clusters each in five columns, hidden among five sums of these and ten columns of noise. */
export const classification = generatedClasses({
  name: 'classification',
  title: 'Clusters among useless columns',
  rows: 2000,
  features: 20,
  classes: 3,
  target: 'class',
  defaults: { samples: 2000, features: 20, informative: 5, redundant: 5, classes: 3 } as ClassificationOptions,
  draw: (options) => ({ ...draw(options), classes: options.classes! }),
});

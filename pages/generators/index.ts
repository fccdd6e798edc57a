/** What fills the parts of documents between `<!-- generated: NAME WORDS -->` and `<!-- /generated -->`, by name. */
import { headlines } from './headlines.ts';
import { kernelSpeeds } from './kernel-speeds.ts';
import { matrixProducts } from './matrix-products.ts';
import { optimizerDefaults } from './optimizer-defaults.ts';
import { optimizerFigures } from './optimizer-figures.ts';
import { optimizerOrder } from './optimizer-order.ts';
import { optimizerVerdicts } from './optimizer-verdicts.ts';
import { papers } from './papers.ts';
import { race } from './race.ts';

/**
 * Makes such a part.
 *
 * @param words what follows the name.
 * @param root the repository.
 * @returns Markdown: blocks where the comment is a line of its own, else words of the sentence it is in.
 * @throws Error that says what is wrong with the words, or what is missing.
 */
export type Generator = (words: readonly string[], root: string) => Promise<string> | string;

/** Each in the file of its name. */
export const generators: Readonly<Record<string, Generator>> = {
  headlines,
  'kernel-speeds': kernelSpeeds,
  'matrix-products': matrixProducts,
  'optimizer-defaults': optimizerDefaults,
  'optimizer-figures': optimizerFigures,
  'optimizer-order': optimizerOrder,
  'optimizer-verdicts': optimizerVerdicts,
  papers,
  race,
};

/** What fills the parts of documents between `<!-- generated: NAME WORDS -->` and `<!-- /generated -->`, by name. */
import { floorImports, floorPurposes, floorsPicture } from './floors.ts';
import { headlines } from './headlines.ts';
import { kernelSpeeds } from './kernel-speeds.ts';
import { matrixProducts } from './matrix-products.ts';
import { optimizerDefaults } from './optimizer-defaults.ts';
import { optimizerFigures } from './optimizer-figures.ts';
import { optimizerOrder } from './optimizer-order.ts';
import { optimizerVerdicts } from './optimizer-verdicts.ts';
import { papers } from './papers.ts';
import { race } from './race.ts';
import { stepLife } from './step-life.ts';

/**
 * Makes such a part.
 *
 * @param words what follows the name.
 * @param root the repository.
 * @returns Markdown: blocks where the comment is a line of its own, else words of the sentence it is in; with the files that it
 *   shows, where these are made with it.
 * @throws Error that says what is wrong with the words, or what is missing.
 */
export type Generator = (words: readonly string[], root: string) => Promise<string | Generated> | string | Generated;

/** A part with files, such as pictures, by their names beside the document. */
export interface Generated {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Each in the file of its name. */
export const generators: Readonly<Record<string, Generator>> = {
  'floor-imports': floorImports,
  'floor-purposes': floorPurposes,
  'floors-picture': floorsPicture,
  headlines,
  'kernel-speeds': kernelSpeeds,
  'matrix-products': matrixProducts,
  'optimizer-defaults': optimizerDefaults,
  'optimizer-figures': optimizerFigures,
  'optimizer-order': optimizerOrder,
  'optimizer-verdicts': optimizerVerdicts,
  papers,
  race,
  'step-life': stepLife,
};

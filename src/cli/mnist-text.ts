/** The MNIST experiment as it is printed. */
import { countText, plural } from '../experiments/figure-text.ts';
import { describePart } from '../experiments/mnist/describe.ts';
import { describeExhibit } from '../experiments/mnist/describe-exhibit.ts';
import { partOf } from '../experiments/mnist/run.ts';
import type { MnistPart, MnistSettings } from '../experiments/mnist/settings.ts';
import type { AboutImages, MnistStudy } from '../experiments/mnist/study.ts';
import { blocksText } from './blocks-text.ts';
import { confusionText } from './confusion.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** What is going to be done. */
export function setupText(
  { title, images }: AboutImages,
  settings: MnistSettings,
  runs: { readonly planned: number; readonly done: number },
  terminal: Terminal,
): string {
  const used = settings.images === images ? 'all' : countText(settings.images);
  const lines = [
    `${used} ${settings.images === images ? countText(images) : `of ${countText(images)}`} training images; ` +
      `${countText(settings.validation)} of them are kept to choose by; the test part is looked at once for each finished network`,
    `${settings.parts.join(', ')}; ${plural(settings.seeds.length, 'seed')}; ${plural(runs.planned, 'run')}` +
      (runs.done > 0 ? `, ${runs.done} of them done before` : ''),
  ];
  return `${terminal.colors.bold(title)}\n${lines.map((line) => `${wrap(line, terminal.width)}\n`).join('')}`;
}

/** Tables and verdicts of a part, with a look at a finished network where that is one of its own. Empty before its first run. */
export function partText(study: MnistStudy, part: MnistPart, terminal: Terminal): string {
  const figures = blocksText(describePart[part](study), terminal);
  const { exhibit, data } = study;
  if (!exhibit || partOf(exhibit.key) !== part) return figures;
  const closely = blocksText(describeExhibit(study), terminal);
  return `${figures}\n${closely}\n${confusionText(exhibit.confusionMatrix, data.classes, terminal)}`;
}

import { meanAndDeviation } from '../../src/experiments/mean-and-deviation.ts';
import type { RateFindings } from '../../src/experiments/studies/optimizer-pairs.ts';
import { type StudyOptimizer, titleOfOptimizer } from '../../src/experiments/studies/optimizer-words.ts';
import { testAccuracy } from '../../src/experiments/studies/share-map.ts';
import { markdownTable } from '../markdown-table.ts';
import { ruleStudies } from '../rule-studies.ts';

/** By the years of their papers, with their pages. */
const pages: Readonly<Record<StudyOptimizer, string>> = {
  ...{ sgd: 'sgd', momentum: 'momentum', nesterov: 'momentum', adagrad: 'adagrad', rmsProp: 'rms-prop' },
  ...{
    adadelta: 'adadelta',
    adam: 'adam',
    adamax: 'adamax',
    nadam: 'nadam',
    adamW: 'adam-w',
    rAdam: 'r-adam',
    lion: 'lion',
  },
};

/** Test accuracy of every rule at its best rate and, in brackets, at its default: a row each, a column for each data set. */
export async function optimizerOrder(_words: readonly string[], root: string): Promise<string> {
  const studies = await ruleStudies(root);
  const share = ({ runs }: RateFindings): string => (100 * meanAndDeviation(runs.map(testAccuracy)).mean).toFixed(1);
  const rows = Object.entries(pages).map(([optimizer, page]) => [
    `[${titleOfOptimizer(optimizer as StudyOptimizer)}](${page}.md)`,
    ...studies.map(({ rules }) => {
      const { atBest, atDefault } = rules.find((one) => one.optimizer === optimizer)!;
      return `${share(atBest)} (${share(atDefault)})`;
    }),
  ]);
  return markdownTable(['rule', ...studies.map(({ data }) => data)], rows);
}

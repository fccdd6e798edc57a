import { bestOf } from '../../src/experiments/choose.ts';
import { percentSpreadText, tableSpreadText } from '../../src/experiments/figure-text.ts';
import { meanAndDeviation } from '../../src/experiments/mean-and-deviation.ts';
import { pairsCell, seedPairs } from '../../src/experiments/seed-pairs.ts';
import type { PairFindings, RateFindings } from '../../src/experiments/studies/optimizer-pairs.ts';
import { titleOfOptimizer } from '../../src/experiments/studies/optimizer-words.ts';
import { rangesBySeed } from '../../src/experiments/studies/rate-ranges.ts';
import { testAccuracy } from '../../src/experiments/studies/share-map.ts';
import { markdownTable } from '../markdown-table.ts';
import { ruleStudies } from '../rule-studies.ts';
import { studyOptimizersFrom } from '../study-optimizers.ts';

/** What the study of update rules says of the optimizers that are named, on each data set: `optimizer-figures adam`. */
export async function optimizerFigures(words: readonly string[], root: string): Promise<string> {
  const optimizers = studyOptimizersFrom(words);
  const rows = (await ruleStudies(root)).flatMap(({ data, rules }) => {
    const first = bestOf(rules, ({ atBest }) => atBest);
    return optimizers.map((optimizer) => {
      const rule = rules.find((one) => one.optimizer === optimizer)!;
      return [
        ...(optimizers.length > 1 ? [`${data}, ${titleOfOptimizer(optimizer)}`] : [data]),
        rateText(rule.atBest),
        rateText(rule.atDefault),
        first && first !== rule ? behindText(first, rule) : 'chosen first',
        rangeText(rule),
      ];
    });
  });
  return markdownTable(
    [
      'data',
      'best rate: test accuracy',
      'default: test accuracy',
      'points against the rule chosen first',
      'range over six rates',
    ],
    rows,
  );
}

function rateText({ setting, runs }: RateFindings): string {
  return `${setting}: ${percentSpreadText(meanAndDeviation(runs.map(testAccuracy)), 1)}`;
}

function behindText(first: PairFindings, rule: PairFindings): string {
  return `${pairsCell(seedPairs(first.atBest.runs, rule.atBest.runs, testAccuracy), 1)}, ${titleOfOptimizer(first.optimizer)}`;
}

function rangeText({ rates }: PairFindings): string {
  const ranges = [...rangesBySeed(rates).values()];
  return ranges.length === 0 ? 'a rate failed' : tableSpreadText(meanAndDeviation(ranges));
}

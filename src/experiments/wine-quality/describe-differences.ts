import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { pairsCell, pairsRemark, seedPairs } from '../seed-pairs.ts';
import { type SplitKind, splitKinds } from '../split-kind.ts';
import {
  balancedClassifier,
  balancedRegression,
  classifier,
  networkRuns,
  regression,
  type WineNetwork,
} from './networks.ts';
import type { WineColour } from './run.ts';
import { colourTexts, type WineStudy } from './wine-study.ts';

/** A network with the splits of a kind. */
type Side = readonly [network: WineNetwork, split: SplitKind];

/** What is compared: a row of the table each. */
const comparisons: readonly { readonly name: string; readonly before: Side; readonly after: Side }[] = [
  ...splitKinds.flatMap((split) => [
    {
      name: `weights, classifier, ${split}`,
      before: [classifier, split] as const,
      after: [balancedClassifier, split] as const,
    },
    {
      name: `weights, regression, ${split}`,
      before: [regression, split] as const,
      after: [balancedRegression, split] as const,
    },
    {
      name: `regression, not classifier, ${split}`,
      before: [classifier, split] as const,
      after: [regression, split] as const,
    },
  ]),
  { name: 'grouped, not plain, classifier', before: [classifier, 'plain'], after: [classifier, 'grouped'] },
  { name: 'grouped, not plain, regression', before: [regression, 'plain'], after: [regression, 'grouped'] },
];

const figures = ['accuracy', 'macroF1', 'kappa', 'rareRecall'] as const;

/** What weights, the task and the splits change, seed by seed. */
export function describeDifferences(study: WineStudy, colour: WineColour): Block[] {
  const rows = comparisons.flatMap(({ name, before, after }) => {
    const [first, second] = [before, after].map((side) => networkRuns(study, colour, ...side));
    const pairs = figures.map((figure) => seedPairs(first, second, ({ test }) => test[figure]));
    return pairs[0] ? [{ name, pairs }] : [];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `${colourTexts[colour]} wines: what changes, in hundredths`,
      columns: columnsOf(['', 'accuracy', 'macro F1', 'kappa', 'rare found']),
      rows: rows.map(({ name, pairs }) => [name, ...pairs.map((one) => pairsCell(one, 1))]),
    },
    { kind: 'text', text: pairsRemark(rows.flatMap(({ pairs }) => pairs)), tone: 'remark' },
  ];
}

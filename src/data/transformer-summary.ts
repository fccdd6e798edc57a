import type { CategoryFeatures, LearnedCategory } from './category-features.ts';
import { counted } from './counted.ts';
import type { NumberFeatures } from './number-features.ts';
import type { TransformerSettings } from './transformer-options.ts';

/** Categories of a column that are named; the others are counted. */
const mostNamed = 8;

/**
 * What a transformer learned, one line a column:
 *
 *     43 features of 10 columns, learned from 34,299 rows
 *     ASK_AMT           number, standard: 12 missing become 5000
 *     APPLICATION_TYPE  9 features: T3 27037, T4 1542, …, (Other) 276 (8 categories)
 */
export function transformerSummary(
  { numeric: { scale, log } }: TransformerSettings,
  learned: {
    readonly rows: number;
    readonly numeric: NumberFeatures;
    readonly categorical: readonly CategoryFeatures[];
    readonly featureNames: readonly string[];
  },
): string {
  const { rows, numeric, categorical, featureNames } = learned;
  const names = [...numeric.columns, ...categorical.map(({ column }) => column)];
  const width = Math.max(...names.map((name) => name.length));
  const numbers = numeric.columns.map((name, j) => {
    const steps = [...(log.includes(name) ? ['log'] : []), ...(scale === 'none' ? [] : [scale])];
    const missing = numeric.missing[j] > 0 ? `: ${numeric.missing[j]} missing become ${numeric.fill[j]}` : '';
    return `${name.padEnd(width)}  ${['number', ...steps].join(', ')}${missing}`;
  });
  const categories = categorical.map(
    (one) =>
      `${one.column.padEnd(width)}  ${counted(one.featureNames.length, 'feature')}: ${categoriesText(one.learned)}`,
  );
  const title = `${counted(featureNames.length, 'feature')} of ${counted(names.length, 'column')}, learned from ${counted(rows, 'row')}`;
  return `${[title, ...numbers, ...categories].join('\n')}\n`;
}

/** The most frequent ones first, Other last. */
function categoriesText(learned: readonly LearnedCategory[]): string {
  const own = learned.filter(({ kind }) => kind !== 'other').sort((a, b) => b.count - a.count);
  const other = learned.find(({ kind }) => kind === 'other');
  const left = own.length - mostNamed;
  return [
    ...own.slice(0, mostNamed).map(({ value, count }) => `${value ?? '(missing)'} ${count}`),
    ...(left > 0 ? [`${left} more`] : []),
    ...(other ? [`(Other) ${other.count} (${counted(other.categories!, 'category')})`] : []),
  ].join(', ');
}

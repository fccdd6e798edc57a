/** What a kept model is worth, in blocks of a report. */

import type { Block } from '../../report/document.ts';
import { confusionBlock, wordTableBlock } from '../report-blocks.ts';
import { isShare, scoreTitle } from './scores.ts';
import type { TableResults, TestedModel } from './table-results.ts';
import { constantSentence, importanceTable, lostText, testedTable, worstTable } from './table-words.ts';

type About = Pick<TableResults, 'task' | 'targets' | 'classes' | 'table'>;

/** Columns of the chart. */
const mostColumnsShown = 15;
/** With more classes a confusion matrix cannot be read. */
const mostClassesShown = 40;

/** Its scores on the test part. */
export function scoreBlocks(about: About, tested: TestedModel): Block[] {
  return [
    wordTableBlock('The kept model', testedTable(about, tested)),
    { kind: 'text', text: constantSentence(tested, about), tone: 'remark' },
    {
      kind: 'text',
      tone: 'remark',
      text: 'Intervals are over the rows tested on, rows with equal features drawn together (percentile bootstrap; exact where all or none are right): they say nothing about training again.',
    },
  ];
}

/** What the columns are worth to it, which classes it mistakes, and the rows it predicts worst. */
export function detailBlocks(about: About, tested: TestedModel): Block[] {
  const { confusionMatrix, worst } = tested;
  const names = about.classes?.map(String) ?? [];
  return [
    ...(tested.importance.length > 0 ? columnBlocks(tested) : []),
    ...(confusionMatrix && names.length <= mostClassesShown
      ? [
          { kind: 'heading', text: 'Classes' } as const,
          confusionBlock('Confusion matrix of the test part', names, confusionMatrix),
        ]
      : []),
    ...(worst.length > 0
      ? [
          { kind: 'heading', text: 'Predicted worst' } as const,
          wordTableBlock('Rows of the data, counted from 1', worstTable(tested, about)),
        ]
      : []),
  ];
}

function columnBlocks(tested: TestedModel): Block[] {
  const { importance, main } = tested;
  const shown = importance.slice(0, mostColumnsShown);
  const [inPoints, title] = isShare(main)
    ? [100, `points of ${scoreTitle(main)} lost`]
    : [1, `${scoreTitle(main)} lost`];
  return [
    { kind: 'heading', text: 'Columns' },
    {
      kind: 'chart',
      caption: `What the columns are worth: ${title} when one is shuffled`,
      chart: {
        kind: 'bars',
        x: { title },
        groups: shown.map(({ column }) => column),
        series: [
          {
            name: 'lost',
            bars: shown.map(({ mean }) => ({ value: Math.max(0, inPoints * mean), text: lostText(main, mean) })),
          },
        ],
      },
    },
    wordTableBlock('What is lost without each column', importanceTable(tested)),
    {
      kind: 'text',
      tone: 'remark',
      text: 'A column is shuffled among the rows of the test part. Columns that say the same share what they are worth, and each looks dispensable.',
    },
  ];
}

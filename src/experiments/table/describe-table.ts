import type { Block, LineSeries } from '../../report/document.ts';
import { curveOf } from '../curve.ts';
import type { Describer } from '../describe.ts';
import { capital, countText, listText, plural } from '../figure-text.ts';
import { wordTableBlock } from '../report-blocks.ts';
import { provenanceOf } from '../results-header.ts';
import { detailBlocks, scoreBlocks } from './describe-tested.ts';
import { findingBlocks } from './finding-blocks.ts';
import { scoreTitle } from './scores.ts';
import type { TableResults, TestedModel } from './table-results.ts';
import { tableResultsFromJSON } from './table-results-from-json.ts';
import {
  constantSentence,
  keptSentence,
  networksTable,
  planSentences,
  scoreText,
  spreadSentence,
  stoppedSentence,
} from './table-words.ts';

/** The report of `simdgrad train`. */
export const describeTable: Describer = {
  format: 1,
  describe(header, json, checked) {
    const results = tableResultsFromJSON(checked, json);
    const file = checked.text('file', json.file, 5000).replace(/^.*[/\\]/, '');
    const { targets, tested, seeds, runs } = results;
    return {
      title: `${file}: a model of ${listText(targets)}`,
      question: `How well does a network predict ${listText(targets)} from the other columns, and by which of them?`,
      answer: tested ? answerOf(results, tested) : 'No network came to the end of an epoch.',
      blocks: blocksOf(results),
      provenance: provenanceOf(header, {
        seeds,
        fingerprints: Object.fromEntries(
          runs.map(({ network, seed, fingerprint }) => [`${network}, seed ${seed}`, fingerprint]),
        ),
      }),
    };
  },
};

function answerOf(results: TableResults, tested: TestedModel): string {
  const { main, scores, intervals, importance } = tested;
  const interval = intervals[main];
  const range = interval ? ` (95 % interval ${scoreText(main, interval[0])} to ${scoreText(main, interval[1])})` : '';
  const clear = importance.filter((one) => one.interval[0] > 0).slice(0, 3);
  const worth = clear.length === 1 ? 'column worth most is' : 'columns worth most are';
  const columns = clear.length > 0 ? `\nThe ${worth} ${listText(clear.map(({ column }) => column))}.` : '';
  return (
    `${scoreTitle(main).replace(/^./, (letter) => letter.toUpperCase())} ${scoreText(main, scores[main]!)}${range} on ${countText(results.rows.test)} rows that nothing was chosen by. ` +
    `${constantSentence(tested, results)}${columns}`
  );
}

function blocksOf(results: TableResults): Block[] {
  const { rows, features, networks, findings, tested } = results;
  const text = (one: string): Block => ({ kind: 'text', text: one });
  const heading = (one: string): Block => ({ kind: 'heading', text: one });
  return [
    heading('Set-up'),
    ...planSentences(results).map((one) => text(`${capital(one)}.`)),
    text(
      `${countText(rows.train)} rows to train on, ${countText(rows.validation)} to choose by, ${countText(rows.test)} to test on${features === undefined ? '' : `; ${plural(features, 'feature')}`}.`,
    ),
    ...networks.map(({ name, description }) => text(`${name}: ${description}.`)),
    ...findingBlocks(findings),
    ...(tested ? testedBlocks(results, tested) : []),
  ];
}

function testedBlocks(results: TableResults, tested: TestedModel): Block[] {
  const { runs } = results;
  const spread = spreadSentence(results);
  // Of a training that was stopped: no run came to its own end, or not every column was shuffled.
  const finished = runs.some(({ complete }) => complete);
  return [
    { kind: 'heading', text: 'Figures' },
    ...(finished
      ? [
          wordTableBlock('The networks', networksTable(results)),
          ...(spread === undefined ? [] : [{ kind: 'text', text: spread, tone: 'remark' } as const]),
        ]
      : [{ kind: 'text', text: stoppedSentence, tone: 'remark' } as const]),
    { kind: 'text', text: `${keptSentence(tested, results)}.` },
    ...scoreBlocks(results, tested),
    ...(finished ? curveBlocks(results) : []),
    ...detailBlocks(results, tested),
  ];
}

function curveBlocks(results: TableResults): Block[] {
  return [
    { kind: 'heading', text: 'Curves' },
    {
      kind: 'chart',
      caption: 'Loss of each epoch',
      chart: {
        kind: 'lines',
        x: { title: 'epoch' },
        y: { title: results.task === 'regression' ? 'squared error, standardised' : 'cross-entropy' },
        series: curves(results),
        dashes: { solid: 'training', dashed: 'validation' },
      },
    },
  ];
}

function curves({ runs, networks }: TableResults): LineSeries[] {
  return networks.flatMap(({ name }) => {
    const own = runs.filter(({ network, complete }) => network === name && complete);
    if (own.length === 0) return [];
    return [
      curveOf(
        name,
        'loss',
        own.map(({ history }) => history.loss),
      ),
      curveOf(
        name,
        'loss',
        own.map(({ history }) => history.validationLoss),
        true,
      ),
    ];
  });
}

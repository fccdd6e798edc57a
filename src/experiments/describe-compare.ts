import { classificationReport } from '../metrics/classification-report.ts';
import type { Block, LineSeries, ReportDocument } from '../report/document.ts';
import type { Comparison } from './comparison.ts';
import { comparisonFromJSON } from './comparison-from-json.ts';
import {
  bestRunSentence,
  figuresTable,
  floorSentence,
  networksWithFigures,
  seedTable,
  setupSentences,
  verdictsOf,
} from './comparison-words.ts';
import { curveOf } from './curve.ts';
import type { Describer } from './describe.ts';
import { capital, listText, percentSpreadText } from './figure-text.ts';
import { confusionBlock, wordTableBlock } from './report-blocks.ts';
import { provenanceOf } from './results-header.ts';
import type { NetworkRun } from './train-network.ts';

/** Rows that a classification report is made of at most. */
const mostRows = 10_000_000;

/** The report of `simdgrad compare`: a chapter's worth for each data set. */
export const describeCompare: Describer = {
  format: 1,
  describe(header, results, json): ReportDocument {
    const comparisons = json.list('comparisons', results.comparisons, (what, value) =>
      comparisonFromJSON(json, what, value),
    );
    if (comparisons.length === 0) json.refuse('comparisons must not be empty', comparisons);
    const titles = comparisons.map(({ dataset }) => dataset.title);
    const several = comparisons.length > 1;
    return {
      title: `Networks compared: ${titles.join(' and ')}`,
      question: questionOf(comparisons[0], titles),
      answer: comparisons
        .flatMap((comparison) =>
          answersOf(comparison).map((answer) => `${several ? `${comparison.dataset.title}: ` : ''}${answer}`),
        )
        .join('\n'),
      blocks: comparisons.flatMap((comparison) => blocksOf(comparison, several ? `${comparison.dataset.title}: ` : '')),
      provenance: provenanceOf(header, {
        seeds: comparisons[0].seeds,
        fingerprints: Object.fromEntries(comparisons.flatMap((comparison) => fingerprintsOf(comparison, several))),
      }),
    };
  },
};

function questionOf({ networks }: Comparison, titles: readonly string[]): string {
  const [first, ...others] = networks.map(({ name }) => name);
  const data = titles.join(' and ');
  if (others.length === 0) return `How accurate is the network ${first} on ${data}?`;
  const verb = others.length === 1 ? 'Is' : 'Are';
  return `${verb} ${listText(others)} more accurate than ${first} on ${data}, and by how much?`;
}

/** Sentences, each for a line of its own. */
function answersOf(comparison: Comparison): string[] {
  const verdicts = verdictsOf(comparison);
  if (verdicts.length > 0) return verdicts.map(({ text }) => text);
  const [name] = networksWithFigures(comparison);
  if (name === undefined) return ['No run came to its end.'];
  return [`${name} is right for ${percentSpreadText(comparison.summary[name].accuracy.test)} of the test rows.`];
}

/** @param prefix of headings, where there are several data sets. */
function blocksOf(comparison: Comparison, prefix: string): Block[] {
  const heading = (text: string): Block => ({ kind: 'heading', text: capital(`${prefix}${text}`) });
  const shown = networksWithFigures(comparison);
  const seeds = seedTable(comparison);
  const [data, training] = setupSentences(comparison);
  return [
    heading('set-up'),
    { kind: 'text', text: `${data}.` },
    { kind: 'text', text: `${training}.` },
    ...comparison.networks.map(
      ({ name, description, source }): Block => ({
        kind: 'code',
        language: 'typescript',
        text: source,
        caption: `${name}: ${description}`,
      }),
    ),
    ...(shown.length === 0
      ? []
      : [
          heading('figures'),
          wordTableBlock('Figures of each network', figuresTable(comparison, shown)),
          { kind: 'text', text: floorSentence(comparison), tone: 'remark' } as const,
          ...(seeds ? [wordTableBlock('Test accuracy seed by seed', seeds)] : []),
          ...verdictsOf(comparison).flatMap(({ text, note }): Block[] => [
            { kind: 'text', text },
            ...(note === undefined ? [] : [{ kind: 'text', text: note, tone: 'remark' } as const]),
          ]),
          heading('curves'),
          ...curveBlocks(comparison, shown),
        ]),
    ...(comparison.best ? [heading('best run'), ...bestRunBlocks(comparison, comparison.best)] : []),
  ];
}

function curveBlocks({ runs }: Comparison, networks: readonly string[]): Block[] {
  const curves = (figure: keyof NetworkRun['history'], dashed: boolean): LineSeries[] =>
    networks.map((name) => {
      const ofNetwork = runs.filter(({ network, complete }) => network === name && complete);
      return curveOf(
        name,
        figure === 'loss' || figure === 'validationLoss' ? 'loss' : 'share',
        ofNetwork.map(({ history }) => history[figure]),
        dashed,
      );
    });
  const x = { title: 'epoch' };
  const dashes = { solid: 'training', dashed: 'validation' };
  const both = (training: 'loss' | 'accuracy', validation: 'validationLoss' | 'validationAccuracy'): LineSeries[] => [
    ...curves(training, false),
    ...curves(validation, true),
  ];
  return [
    {
      kind: 'chart',
      caption: 'Cross-entropy of each epoch',
      chart: { kind: 'lines', x, y: { title: 'cross-entropy' }, series: both('loss', 'validationLoss'), dashes },
    },
    {
      kind: 'chart',
      caption: 'Accuracy of each epoch',
      chart: {
        kind: 'lines',
        x,
        y: { title: 'accuracy', format: 'percent' },
        series: both('accuracy', 'validationAccuracy'),
        dashes,
      },
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        'Means over seeds; bands reach one standard deviation. Figures of training are means over an epoch, while weights ' +
        'change and dropout is at work; those of validation are measured after it.',
    },
  ];
}

/** What the best run took for what. */
function bestRunBlocks({ dataset, epochs, rows }: Comparison, run: NetworkRun): Block[] {
  const names = dataset.classes.map(String);
  const blocks: Block[] = [
    { kind: 'text', text: `${bestRunSentence(run, epochs, rows.test)}.` },
    confusionBlock('Confusion matrix of the test part', names, run.confusionMatrix),
  ];
  const text = reportText(run.confusionMatrix, names);
  if (text !== undefined) {
    blocks.push({ kind: 'code', language: 'text', text, caption: 'Classification report of the test part' });
  }
  return blocks;
}

/** Undefined for a matrix of so many rows that it cannot be one of a test part. */
function reportText(matrix: readonly (readonly number[])[], names: readonly string[]): string | undefined {
  const rows = matrix.flat().reduce((sum, count) => sum + count, 0);
  if (rows === 0 || rows > mostRows) return undefined;
  const truth: number[] = [];
  const predicted: number[] = [];
  for (const [label, row] of matrix.entries()) {
    for (const [prediction, count] of row.entries()) {
      for (let i = 0; i < count; i++) {
        truth.push(label);
        predicted.push(prediction);
      }
    }
  }
  return classificationReport(truth, predicted, { labels: names.map((_, i) => i), targetNames: names }).toText();
}

/** Of the weights of each network's first complete run. */
function fingerprintsOf(
  { dataset, networks, runs }: Comparison,
  several: boolean,
): [name: string, fingerprint: string][] {
  return networks.flatMap(({ name }) => {
    const run = runs.find(({ network, complete }) => network === name && complete);
    const place = several ? `${dataset.name}, ` : '';
    return run ? [[`${place}${name}, seed ${run.seed}`, run.fingerprint] as [string, string]] : [];
  });
}

import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { curveOf } from '../curve.ts';
import { countText, listText, percentSpreadText, percentText, plural, pointsText, spreadText } from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { networkSource } from '../network-source.ts';
import { quotedFindings } from '../quoted-findings.ts';
import { clearSign, pairsCell, pairsRemark, seedPairs } from '../seed-pairs.ts';
import { type SeedStudy, type SeedStudyKind, seedStudyDescriber } from '../seed-study.ts';
import { type SplitKind, splitKinds, splitTexts } from '../split-kind.ts';
import { type AboutWine, aboutWineFrom } from './about-wine.ts';
import {
  planWine,
  rareShare,
  type WineColour,
  type WineFigures,
  type WinePlace,
  type WineRun,
  type WineTask,
  type WineWeights,
  wineColours,
  wineKey,
  wineLayers,
} from './run.ts';
import { wineRunFrom } from './run-from-json.ts';
import { wineSplit } from './wine-parts.ts';

type WineStudy = SeedStudy<AboutWine, WineRun>;

/** `simdgrad experiment wine-quality`. */
export const wineQualityStudy: SeedStudyKind<AboutWine, WinePlace, WineRun> = {
  name: 'wine-quality',
  format: 1,
  title: 'Wine quality: grades as classes and as numbers',
  question:
    'Is the grade of a wine told better by a classifier or by rounding a regression, what do class weights give the rare grades, how much of the accuracy is wines ' +
    'that stand on both sides of the split, and where did a published study go wrong?',
  plan: planWine,
  keyOf: wineKey,
  aboutFrom: aboutWineFrom,
  runFrom: (json, what, value, { data }) => wineRunFrom(json, what, value, data),
  fingerprintOf: ({ fingerprint }) => fingerprint,
  answer: answerOf,
  blocks: (study) => [
    ...wineColours.flatMap((colour) => colourBlocks(study, colour)),
    ...mistakeBlocks(study),
    ...curveBlocks(study),
    ...setupBlocks(study),
  ],
};

export const describeWineQuality = seedStudyDescriber(wineQualityStudy);

/** What is compared for each colour and split. */
interface Kind {
  readonly name: string;
  readonly task: WineTask;
  readonly weights: WineWeights;
}

const kinds: readonly Kind[] = [
  { name: 'classifier', task: 'classification', weights: 'none' },
  { name: 'classifier, balanced', task: 'classification', weights: 'balanced' },
  { name: 'regression', task: 'regression', weights: 'none' },
  { name: 'regression, balanced', task: 'regression', weights: 'balanced' },
];
const [classifier, balancedClassifier, regression, balancedRegression] = kinds;

function runsOf(study: WineStudy, colour: WineColour, { task, weights }: Omit<Kind, 'name'>, split: SplitKind) {
  return study.runs.filter(
    (run) => run.colour === colour && run.task === task && run.weights === weights && run.split === split,
  );
}

const mistaken = { task: 'mistaken', weights: 'none' } as const;

function floorOf({ data }: WineStudy, colour: WineColour): { grade: number; share: number } {
  const { grades, counts, rows } = data[colour];
  const most = Math.max(...counts);
  return { grade: grades[counts.indexOf(most)], share: most / rows };
}

const percent = (runs: readonly WineRun[], figure: (run: WineRun) => number, digits = 1): string =>
  percentSpreadText(meanAndDeviation(runs.map(figure)), digits);
const accuracy = ({ test }: WineRun): number => test.accuracy;

function answerOf(study: WineStudy): string {
  const sentences = wineColours.flatMap((colour): string[] => {
    const [plain, grouped] = splitKinds.map((split) => runsOf(study, colour, classifier, split));
    const numbers = runsOf(study, colour, regression, 'grouped');
    if (plain.length === 0 || grouped.length === 0 || numbers.length === 0) return [];
    return [
      `Of ${colour} wines the classifier gives ${percent(plain, accuracy)} their grade with plain splits, and ${percent(grouped, accuracy)} where equal wines stay in one part; ` +
        `rounded regression ${percent(numbers, accuracy)} there. ${weightsText(study, colour)}`,
    ];
  });
  const mistakes = wineColours.flatMap((colour) => {
    const runs = runsOf(study, colour, mistaken, 'plain');
    return runs.length === 0
      ? []
      : [`${percent(runs, accuracy)} of ${colour} wines right (${percent(runs, asTrained)} with one mapping for all)`];
  });
  if (mistakes.length > 0) {
    sentences.push(
      `With labels mapped for validation and test only, as published, one and the same network gets ${listText(mistakes)}; the lint stops it as label-mapping.`,
    );
  }
  return sentences.join('\n');
}

const asTrained = ({ accuracyAsTrained }: WineRun): number => accuracyAsTrained!;

/** What balanced weights give and take, with grouped splits. */
function weightsText(study: WineStudy, colour: WineColour): string {
  const [before, after] = [classifier, balancedClassifier].map((kind) => runsOf(study, colour, kind, 'grouped'));
  if (after.length === 0) return '';
  const change = (figure: keyof WineFigures): { text: string; sign: number } => {
    const pairs = seedPairs(before, after, ({ test }) => test[figure]);
    return { text: pairs ? pointsText(pairs.mean) : '–', sign: clearSign(pairs) };
  };
  const [rare, all] = [change('rareRecall'), change('accuracy')];
  const clear = ({ sign }: { sign: number }): string => (sign === 0 ? ' (not clear)' : '');
  return `Balanced class weights change the share of rare grades that are found by ${rare.text} points${clear(rare)} and accuracy by ${all.text}${clear(all)}.`;
}

const figureColumns: readonly { readonly title: string; cell(runs: readonly WineRun[]): string }[] = [
  { title: 'accuracy %', cell: (runs) => percent(runs, accuracy).replace(' %', '') },
  { title: 'macro F1', cell: (runs) => spread(runs, ({ test }) => test.macroF1) },
  { title: 'kappa', cell: (runs) => spread(runs, ({ test }) => test.kappa) },
  { title: 'error', cell: (runs) => spread(runs, ({ test }) => test.error) },
  { title: 'rare found %', cell: (runs) => percent(runs, ({ test }) => test.rareRecall).replace(' %', '') },
];

function spread(runs: readonly WineRun[], figure: (run: WineRun) => number): string {
  return spreadText(meanAndDeviation(runs.map(figure)), 3);
}

function overSeeds(runs: readonly WineRun[]): string {
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return seeds === 1 ? 'one seed' : `mean ± deviation over ${plural(seeds, 'seed')}`;
}

/** Everything about the wines of a colour. */
function colourBlocks(study: WineStudy, colour: WineColour): Block[] {
  const tables = splitKinds.flatMap((split): Block[] => {
    const rows = kinds.flatMap((kind) => {
      const runs = runsOf(study, colour, kind, split);
      return runs.length === 0 ? [] : [[kind.name, ...figureColumns.map(({ cell }) => cell(runs))]];
    });
    if (rows.length === 0) return [];
    const columns = columnsOf(['network', ...figureColumns.map(({ title }) => title)]);
    const runs = study.runs.filter((run) => run.colour === colour && run.split === split);
    return [
      {
        kind: 'table',
        caption: `${capital(colour)} wines of the test part, ${splitTexts[split]}, ${overSeeds(runs)}`,
        columns,
        rows,
      },
    ];
  });
  if (tables.length === 0) return [];
  const { grade, share } = floorOf(study, colour);
  const bars = (split: SplitKind) =>
    kinds.map((kind) => {
      const runs = runsOf(study, colour, kind, split);
      if (runs.length === 0) return null;
      const { mean } = meanAndDeviation(runs.map(accuracy));
      return { value: mean, text: percentText(mean), goal: share };
    });
  const { grades, counts, rows, repeats } = study.data[colour];
  const rare = grades.filter((_, i) => counts[i] < rareShare * rows);
  return [
    { kind: 'heading', text: `${capital(colour)} wines` },
    {
      kind: 'text',
      text:
        `${countText(rows)} wines: ${listText(grades.map((one, i) => `${countText(counts[i])} of grade ${one}`))}. ` +
        `Always answering ${grade} is right for ${percentText(share)}. Rare grades are ${listText(rare.map(String))}. ${countText(repeats)} wines repeat the measurements of another one.`,
    },
    {
      kind: 'chart',
      caption: `${capital(colour)} wines, test accuracy; the stroke: always answering ${grade}`,
      chart: {
        kind: 'bars',
        x: { title: 'test accuracy', format: 'percent', domain: [0, 1] },
        groups: kinds.map(({ name }) => name),
        series: splitKinds.map((split) => ({ name: splitTexts[split], bars: bars(split) })),
      },
    },
    ...tables,
    {
      kind: 'text',
      text: 'Kappa is quadratically weighted; error is the mean absolute one, in grades; rare found: of the wines of rare grades, the share that was given its grade.',
      tone: 'remark',
    },
    ...differenceBlocks(study, colour),
    ...confusionBlocks(study, colour),
  ];
}

function differenceBlocks(study: WineStudy, colour: WineColour): Block[] {
  const figures = ['accuracy', 'macroF1', 'kappa', 'rareRecall'] as const;
  const compared: readonly { readonly name: string; readonly pair: readonly [Kind, SplitKind][] }[] = [
    ...splitKinds.flatMap((split) => [
      {
        name: `weights, classifier, ${split}`,
        pair: [
          [classifier, split],
          [balancedClassifier, split],
        ] as [Kind, SplitKind][],
      },
      {
        name: `weights, regression, ${split}`,
        pair: [
          [regression, split],
          [balancedRegression, split],
        ] as [Kind, SplitKind][],
      },
      {
        name: `regression, not classifier, ${split}`,
        pair: [
          [classifier, split],
          [regression, split],
        ] as [Kind, SplitKind][],
      },
    ]),
    {
      name: 'grouped, not plain, classifier',
      pair: [
        [classifier, 'plain'],
        [classifier, 'grouped'],
      ],
    },
    {
      name: 'grouped, not plain, regression',
      pair: [
        [regression, 'plain'],
        [regression, 'grouped'],
      ],
    },
  ];
  const rows = compared.flatMap(({ name, pair }) => {
    const [before, after] = pair.map(([kind, split]) => runsOf(study, colour, kind, split));
    const cells = figures.map((figure) => seedPairs(before, after, ({ test }) => test[figure]));
    return cells[0] ? [[name, ...cells.map((pairs) => pairsCell(pairs, 1))]] : [];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `${capital(colour)} wines: what changes, in hundredths`,
      columns: columnsOf(['', 'accuracy', 'macro F1', 'kappa', 'rare found']),
      rows,
    },
    { kind: 'text', text: pairsRemark(study.settings.seeds.length), tone: 'remark' },
  ];
}

function confusionBlocks(study: WineStudy, colour: WineColour): Block[] {
  const grades = study.data[colour].grades.map(String);
  return [classifier, balancedClassifier].flatMap((kind): Block[] => {
    const runs = runsOf(study, colour, kind, 'grouped');
    if (runs.length === 0) return [];
    const values = grades.map((_, i) =>
      grades.map((_, j) => runs.reduce((sum, { confusion }) => sum + confusion[i][j], 0)),
    );
    return [
      {
        kind: 'chart',
        caption: `${capital(colour)} wines, ${kind.name}: wines of the test parts of all seeds, grouped splits`,
        chart: {
          kind: 'heatMap',
          rowTitle: 'true grade',
          columnTitle: 'given grade',
          rows: grades,
          columns: grades,
          values,
          mutedDiagonal: true,
        },
      },
    ];
  });
}

function mistakeBlocks(study: WineStudy): Block[] {
  const { data } = study;
  const rows = wineColours.flatMap((colour) => {
    const runs = runsOf(study, colour, mistaken, 'plain');
    if (runs.length === 0) return [];
    return [[colour, percent(runs, accuracy), percent(runs, asTrained), percentText(floorOf(study, colour).share)]];
  });
  if (rows.length === 0) return [];
  const shown = wineColours.filter((colour) => runsOf(study, colour, mistaken, 'plain').length > 0);
  const [first] = shown;
  const { grades } = data[first];
  return [
    { kind: 'heading', text: 'Where a published study went wrong' },
    {
      kind: 'text',
      text:
        `It maps the grades to 0 … k − 1 for validation and test, and leaves the labels of training as they are: a ${first} wine of grade ${grades[0]} is trained on as ${grades[0]} and tested as 0. ` +
        'What it says of its networks is then about the mapping. The same mistake, made on purpose: the classifier trained on grades as they are, with an output for each ' +
        'number from 0 to the largest grade, since with k outputs it could not be trained at all; the weights of its last epoch, since such validation labels cannot choose one.',
    },
    {
      kind: 'table',
      caption: `Test accuracy of one and the same network, plain splits, ${overSeeds(study.runs.filter(({ task }) => task === 'mistaken'))}`,
      columns: columnsOf(['wines', 'test labels mapped', 'test labels as in training', 'the largest class']),
      rows,
    },
    ...shown.map(
      (colour): Block => ({
        kind: 'text',
        text: `Of the ${colour} wines the lint says, before anything is trained: ${quotedFindings(data[colour].lint.parts.slice(0, 1))} It says the same of the test part.`,
      }),
    ),
    {
      kind: 'text',
      text: `And of ${first} wines' grades as they are with ${grades.length} outputs: ${quotedFindings(data[first].lint.head)}`,
    },
  ];
}

function curveBlocks(study: WineStudy): Block[] {
  const runs = (colour: WineColour, kind: Omit<Kind, 'name'>) => runsOf(study, colour, kind, 'plain');
  const names = { one: 'one mapping for all parts', two: 'labels mapped for validation only' };
  return wineColours.flatMap((colour): Block[] => {
    const series = [
      { name: names.one, of: runs(colour, classifier) },
      { name: names.two, of: runs(colour, mistaken) },
    ].flatMap(({ name, of }) =>
      of.length === 0
        ? []
        : [
            curveOf(
              name,
              'loss',
              of.map(({ validationLoss }) => validationLoss),
            ),
          ],
    );
    if (series.length < 2) return [];
    return [
      {
        kind: 'chart',
        caption: `${capital(colour)} wines, validation loss of the classifier, mean over seeds: a loss that rises from the start says that something is wrong`,
        chart: { kind: 'lines', x: { title: 'epoch' }, y: { title: 'cross-entropy', scale: 'log' }, series },
      },
    ];
  });
}

function setupBlocks({ settings, data }: WineStudy): Block[] {
  const { seeds, epochs, batchSize } = settings;
  const inputShape = [11];
  const source = (caption: string, outputs: number, activation: 'softmax' | 'linear'): Block => ({
    kind: 'code',
    language: 'typescript',
    text: networkSource({ layers: wineLayers(outputs, activation), inputShape, seed: seeds[0] }),
    caption,
  });
  const texts = [
    `Measurements are standardised by the training part. ${percentText(wineSplit.testSize, 0)} of the wines are tested on, ${percentText(wineSplit.validationSize, 0)} are kept to choose by; class by class, anew for each seed. ` +
      'Grouped splits keep wines of equal measurements in one part.',
    'The classifier has softmax and cross-entropy. Regression has one output and squared error of the grade less its training mean; what it says is rounded to the nearest grade that there is. ' +
      'Balanced: each wine counts rows ÷ (grades · wines of its grade) in the loss, so that all grades count the same; the validation loss, by which the epoch is chosen, counts every wine alike.',
    `Adam 0.001, batches of ${batchSize}, ${plural(epochs, 'epoch')}; the weights of the epoch with the lowest validation loss are tested, once. ${plural(seeds.length, 'seed')}; ` +
      'with one seed the networks of a colour and split have the same rows and the same order of batches.',
    `Grades of less than ${percentText(rareShare, 0)} of the wines are called rare.`,
  ];
  return [
    { kind: 'heading', text: 'Set-up' },
    ...texts.map((text): Block => ({ kind: 'text', text })),
    source('The classifier of red wines', data.red.grades.length, 'softmax'),
    source('Regression', 1, 'linear'),
  ];
}

function capital(colour: WineColour): string {
  return colour === 'red' ? 'Red' : 'White';
}

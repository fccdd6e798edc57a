/* md
# Alphabet Soup: an honest accuracy, and what three additions are worth

A foundation has funded tens of thousands of applications, and knows which of them succeeded. A network is to tell that beforehand. A
published notebook reports an accuracy of [about 100 %](../results/alphabet-soup.md). **We ask: what is the honest accuracy, and do batch normalisation, an L2 penalty and
a learning-rate schedule help?**

This page is a program, [walkthroughs/alphabet-soup.ts](../../walkthroughs/alphabet-soup.ts); what each cell prints follows it, and figures in
the text were put there by the run. It is smaller than the study of record,
[docs/results/alphabet-soup.md](../results/alphabet-soup.md), which has ten seeds of up to 100 epochs: here there are three of 20. All rows are
used.

## The table

Columns of text and of numbers, as somebody would get them.
*/
import { loadDataset } from '../datasets/index.ts';
import {
  Adam,
  BatchNorm,
  type Callback,
  ColumnTransformer,
  Dense,
  duplicateGroups,
  earlyStopping,
  findingText,
  lintTable,
  metrics,
  regularizers,
  rowsAt,
  Sequential,
  schedules,
  trainValidationTestSplit,
} from '../src/index.ts';
import {
  count,
  interval,
  mean,
  percent,
  points,
  spread,
  table,
  wrapped,
} from './notebook/figures.ts';
import { show } from './notebook/show.ts';

const soup = (await loadDataset('alphabet-soup')).table;
const target = 'IS_SUCCESSFUL';
const labels = soup.numbers(target);
const succeeded = mean(Array.from(labels));
console.log(
  table([
    ['column', 'different values'],
    ...soup.columnNames.map((name) => [
      name,
      count(new Set<string | number>(soup.column(name)).size),
    ]),
  ]),
);
console.log(
  count(soup.rowCount),
  'rows,',
  percent(succeeded),
  '% of them succeeded',
);

/* md
{{percent(succeeded)}} % succeeded, so whoever answers "yes" to everything is right for as many. That is the floor.

EIN and NAME name an organisation. A network could learn them by heart and would know nothing about an organisation it has not seen, so they are
dropped. APPLICATION_TYPE and CLASSIFICATION have many values that hardly ever occur: there is nothing to be learned from a handful of rows,
so rare values become one, "Other".

## The leak

The published notebook drops the identifiers and makes features of all the rest. The rest still contains IS_SUCCESSFUL. We let the lint look at
those columns, before anything is trained:
*/
const columns = soup.drop(['EIN', 'NAME']);
const leaking = lintTable(columns, { target, features: columns.columnNames });
for (const finding of leaking.filter(({ severity }) => severity === 'error')) {
  console.log(wrapped(findingText(finding)));
}
const honest = lintTable(columns, { target });
const errors = honest.filter(({ severity }) => severity === 'error');
console.log('without it:', errors.length, 'errors');

/* md
## From columns to features

The transformer drops columns, gives each category a feature that is 0 or 1, and standardises numbers. It is **fitted on the training rows
alone**: which categories are rare, the means and the deviations are all something that one learns from data, and the rows we test on must not
take part in that. So a category is rare if it has fewer rows than its share of 500 or 1,000 in the training part.

`groups` says which rows must stay together. Without them rows are divided one by one; we come back to that.
*/
interface PrepareOptions {
  leak?: boolean;
  groups?: ArrayLike<number>;
}

function prepare(seed: number, { leak = false, groups }: PrepareOptions = {}) {
  const rows = trainValidationTestSplit(soup.rowCount, {
    validationSize: 0.1,
    testSize: 0.25,
    stratify: labels,
    ...(groups && { groups }),
    seed,
  });
  const share = rows.train.length / soup.rowCount;
  const transformer = new ColumnTransformer({
    drop: leak ? ['EIN', 'NAME'] : ['EIN', 'NAME', target],
    categorical: {
      minFrequency: {
        APPLICATION_TYPE: Math.round(500 * share),
        CLASSIFICATION: Math.round(1000 * share),
      },
    },
  }).fit(soup, rows.train);
  const features = transformer.transform(soup);
  const x = {
    data: features.toFloat32Array(),
    shape: [soup.rowCount, features.shape[1]] as const,
  };
  const part = (chosen: Uint32Array) => ({
    x: rowsAt(x, chosen),
    y: Array.from(chosen, (row) => [labels[row]]),
  });
  const equal = duplicateGroups(x);
  const trained = new Set(Array.from(rows.train, (row) => equal[row]));
  const seen = Array.from(rows.test).filter((row) => trained.has(equal[row]));
  return {
    train: part(rows.train),
    validation: part(rows.validation),
    test: part(rows.test),
    names: transformer.featureNames,
    seenBefore: seen.length / rows.test.length,
  };
}
type Parts = ReturnType<typeof prepare>;

const seeds = [0, 1, 2];
const plainParts = seeds.map((seed) => prepare(seed));
const first = plainParts[0];
console.log(count(first.train.y.length), 'rows to train on');
console.log(count(first.validation.y.length), 'to choose by');
console.log(count(first.test.y.length), 'to test on');
console.log(first.names.length, 'features');
console.log(
  percent(first.seenBefore),
  '% of the test rows equal a training row',
);

/* md
The last line matters. So many applications are alike that, without the name of the organisation, {{percent(first.seenBefore)}} % of the test
rows give the network the very features of a row that it was trained on.

## Five networks

The plain one is the published one: hidden layers of 10 and 8 units with tanh, one sigmoid. Each of the others has one thing more, and the last
has all three. In all of them a seed gives the dense layers the same initial weights, and the batches the same order.
*/
interface Additions {
  batchNorm?: boolean;
  l2?: boolean;
  schedule?: boolean;
}

function layersOf({ batchNorm, l2 }: Additions) {
  const weightRegularizer = l2 ? regularizers.l2(0.01) : undefined;
  const hidden = (units: number) => [
    new Dense(units, {
      activation: 'tanh',
      ...(weightRegularizer && { weightRegularizer }),
    }),
    ...(batchNorm ? [new BatchNorm({ momentum: 0.9 })] : []),
  ];
  return [...hidden(10), ...hidden(8), new Dense(1, { activation: 'sigmoid' })];
}

const rateOf = ({ schedule }: Additions) =>
  schedule
    ? schedules.piecewise({
        boundaries: [10],
        values: [1e-3, 1e-4],
        per: 'epoch',
      })
    : 1e-3;

async function run(parts: Parts, additions: Additions, seed: number) {
  const model = new Sequential(layersOf(additions), {
    inputShape: [parts.names.length],
    seed,
  });
  const losses: number[] = []; // of validation, without the penalty
  const ownLoss: Callback = {
    onEpochEnd: (_, { validationLoss }) =>
      void losses.push(validationLoss - model.penalty().item()),
  };
  await model.fit(parts.train.x, parts.train.y, {
    loss: 'crossEntropy',
    optimizer: new Adam({ learningRate: rateOf(additions) }),
    epochs: 20,
    validationData: [parts.validation.x, parts.validation.y],
    callbacks: [earlyStopping({ patience: 20 }), ownLoss],
  });
  const truth = parts.test.y.map(([label]) => label);
  const probabilities = model.predict(parts.test.x).toFloat32Array();
  const answers = Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0));
  return {
    losses,
    parameters: model.parameterCount,
    truth,
    probabilities,
    accuracy: metrics.accuracyScore(truth, answers),
    auc: metrics.rocAucScore(truth, probabilities),
  };
}
type Run = Awaited<ReturnType<typeof run>>;

/* md
`earlyStopping` with as much patience as there are epochs never stops early. It puts the weights back that had the lowest validation loss. That
loss has the penalty in it, where there is one; for the chart below we take it out, since it says nothing of how well rows are predicted.

First the published set-up, with the answer among the features:
*/
const leaked = await run(prepare(0, { leak: true }), {}, 0);
console.log(
  'with the answer among the features:',
  percent(leaked.accuracy, 2),
  '%',
);

/* md
There is the published accuracy. The network has learned to copy one column. For an application that has not been decided yet that column is empty, so the
figure says nothing about any use of the network.

Then the five, on honest features:
*/
const networks: Record<string, Additions> = {
  plain: {},
  batchNorm: { batchNorm: true },
  l2: { l2: true },
  schedule: { schedule: true },
  'all three': { batchNorm: true, l2: true, schedule: true },
};
const runs: Record<string, Run[]> = {};
for (const [name, additions] of Object.entries(networks)) {
  runs[name] = [];
  for (const seed of seeds) {
    runs[name].push(await run(plainParts[seed], additions, seed));
  }
}
const over = (name: string, figure: 'accuracy' | 'auc') =>
  runs[name].map((one) => one[figure]);

console.log('on the test part, mean ± deviation over three seeds');
console.log(
  table([
    ['', 'accuracy, %', 'area under the ROC curve, %'],
    ...Object.keys(networks).map((name) => [
      name,
      spread(over(name, 'accuracy')),
      spread(over(name, 'auc')),
    ]),
  ]),
);

/* md
The plain network is right for {{spread(over('plain', 'accuracy'))}} % of the test rows: well above the floor of {{percent(succeeded)}} %, and
far from the published figure. With 100 epochs and ten seeds the study of record has [73.06 ± 0.34 %](../results/alphabet-soup.md); PyTorch, given the same
rows, has [72.97 ± 0.37 %](../results/alphabet-soup.md).

## What the additions change

Seed by seed, against the plain network, in points of test accuracy, with the 95 % interval of Student's t:
*/
const differences = (name: string) =>
  over(name, 'accuracy').map((one, i) => one - over('plain', 'accuracy')[i]);
const added = Object.keys(networks).slice(1);
console.log(
  table([
    ['', ...seeds.map((seed) => `seed ${seed}`), 'mean', 'interval'],
    ...added.map((name) => [
      name,
      ...differences(name).map((one) => points(one, 2)),
      points(mean(differences(name)), 2),
      interval(differences(name))
        .map((end) => points(end, 2))
        .join(' to '),
    ]),
  ]),
);
await show('loss', 'Validation loss of each epoch, means over three seeds', {
  kind: 'lines',
  x: { title: 'epoch' },
  y: { title: 'validation loss' },
  series: Object.keys(networks).map((name) => ({
    name,
    points: runs[name][0].losses.map((_, epoch) => ({
      x: epoch + 1,
      y: mean(runs[name].map(({ losses }) => losses[epoch])),
    })),
  })),
});

/* md
The schedule *is* the plain network for ten epochs, so their curves are one until then. Three seeds make wide intervals; t is `4.303` for them. With ten the study of record can say more: batch normalisation
[−0.06 (−0.40 to +0.03)](../results/alphabet-soup.md), the schedule [−0.10 (−0.16 to +0.02)](../results/alphabet-soup.md), the penalty
[−0.77 (−1.09 to −0.51)](../results/alphabet-soup.md), all three [−0.18 (−0.31 to −0.09)](../results/alphabet-soup.md). **Nothing helped, and the
penalty harmed, alone and with the others.** That is no surprise once one asks what the additions are for. A penalty holds a network back that learns its training rows by
heart; {{runs['plain'][0].parameters}} numbers, trained on {{count(first.train.y.length)}} rows, cannot.

## The other split

What is the accuracy for *kinds* of applications that were never seen? For that, rows with equal features have to be in one part. Groups are made
of all columns but identifiers and target, with rare categories (fewer than 1,000 or 2,000 rows here, so that nothing that becomes Other tells two
rows apart) taken as one.
*/
const grouping = new ColumnTransformer({
  drop: ['EIN', 'NAME', target],
  numeric: { scale: 'none' },
  categorical: {
    minFrequency: { APPLICATION_TYPE: 1000, CLASSIFICATION: 2000 },
  },
}).fitTransform(soup);
const groups = duplicateGroups({
  data: grouping.toFloat32Array(),
  shape: [soup.rowCount, grouping.shape[1]],
});
const grouped: { accuracy: number; seenBefore: number }[] = [];
for (const seed of seeds) {
  const parts = prepare(seed, { groups });
  const { accuracy } = await run(parts, {}, seed);
  grouped.push({ accuracy, seenBefore: parts.seenBefore });
}
console.log(count(new Set(groups).size), 'groups');
console.log(
  table([
    ['plain network', ...seeds.map((seed) => `seed ${seed}`)],
    ['row by row, %', ...over('plain', 'accuracy').map((one) => percent(one))],
    ['by groups, %', ...grouped.map(({ accuracy }) => percent(accuracy))],
    ['seen before, %', ...grouped.map(({ seenBefore }) => percent(seenBefore))],
  ]),
);

/* md
Now no test row has the features of a training row, and the accuracy depends on which of the large groups happen to be tested on. Over ten seeds
it is [70.1 ± 4.8 %](../results/alphabet-soup.md), fourteen times the spread of the other split. Neither figure is the true one. The first is for
applications like those there were, the second for new kinds. A report has to say which of the two questions it answers.

## Can its probabilities be believed?

Somebody who has money for half of the applications needs the probabilities, not the answers. If ten rows got a probability of about
`0.7` each, do about seven of them succeed?
*/
const [{ truth, probabilities }] = runs['plain'];
const curve = metrics.calibrationCurve(truth, probabilities, { bins: 10 });
const bins = curve.counts
  .map((rows, i) => ({
    rows,
    given: curve.probPred[i],
    came: curve.probTrue[i],
  }))
  .filter(({ rows }) => rows >= 50);
console.log(
  table([
    ['mean probability, %', 'succeeded, %', 'rows'],
    ...bins.map(({ given, came, rows }) => [
      percent(given),
      percent(came),
      count(rows),
    ]),
  ]),
);
const error = metrics.expectedCalibrationError(truth, probabilities);
console.log('expected calibration error:', percent(error), 'points');
await show('reliability', 'How often what was given a probability succeeded', {
  kind: 'lines',
  x: { title: 'mean probability', format: 'percent', domain: [0, 1] },
  y: { title: 'share that succeeded', format: 'percent', domain: [0, 1] },
  series: [
    {
      name: 'plain network, seed 0',
      points: bins.map(({ given, came }) => ({ x: given, y: came })),
    },
    {
      name: 'as it should be',
      dashed: true,
      points: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    },
  ],
});

/* md
They can, for applications like those there were: weighted by their rows, the bins are {{percent(error)}} points off.

## What may be concluded

- The honest accuracy is about {{percent(mean(over('plain', 'accuracy')), 0)}} %, and nobody gets to all of them without the answer among the features. `lintTable` finds that in
  a moment.
- None of the three additions helps this network on this data. That says nothing of larger networks, or of fewer rows.
- Three seeds show a direction at best. The intervals of the study of record are from ten, and each is for itself, not corrected for how many there
  are.

`npm start -- experiment alphabet-soup` is the study itself; `npm start -- train FILE.csv --target COLUMN` does for any table what is done
here step by step.
*/

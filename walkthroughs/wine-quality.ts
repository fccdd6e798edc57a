/* md
# Wine quality: is an optimized network better than a plain one?

A network of two hidden layers is to tell the grade of a wine from eleven measurements of it. A study set a plain network beside an
"optimized" one, with batch normalisation, dropout and Adam. **We ask: is the optimized one more accurate, by how much, and which of its
parts does that?**

This page is a program. Each block below is a cell of
[walkthroughs/wine-quality.ts](../../walkthroughs/wine-quality.ts), what it prints follows it, and every figure in the text was put there
by the run. Nothing here is smaller than in the study of record, [docs/results/wine-quality.md](../results/wine-quality.md), as far as red
wines go: all rows, 100 epochs, five seeds. White wines are left to it.

## The data

First we look at what there is to predict.
*/
import { loadDataset } from '../datasets/index.ts';
import {
  Adam,
  BatchNorm,
  Dense,
  Dropout,
  duplicateGroups,
  earlyStopping,
  findingText,
  type History,
  lintParts,
  metrics,
  rowsAt,
  Sequential,
  Sgd,
  StandardScaler,
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

const wine = await loadDataset('wine-quality-red');
const counts = wine.classes.map(
  (_, label) => wine.y.filter((other) => other === label).length,
);
console.log(wrapped(wine.featureNames!.join(', ')));
console.log(
  table([
    ['grade', ...wine.classes],
    ['wines', ...counts],
  ]),
);

/* md
{{count(wine.y.length)}} wines, and most of them are a 5 or a 6. Somebody who answers 5 to everything is right for
{{percent(Math.max(...counts) / wine.y.length)}} % of them. An accuracy has to be read beside that number, and the rare grades hardly
move it: the {{counts[0]}} wines of grade {{wine.classes[0]}} are {{percent(counts[0] / wine.y.length)}} % of the rows.

The grades do not begin at 0. A network with softmax has outputs 0, 1, 2 …, so the loader maps grade 3 to 0 and so on, with **one table
for all rows**. What happens otherwise is the last section of this page.

## Three parts, and what may see which

The rows are divided in three: most to train on, some to choose by, as many to test on. The first may be seen by everything. By the second
we choose the epoch. The third is looked at once, when everything is chosen. `stratify` keeps the shares of the grades in all three.

The measurements have very different sizes (sulfur dioxide goes into the hundreds, chlorides stay below one), so each column is
standardised: its mean becomes 0 and its deviation 1. The scaler is **fitted on the training rows alone**. Fitted on all rows it would tell
the network something about the rows it is tested on.
*/
function prepare(seed: number) {
  const rows = trainValidationTestSplit(wine.y, {
    validationSize: 0.15,
    testSize: 0.15,
    stratify: wine.y,
    seed,
  });
  const scaler = new StandardScaler().fit(wine.x, rows.train);
  const x = scaler.transform(wine.x);
  const part = (chosen: Uint32Array) => ({
    x: rowsAt(x, chosen),
    y: Array.from(chosen, (row) => wine.y[row]),
  });
  return {
    train: part(rows.train),
    validation: part(rows.validation),
    test: part(rows.test),
  };
}
const { train, validation, test } = prepare(0);
const sizes = [train, validation, test].map(({ y }) => count(y.length));
console.log(sizes.join(', '), 'rows');
const groups = duplicateGroups(wine.x);
console.log(groups.length - new Set(groups).size, 'rows repeat another one');

/* md
The second line is a warning. {{groups.length - new Set(groups).size}} wines have the very measurements of another one, so some rows of the
test part have a twin in the training part. All networks profit from it alike, so it does not disturb a comparison, but the accuracy for
wines nobody has measured is lower. How much lower is in [docs/results/wine-grades.md](../results/wine-grades.md): there the classifier
has [59.7 ± 3.8](../results/wine-grades.md) % when rows are divided one by one and [58.6 ± 2.9](../results/wine-grades.md) % when twins stay
in one part.

## Three networks

The published comparison changes three things at once: batch normalisation, dropout and the optimizer. If the optimized network wins, one
cannot know why. So there is one network more here: the plain one with Adam.
*/
const networks = {
  'plain, SGD': {
    layers: () => [
      new Dense(64, { activation: 'relu' }),
      new Dense(64, { activation: 'relu' }),
      new Dense(wine.classes.length, { activation: 'softmax' }),
    ],
    optimizer: () => new Sgd({ learningRate: 0.01 }),
  },
  'plain, Adam': {
    layers: () => networks['plain, SGD'].layers(),
    optimizer: () => new Adam({ learningRate: 0.001 }),
  },
  'optimized, Adam': {
    layers: () => [
      new Dense(64, { activation: 'relu' }),
      new BatchNorm({ momentum: 0.9 }),
      new Dense(64, { activation: 'relu' }),
      new Dropout(0.5),
      new Dense(wine.classes.length, { activation: 'softmax' }),
    ],
    optimizer: () => new Adam({ learningRate: 0.001 }),
  },
};
type Name = keyof typeof networks;
const names = Object.keys(networks) as Name[];

const shown = new Sequential(networks['optimized, Adam'].layers(), {
  inputShape: [11],
});
console.log(shown.summary());

/* md
Batch normalisation adds 128 numbers that are learned, and as many running statistics that are not. Dropout adds none: in training it sets
half of the activations to 0 and doubles the others; in use it does nothing.

## Training: five seeds, the same for all three

One run proves little: another split and other initial weights give another accuracy. So every network is trained five times. A seed
decides the split, the initial weights, the order of the batches and the dropout masks; **with one seed all three networks have the same
split, the same initial weights in their dense layers and the same batches**. Then differences can be taken seed by seed, and what the split
alone does to all of them falls out.

Training goes on for 100 epochs, and the weights of the epoch with the highest validation accuracy are put back. Only after that the test
part is looked at.
*/
interface Run {
  model: Sequential;
  history: History;
  accuracy: { train: number; validation: number; test: number };
}

async function run(name: Name, seed: number): Promise<Run> {
  const parts = prepare(seed);
  const model = new Sequential(networks[name].layers(), {
    inputShape: [11],
    seed,
  });
  const history = await model.fit(parts.train.x, parts.train.y, {
    loss: 'crossEntropy',
    optimizer: networks[name].optimizer(),
    metrics: ['accuracy'],
    epochs: 100,
    validationData: [parts.validation.x, parts.validation.y],
    callbacks: [
      earlyStopping({ monitor: 'validationAccuracy', patience: 100 }),
    ],
  });
  const accuracyOf = ({ x, y }: typeof parts.train) =>
    metrics.accuracyScore(y, model.predictLabels(x));
  return {
    model,
    history,
    accuracy: {
      train: accuracyOf(parts.train),
      validation: accuracyOf(parts.validation),
      test: accuracyOf(parts.test),
    },
  };
}

const seeds = [0, 1, 2, 3, 4];
const runs = {} as Record<Name, Run[]>;
for (const name of names) {
  runs[name] = [];
  for (const seed of seeds) runs[name].push(await run(name, seed));
}
const accuracies = (name: Name, part: keyof Run['accuracy']) =>
  runs[name].map(({ accuracy }) => accuracy[part]);
const gap = (name: Name) =>
  percent(mean(accuracies(name, 'train')) - mean(accuracies(name, 'test')));

console.log('accuracy in %, mean ± deviation over five seeds');
console.log(
  table([
    ['', 'training', 'validation', 'test', 'gap'],
    ...names.map((name) => [
      name,
      spread(accuracies(name, 'train')),
      spread(accuracies(name, 'validation')),
      spread(accuracies(name, 'test')),
      gap(name),
    ]),
  ]),
);

/* md
Of the columns, the one of the test part counts. There the plain network with Adam has {{spread(accuracies('plain, Adam', 'test'))}} % and the
optimized one {{spread(accuracies('optimized, Adam', 'test'))}} %. Those are the figures of the study of record,
[60.6 ± 3.4](../results/wine-quality.md) % and [60.1 ± 1.8](../results/wine-quality.md) %, to the digit: the same seeds give the same bits,
on this machine or any other.

The validation column is higher than the test column for all three. That is what choosing does: of 100 epochs we kept the one that suits
these rows best, and some of that is luck which the test rows do not share. **A figure that something was chosen by is not a figure to
report.**

The training column shows what dropout and batch normalisation are for. The plain network knows its training rows much better than others,
by {{gap('plain, Adam')}} points; for the optimized one that gap is {{gap('optimized, Adam')}}. But a smaller gap is not a higher
test accuracy.

## Is the difference more than luck?

We take differences seed by seed. Their mean has an interval of t · deviation / √n, where t is `2.776` for five seeds: if zero lies in it, five
seeds cannot tell the two networks apart.
*/
function compare(a: Name, b: Name): void {
  const differences = seeds.map(
    (_, i) => runs[b][i].accuracy.test - runs[a][i].accuracy.test,
  );
  const [low, high] = interval(differences);
  console.log(`${b} less ${a}, in points`);
  console.log(
    `  seed by seed  ${differences.map((one) => points(one)).join('  ')}`,
  );
  console.log(
    `  mean          ${points(mean(differences))} (${points(low)} to ${points(high)})`,
  );
}
compare('plain, SGD', 'optimized, Adam');
compare('plain, SGD', 'plain, Adam');
compare('plain, Adam', 'optimized, Adam');

/* md
In the last comparison, where batch normalisation and dropout are all that differs, the sign changes from seed to seed and the interval
reaches to both sides. **They made no clear difference.** Who compares the optimized network with the plain one under SGD compares two
things at once, and cannot say which of them did it.

What five seeds cannot tell, more may. Over 20 seeds the plain network with SGD is
[−2.1 (−3.4 to −0.9)](../decisions/0009-what-is-compared.md) points from the one with Adam, and both additions together
[−0.7 (−2.0 to +0.6)](../decisions/0009-what-is-compared.md).

## What the curves say

An accuracy says nothing of how training got there. The losses do; these are means over the five seeds.
*/
const curve = (name: Name, figure: string) =>
  Array.from({ length: 100 }, (_, epoch) => ({
    x: epoch + 1,
    y: mean(runs[name].map(({ history }) => history[figure]![epoch])),
  }));
await show('loss', 'Cross-entropy of each epoch, means over five seeds', {
  kind: 'lines',
  x: { title: 'epoch' },
  y: { title: 'cross-entropy' },
  dashes: { solid: 'training', dashed: 'validation' },
  series: names.flatMap((name) => [
    { name, points: curve(name, 'loss') },
    { name, dashed: true, points: curve(name, 'validationLoss') },
  ]),
});
const lowest = (name: Name) => {
  const losses = curve(name, 'validationLoss').map(({ y }) => y);
  return 1 + losses.indexOf(Math.min(...losses));
};
for (const name of names) {
  console.log(`${name}: lowest validation loss at epoch ${lowest(name)}`);
}

/* md
The validation loss of the plain network with Adam is lowest at epoch {{lowest('plain, Adam')}} and rises from there, while its training loss
goes on falling: it learns rows by heart. The optimized network gets to that point at epoch {{lowest('optimized, Adam')}}. Had we kept the
epoch with the lowest *loss*, the plain network would have been stopped before it had learned what it can, and the additions would look
better for it: over 20 seeds they then come to [+0.9 (−0.4 to +2.2)](../decisions/0009-what-is-compared.md) points on red wine and
[+1.1 (+0.3 to +1.9)](../decisions/0009-what-is-compared.md) on white. Which of the two one chooses by has to stand in the report.

## Which wines are mistaken for which

We pick one run to look at, by its validation accuracy and not by its test accuracy.
*/
const best = seeds.reduce((one, other) =>
  runs['plain, Adam'][other].accuracy.validation >
  runs['plain, Adam'][one].accuracy.validation
    ? other
    : one,
);
const bestTest = prepare(best).test;
const predicted = runs['plain, Adam'][best].model.predictLabels(bestTest.x);
const grades = (labels: readonly number[]) =>
  labels.map((label) => wine.classes[label] as number);
console.log(`plain, Adam, seed ${best}`);
const report = metrics.classificationReport(
  grades(bestTest.y),
  grades(predicted),
);
console.log(report.toText());
await show('confusion', 'True grades and answers of one run, test part', {
  kind: 'heatMap',
  rowTitle: 'true grade',
  columnTitle: 'answer',
  rows: wine.classes.map(String),
  columns: wine.classes.map(String),
  values: metrics.confusionMatrix(bestTest.y, predicted, {
    labels: wine.classes.map((_, label) => label),
  }),
  mutedDiagonal: true,
});
const missed = predicted.flatMap((answer, i) =>
  answer === bestTest.y[i] ? [] : [Math.abs(answer - bestTest.y[i])],
);
const nearby = missed.filter((off) => off === 1);
const neverFound = wine.classes.filter(
  (_, label) =>
    bestTest.y.includes(label) &&
    !predicted.some((answer, i) => answer === label && bestTest.y[i] === label),
);
console.log(nearby.length, 'of', missed.length, 'mistakes are one grade off');
console.log('never found: grades', neverFound.join(', '));

/* md
{{nearby.length}} of the {{missed.length}} mistakes are one grade off: a 5 taken for a 6, a 6 for a 7. Of the grades
{{neverFound.join(', ')}} none is found, and the accuracy hardly shows it. The macro average does, in which every grade counts alike.

## The published mistake

The study that this comparison comes from mapped the grades to 0, 1, 2 … for validation and test, and left the labels of training as they
are. A wine of grade 3 is then trained on as 3 and tested as 0. We make the same mistake here, with a head of as many outputs as the largest
grade needs, and the lint has something to say before anything is trained:
*/
const mistaken = {
  train: { x: train.x, y: grades(train.y) },
  validation,
  test,
};
const findings = lintParts(mistaken, { task: 'multi-class' });
for (const finding of findings.filter(({ severity }) => severity === 'error')) {
  console.log(wrapped(findingText(finding)));
}
const wrong = new Sequential(
  [
    new Dense(64, { activation: 'relu' }),
    new Dense(64, { activation: 'relu' }),
    new Dense(9, { activation: 'softmax' }),
  ],
  { inputShape: [11], seed: 0 },
);
await wrong.fit(mistaken.train.x, mistaken.train.y, {
  loss: 'crossEntropy',
  optimizer: 'adam',
  epochs: 30,
});
const answers = wrong.predictLabels(test.x);
const scores = {
  mapped: metrics.accuracyScore(test.y, answers),
  asTrained: metrics.accuracyScore(grades(test.y), answers),
};
console.log('test labels mapped:            ', percent(scores.mapped), '%');
console.log('test labels as in the training:', percent(scores.asTrained), '%');

/* md
One network, the same answers, and {{percent(scores.mapped)}} % or {{percent(scores.asTrained)}} % right. Whatever a comparison says of two
networks measured like that, it is about the mapping. Over ten seeds the study of record has [0.1 ± 0.2 %](../results/wine-grades.md) and
[61.5 ± 3.3 %](../results/wine-grades.md).

## What may be concluded

- On red wines, with five seeds, batch normalisation and dropout cannot be told from nothing. The interval is wide: a help of three points, or
  a harm of four, is as well in it.
- It is an interval for *other seeds on these rows*. Splits of the same rows overlap, so for new wines it is wider:
  [−5.9 to +4.9](../results/wine-quality.md).
- Nothing is said of other data. On five data sets with ten seeds each, "batch normalisation improves generalisation" and "dropout improves
  generalisation" came out undecided on all of them: [docs/results/studies.md](../results/studies.md).
- The network is worth something: {{percent(mean(accuracies('plain, Adam', 'test')))}} % beside the
  {{percent(Math.max(...counts) / wine.y.length)}} % of always answering 5.

`npm start -- compare wine-quality` is the study itself, with both colours and a report to open in a browser.
*/

/* md
# MNIST: size against accuracy, optimizers, regularisation, mistakes

Handwritten digits of 28 x 28 pixels. A study published the accuracies of four convolutional networks with 1,979 to 93,322 parameters, from one run
each. **We ask: what does size buy, what do optimizers and regularisation change, and which digits are mistaken for which?**

This page is a program, [walkthroughs/mnist.ts](../../walkthroughs/mnist.ts); what each cell prints follows it, and figures in the text were put there
by the run. It is much smaller than the study of record, [docs/results/mnist.md](../results/mnist.md): 1,500 of the 60,000 images to train on, 3 epochs
instead of 10, and 1,000 of the 10,000 test images. So its accuracies are lower, and only orders can be compared with those that were published.

## Data

MNIST comes divided into a part to train on and a part to test on. Of the first we draw, class by class, images to train on and images to choose by. Pixels
stay bytes with a scale of 1/255, and become numbers batch by batch.
*/
import { loadDataset } from '../datasets/index.ts';
import {
  Adam,
  AdamW,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  type Layer,
  MaxPool2D,
  Momentum,
  metrics,
  type Optimizer,
  RmsProp,
  rowsAt,
  Sequential,
  Sgd,
  trainTestSplit,
} from '../src/index.ts';
import { count, mean, percent, spread, table } from './notebook/figures.ts';
import { show } from './notebook/show.ts';

const mnist = await loadDataset('mnist');
type Images = typeof mnist.train;
const pick = ({ x, y }: Images, rows: Uint32Array) => ({
  x: rowsAt(x, rows),
  y: Uint8Array.from(rows, (row) => y[row]),
});
const drawn = trainTestSplit(mnist.train.y, {
  trainSize: 1500,
  testSize: 1000,
  stratify: mnist.train.y,
  seed: 0,
});
const train = pick(mnist.train, drawn.train);
const validation = pick(mnist.train, drawn.test);
const some = trainTestSplit(mnist.test.y, {
  trainSize: 1000,
  testSize: 1,
  seed: 0,
});
const test = pick(mnist.test, some.train);
const sizes = [mnist.train, mnist.test, train, validation, test].map(({ y }) =>
  count(y.length),
);
console.log(`${sizes[0]} and ${sizes[1]} images; of them`);
console.log(
  `${sizes[2]} to train on, ${sizes[3]} to choose by, ${sizes[4]} to test on`,
);

function pixels(row: number): string {
  const lines: string[] = [];
  for (let y = 0; y < 28; y += 2) {
    let line = '';
    for (let x = 0; x < 28; x++) {
      line += ' .:#'[train.x.data[row * 784 + y * 28 + x] >> 6];
    }
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}
console.log(pixels(0));
console.log('is a', train.y[0]);

/* md
## Four networks

Three convolutions with ReLU, pooling after the first two, a hidden dense layer, softmax. What differs is how many filters there are, how large they are, and how
much is pooled. Weights begin as in Keras, in which they were published. The
rate of Adam is `0.003` and not its default `0.001`, because there are so few steps.
*/
const weightInitializer = 'glorotUniform';
const conv = (filters: number, size: number, stride = 1) =>
  new Conv2D(filters, size, { stride, activation: 'relu', weightInitializer });
const head = (units: number) => [
  new Flatten(),
  new Dense(units, { activation: 'relu', weightInitializer }),
  new Dense(10, { activation: 'softmax', weightInitializer }),
];
const networks: Record<string, () => Layer[]> = {
  conv2k: () => [
    conv(6, 2),
    new MaxPool2D(3),
    conv(9, 2),
    new MaxPool2D(3),
    conv(10, 2),
    ...head(64),
  ],
  conv4k: () => [
    conv(8, 2),
    new MaxPool2D(3),
    conv(16, 2),
    new MaxPool2D(3),
    conv(32, 2, 2),
    ...head(32),
  ],
  conv73k: () => [
    conv(32, 3),
    new MaxPool2D(2),
    conv(64, 3),
    new MaxPool2D(2),
    conv(64, 3, 2),
    ...head(64),
  ],
  conv93k: () => [
    conv(32, 3),
    new MaxPool2D(2),
    conv(64, 3),
    new MaxPool2D(2),
    conv(64, 3),
    ...head(64),
  ],
};
const names = Object.keys(networks);
const adam = () => new Adam({ learningRate: 0.003 });

async function learn(
  layers: Layer[],
  optimizer: Optimizer,
  seed: number,
  epochs: number,
) {
  const model = new Sequential(layers, { inputShape: [28, 28, 1], seed });
  const history = await model.fit(train.x, train.y, {
    loss: 'crossEntropy',
    optimizer,
    metrics: ['accuracy'],
    epochs,
  });
  return { model, history };
}

const accuracy = (model: Sequential, { x, y }: typeof test) =>
  metrics.accuracyScore(y, model.predictLabels(x));

const trained: Record<string, Sequential> = {};
const rows: (string | number)[][] = [];
for (const name of names) {
  const { model, history } = await learn(networks[name](), adam(), 0, 3);
  trained[name] = model;
  rows.push([
    name,
    count(model.parameterCount),
    percent(history.accuracy!.at(-1)!),
    percent(accuracy(model, test)),
  ]);
}
const tested = (name: string) => accuracy(trained[name], test);
console.log('one run each');
console.log(table([['', 'parameters', 'training, %', 'test, %'], ...rows]));
await show('size', 'Parameters against test accuracy, one run each', {
  kind: 'scatter',
  x: { title: 'parameters', scale: 'log', domain: [1000, 400_000] },
  y: { title: 'test accuracy', format: 'percent' },
  series: [
    {
      name: '1,500 images, 3 epochs',
      points: names.map((name) => ({
        x: trained[name].parameterCount,
        y: tested(name),
        label: name,
      })),
    },
  ],
});

/* md
{{Math.round(trained['conv93k'].parameterCount / trained['conv4k'].parameterCount)}} times as many parameters take the accuracy from {{percent(tested('conv4k'))}} % to
{{percent(tested('conv93k'))}} % here. With so little training that is not a matter of size alone: the training accuracies show that the
small networks have not finished.

Trained as they were published, on all images for 10 epochs, the four are much closer. From the study of record, over three seeds, beside what was published:

| network | test accuracy | published |
| --- | ---: | ---: |
| conv93k | [99.25 ± 0.11 %](../results/mnist.md) | [98.90 %](../results/mnist.md) |
| conv73k | [98.94 ± 0.10 %](../results/mnist.md) | [99.21 %](../results/mnist.md) |
| conv4k | [96.22 ± 0.35 %](../results/mnist.md) | [96.74 %](../results/mnist.md) |
| conv2k | [93.00 ± 0.85 %](../results/mnist.md) | [93.66 %](../results/mnist.md) |

Of the two large networks the smaller one was published as the better, and over three seeds it is the other way round. What a single run says is the next question.

## One run is not enough

The smallest network again, with five seeds. The images are the same, so all that differs are the initial weights and the order of the batches:
*/
const seeds = [0, 1, 2, 3, 4];
const small: number[] = [];
for (const seed of seeds) {
  const { model } = await learn(networks['conv2k'](), adam(), seed, 3);
  small.push(accuracy(model, test));
}
console.log(
  table([
    ['', ...seeds.map((seed) => `seed ${seed}`), 'mean ± deviation'],
    ['conv2k, %', ...small.map((one) => percent(one)), spread(small)],
  ]),
);

/* md
From {{percent(Math.min(...small))}} % to {{percent(Math.max(...small))}} %, by initial weights and order alone. After three
epochs the range is as wide as that; after ten on all images it is narrower, but there still: over 20 seeds the smallest network has
[92.85 ± 0.83 %](../results/mnist-small.md), and the published [93.66 %](../results/mnist.md) could be one of these runs, a lucky one. **A figure of
one run is one draw from such a range**, and the order of two networks whose ranges overlap is a matter of luck.

## Optimizers

A dense network is enough for this, and trains in an instant: 784 pixels, 64 units, 10 classes. Each optimizer is tried at three rates, with three seeds, and gets
the rate that is best on the images to choose by. (How much the choice of the rate matters is
[another walkthrough](optimizers.md).)
*/
const rates: Record<string, [(rate: number) => Optimizer, number[]]> = {
  SGD: [(learningRate) => new Sgd({ learningRate }), [0.01, 0.1, 0.3]],
  Momentum: [
    (learningRate) => new Momentum({ learningRate }),
    [0.003, 0.01, 0.03],
  ],
  RMSProp: [
    (learningRate) => new RmsProp({ learningRate }),
    [0.0003, 0.001, 0.003],
  ],
  Adam: [(learningRate) => new Adam({ learningRate }), [0.0003, 0.001, 0.003]],
};
const dense = (dropout = 0): Layer[] => [
  new Flatten(),
  new Dense(64, { activation: 'relu' }),
  new Dropout(dropout),
  new Dense(10, { activation: 'softmax' }),
];
const three = [0, 1, 2];
interface Choice {
  rate: number;
  validation: number[];
  test: number[];
  loss: number[];
}
const chosen: Record<string, Choice> = {};
for (const [name, [make, tries]] of Object.entries(rates)) {
  for (const rate of tries) {
    const runs: Awaited<ReturnType<typeof learn>>[] = [];
    for (const seed of three)
      runs.push(await learn(dense(), make(rate), seed, 4));
    const scores = runs.map(({ model }) => accuracy(model, validation));
    if (chosen[name] && mean(scores) <= mean(chosen[name].validation)) continue;
    chosen[name] = {
      rate,
      validation: scores,
      test: runs.map(({ model }) => accuracy(model, test)),
      loss: runs[0].history.loss.map((_, epoch) =>
        mean(runs.map(({ history }) => history.loss[epoch])),
      ),
    };
  }
}
const means = Object.values(chosen).map((one) => mean(one.test));
const apart = Math.max(...means) - Math.min(...means);
console.log('4 epochs, mean ± deviation over three seeds');
console.log(
  table([
    ['', 'rate', 'validation, %', 'test, %'],
    ...Object.entries(chosen).map(([name, one]) => [
      name,
      one.rate,
      spread(one.validation),
      spread(one.test),
    ]),
  ]),
);
console.log('best less worst:', percent(apart), 'points');
await show(
  'optimizers',
  'Training loss at the chosen rates, means over three seeds',
  {
    kind: 'lines',
    x: { title: 'epoch' },
    y: { title: 'cross-entropy in training' },
    series: Object.entries(chosen).map(([name, { loss }]) => ({
      name,
      points: loss.map((y, i) => ({ x: i + 1, y })),
    })),
  },
);

/* md
Each at a rate of its own, the four are within {{percent(apart)}} points of each other on the test images. On all
images and with a convolutional network the study of record finds the same: SGD, Momentum and RMSProp cannot be told from Adam there.

## Regularisation

A dense network can learn 1,500 images nearly by heart. Dropout sets activations to zero at random while it trains; weight decay shrinks the weights a little at
each step. What do they do to the gap between the images it was trained on and others?
*/
const settings = [
  { rate: 0, weightDecay: 0 },
  { rate: 0.2, weightDecay: 0 },
  { rate: 0.5, weightDecay: 0 },
  { rate: 0, weightDecay: 0.1 },
];
const lines = [];
for (const { rate, weightDecay } of settings) {
  const onTrain: number[] = [];
  const onValidation: number[] = [];
  for (const seed of three) {
    const optimizer = new AdamW({ weightDecay });
    const { model } = await learn(dense(rate), optimizer, seed, 10);
    onTrain.push(accuracy(model, train));
    onValidation.push(accuracy(model, validation));
  }
  lines.push([
    `dropout ${rate}, decay ${weightDecay}`,
    spread(onTrain),
    spread(onValidation),
    percent(mean(onTrain) - mean(onValidation)),
  ]);
}
console.log('10 epochs, mean ± deviation over three seeds');
console.log(table([['', 'training, %', 'validation, %', 'gap'], ...lines]));

/* md
Dropout closes part of the gap from the upper end: the network knows its own images less well, and others about as well as before. None of these networks has looked
at the test images, and none needs to: nothing here is clearly better than the first line, so there is nothing to report of them.

On all images the study of record chose dropout [0.2](../results/mnist.md) out of nine settings, and it made no clear difference:
[+0.08 points](../results/mnist.md) of test accuracy with an interval from [−0.36 to +0.53](../results/mnist.md).

## What is mistaken for what

The largest network, on the test images:
*/
const answers = trained['conv93k'].predictLabels(test.x);
const matrix = metrics.confusionMatrix(Array.from(test.y), answers);
const digit = Array.from({ length: 10 }, (_, label) => String(label));
await show('confusion', 'Digits and answers of conv93k, 1,000 test images', {
  kind: 'heatMap',
  rowTitle: 'digit',
  columnTitle: 'answer',
  rows: digit,
  columns: digit,
  values: matrix,
  mutedDiagonal: true,
});
const mistakes = matrix
  .flatMap((row, i) =>
    row.map((count, j) => ({
      count,
      what: `${i} taken for ${j}`,
      hit: i === j,
    })),
  )
  .filter(({ hit, count }) => !hit && count > 0)
  .sort((one, other) => other.count - one.count);
for (const { count, what } of mistakes.slice(0, 5)) console.log(count, what);
const report = metrics.classificationReport(Array.from(test.y), answers);
console.log(report.toText());

/* md
{{answers.length - Math.round(tested('conv93k') * answers.length)}} of {{count(answers.length)}} are wrong. The most frequent mistake is a {{mistakes[0].what}}, {{mistakes[0].count}}
times. A single accuracy hides such things: somebody who reads postcodes wants to know which digits to look at twice.

## What may be concluded

- The large networks are far ahead of the small ones here, and too close to each other to be told apart. But what a network reaches after three epochs on 1,500 images is mostly how fast it learns.
- One run each does not put networks in an order, unless they are further apart than their own runs are. Those of the smallest reach from
  {{percent(Math.min(...small))}} % to {{percent(Math.max(...small))}} % here.
- Optimizers and regularisation, each at a setting of its own, change less than the first picture makes one expect.
- 1,000 test images give an accuracy of {{percent(tested('conv93k'))}} % a standard error of
  {{percent(Math.sqrt((tested('conv93k') * (1 - tested('conv93k'))) / answers.length), 2)}} points, whatever the seeds say.

`npm start -- experiment mnist` is the study itself, an hour with all images; `npm start -- experiment mnist --subset 2000` is a glimpse.
*/

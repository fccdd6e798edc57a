/* md
# Looking for hyper-parameters: by hand, by grid, at random, Bayesian

How many units, which learning rate, how much dropout? A study compared ways of looking for an answer and concluded that random search is competitive
with grid search at less computational cost. **We ask: with the same number of trials, which way finds the better network, and what is a difference
worth?** Once for a classification, the grade of red wines, and once for a regression, the strength of concrete.

This page is a program, [walkthroughs/search.ts](../../walkthroughs/search.ts); what each cell prints follows it, and figures in the text were put there
by the run. It is small: 12 trials of 20 epochs and three seeds. The studies of record,
[red wine](../results/study-search-wine-quality-red.md), [concrete](../results/study-search-concrete-strength.md) and
[California housing](../results/study-search-california-housing.md), have seven ways, up to 40 trials of 81 epochs, ten parameters and ten seeds.

## Two tasks in one form

A task is its rows, a last layer with a loss, and nothing else that the search has to know. The target of the regression is standardised, by its training
rows, so that whoever always answers the mean has a squared error of about 1.
*/
import { loadDataset } from '../datasets/index.ts';
import {
  Adam,
  BayesianSampler,
  choice,
  Dense,
  Dropout,
  earlyStopping,
  GridSampler,
  integer,
  logUniform,
  ManualSampler,
  metrics,
  RandomSampler,
  RmsProp,
  rowsAt,
  type Sampler,
  Sequential,
  StandardScaler,
  search,
  trainValidationTestSplit,
  uniform,
} from '../src/index.ts';
import { interval, mean, percent, points, table } from './notebook/figures.ts';
import { show } from './notebook/show.ts';

const wine = await loadDataset('wine-quality-red');
const concrete = await loadDataset('concrete-strength');

interface Part {
  x: { data: Float32Array; shape: readonly [number, number] };
  y: number[] | number[][];
}
interface Task {
  train: Part;
  validation: Part;
  test: Part;
  loss: 'crossEntropy' | 'meanSquaredError';
  head: () => Dense;
}

function scaledParts(data: typeof wine | typeof concrete, seed: number) {
  const rows = trainValidationTestSplit(data.y.length, {
    ...(data.task === 'classification' && { stratify: data.y }),
    seed,
  });
  const x = new StandardScaler().fit(data.x, rows.train).transform(data.x);
  return { rows, x };
}

function wineTask(seed: number): Task {
  const { rows, x } = scaledParts(wine, seed);
  const part = (chosen: Uint32Array): Part => ({
    x: rowsAt(x, chosen),
    y: Array.from(chosen, (row) => wine.y[row]),
  });
  return {
    train: part(rows.train),
    validation: part(rows.validation),
    test: part(rows.test),
    loss: 'crossEntropy',
    head: () => new Dense(wine.classes.length, { activation: 'softmax' }),
  };
}

function concreteTask(seed: number): Task {
  const { rows, x } = scaledParts(concrete, seed);
  const targets = concrete.y.map((strength) => [strength]);
  const y = new StandardScaler().fit(targets, rows.train).transform(targets);
  const part = (chosen: Uint32Array): Part => ({
    x: rowsAt(x, chosen),
    y: Array.from(chosen, (row) => y[row]),
  });
  return {
    train: part(rows.train),
    validation: part(rows.validation),
    test: part(rows.test),
    loss: 'meanSquaredError',
    head: () => new Dense(1),
  };
}
const tasks = { 'red wine': wineTask, concrete: concreteTask };
type Name = keyof typeof tasks;
const names = Object.keys(tasks) as Name[];
for (const name of names) {
  const { train, validation, test } = tasks[name](0);
  const counts = [train, validation, test].map(({ y }) => y.length);
  console.log(name.padEnd(8), counts.join(' + '), 'rows');
}

/* md
## What is searched

Learning rates are looked for on a logarithmic scale: between `0.001` and `0.002` there is as much to find as between `0.01` and `0.02`. The same goes for
units. What a trial is judged by is the lowest validation loss after any of its epochs; the test part is not in it.

The initial weights and the order of the batches are the same for all trials with one seed, so that two trials differ by their parameters alone.
*/
const epochs = 20;
const space = {
  learningRate: logUniform(0.0003, 0.1),
  units: integer(8, 64, { step: 8, log: true }),
  dropout: uniform(0, 0.5),
  optimizer: choice(['adam', 'rmsProp']),
};
interface Parameters {
  learningRate: number;
  units: number;
  dropout: number;
  optimizer: 'adam' | 'rmsProp';
}

function network(task: Task, { units, dropout }: Parameters, seed: number) {
  return new Sequential(
    [
      new Dense(units, { activation: 'relu' }),
      new Dropout(dropout),
      new Dense(units, { activation: 'relu' }),
      new Dropout(dropout),
      task.head(),
    ],
    { inputShape: [task.train.x.shape[1]], seed },
  );
}

async function train(task: Task, parameters: Parameters, seed: number) {
  const { learningRate, optimizer } = parameters;
  const model = network(task, parameters, seed);
  const history = await model.fit(task.train.x, task.train.y, {
    loss: task.loss,
    optimizer:
      optimizer === 'adam'
        ? new Adam({ learningRate })
        : new RmsProp({ learningRate }),
    epochs,
    validationData: [task.validation.x, task.validation.y],
    callbacks: [earlyStopping({ patience: epochs })], // keeps the best epoch
  });
  return { model, losses: history.validationLoss! };
}

/* md
## Four ways of looking

- **By hand**: a list that somebody with experience would try, the usual values first, then one change at a time.
- **Grid**: all combinations of a few values. With four parameters and 12 trials a grid is thin: four rates, three sizes, and one value for everything else.
- **Random**: each trial draws all four parameters.
- **Bayesian**: the first six trials are spread over the space, then a Gaussian process says where an improvement is most likely.
*/
const trials = 12;
const usual: Parameters = {
  learningRate: 0.001,
  units: 32,
  dropout: 0.1,
  optimizer: 'adam',
};
const byHand: Partial<Parameters>[] = [
  {},
  { learningRate: 0.003 },
  { learningRate: 0.01 },
  { learningRate: 0.0003 },
  { units: 64 },
  { units: 64, learningRate: 0.003 },
  { units: 16 },
  { dropout: 0 },
  { dropout: 0.3 },
  { dropout: 0, learningRate: 0.003 },
  { optimizer: 'rmsProp' },
  { optimizer: 'rmsProp', learningRate: 0.003 },
];
const ways: Record<string, (seed: number) => Sampler> = {
  'by hand': () =>
    new ManualSampler(byHand.map((change) => ({ ...usual, ...change }))),
  grid: () =>
    new GridSampler({
      values: {
        learningRate: [0.0006, 0.0025, 0.01, 0.04],
        units: [16, 32, 64],
        dropout: [0.1],
        optimizer: ['adam'],
      },
    }),
  random: (seed) => new RandomSampler({ seed }),
  Bayesian: (seed) => new BayesianSampler({ seed, initial: 6 }),
};
const wayNames = Object.keys(ways);

/* md
Each way has the same number of trials on each task, with three seeds. A seed draws the division of the rows, the initial weights, and the random choices
of the sampler. `search` gives the parameters and takes the loss; a trial that fails, because a high rate made numbers that are infinite, is
recorded as failed and counts as a trial.
*/
interface Found {
  parameters: Parameters;
  /** The lowest validation loss so far, after each trial. */
  soFar: number[];
  failed: number;
}
const seeds = [0, 1, 2];
const found = {} as Record<Name, Record<string, Found[]>>;
for (const name of names) {
  found[name] = {};
  for (const way of wayNames) {
    found[name][way] = [];
    for (const seed of seeds) {
      const task = tasks[name](seed);
      const study = await search({
        space,
        sampler: ways[way](seed),
        trials,
        objective: async (parameters) => {
          const { losses } = await train(task, parameters, seed);
          return Math.min(...losses);
        },
      });
      let lowest = Number.POSITIVE_INFINITY;
      const soFar = study.trials.map(({ values }) => {
        lowest = Math.min(lowest, values?.[0] ?? lowest);
        return lowest;
      });
      const failed = study.trials.filter(({ state }) => state !== 'complete');
      const { parameters } = study.best!;
      found[name][way].push({ parameters, soFar, failed: failed.length });
    }
  }
}
const lowest = (name: Name, way: string) =>
  found[name][way].map(({ soFar }) => soFar[trials - 1]);

for (const name of names) {
  console.log(`${name}: lowest validation loss`);
  console.log(
    table([
      ['', ...seeds.map((seed) => `seed ${seed}`), 'mean', 'failed'],
      ...wayNames.map((way) => [
        `  ${way}`,
        ...lowest(name, way).map((loss) => loss.toFixed(4)),
        mean(lowest(name, way)).toFixed(4),
        found[name][way].reduce((sum, { failed }) => sum + failed, 0),
      ]),
    ]),
  );
}

/* md
On average over the three seeds the grid ends lowest on both. Before anything is made of that, look along
a row: what the division of the rows does to the loss, from seed to seed, is more than what the way of searching does. Only differences within a seed
can be compared.

## How soon

The lowest loss so far, trial by trial, means over the seeds:
*/
for (const name of names) {
  await show(name.replace(' ', '-'), `Lowest validation loss so far: ${name}`, {
    kind: 'lines',
    x: { title: 'trials' },
    y: { title: 'validation loss' },
    series: wayNames.map((way) => ({
      name: way,
      points: Array.from({ length: trials }, (_, i) => ({
        x: i + 1,
        y: mean(found[name][way].map(({ soFar }) => soFar[i])),
      })),
    })),
  });
}

/* md
The order of a list or a grid decides how its curve begins: the grid starts at its lowest rate, the list with the usual values. A random search has no order
at all. That is why "how soon" has to be compared with the same care as "how good".

## Differences, seed by seed

In per cent of the loss of random search, with the 95 % interval of Student's t:
*/
for (const name of names) {
  console.log(`${name}: difference from random search, % of its loss`);
  const random = lowest(name, 'random');
  console.log(
    table([
      ['', ...seeds.map((seed) => `seed ${seed}`), 'mean', '95 % interval'],
      ...wayNames
        .filter((way) => way !== 'random')
        .map((way) => {
          const differences = lowest(name, way).map(
            (loss, i) => loss / random[i] - 1,
          );
          const [low, high] = interval(differences);
          return [
            `  ${way}`,
            ...differences.map((one) => points(one)),
            points(mean(differences)),
            `${points(low)} to ${points(high)}`,
          ];
        }),
    ]),
  );
}

/* md
With three seeds t is `4.303`, and the intervals are wide. On red wine all of them reach to both sides of zero: nothing can be told. On concrete the
grid is below random search in each of the three seeds, and its interval lies below zero as a whole. Three seeds are little to build on, but that is not what the
published sentence says.

With ten seeds, more trials and more parameters, the published sentence is *refuted* on concrete, where the loss of random search ends
[+10.9 % of the loss](../results/studies.md) above that of the grid, and on California housing, [+11.2 % of the loss](../results/studies.md), and
*undecided* on red wine, [+0.5 % of the loss](../results/studies.md). There, too, the grid has an advantage that is not its own: somebody had set all but
three parameters to values that are known to work, while random search had to find all ten.

## The test part, once

The parameters of each search are now trained once more, and only these networks look at the test part. The accuracy is that of the wines; of concrete it is
R², the share of the variance that is explained.
*/
async function tested(name: Name, way: string, seed: number) {
  const task = tasks[name](seed);
  const { model } = await train(task, found[name][way][seed].parameters, seed);
  if (name === 'red wine') {
    const answers = model.predictLabels(task.test.x);
    return metrics.accuracyScore(task.test.y as number[], answers);
  }
  const truth = (task.test.y as number[][]).map(([y]) => y);
  return metrics.r2Score(truth, model.predict(task.test.x).toFloat32Array());
}
const scores = {} as Record<Name, Record<string, number[]>>;
for (const name of names) {
  scores[name] = {};
  for (const way of wayNames) {
    scores[name][way] = [];
    for (const seed of seeds) {
      scores[name][way].push(await tested(name, way, seed));
    }
  }
  console.log(
    name === 'red wine' ? 'red wine: accuracy, %' : 'concrete: R², %',
  );
  console.log(
    table([
      ['', ...seeds.map((seed) => `seed ${seed}`), 'mean'],
      ...wayNames.map((way) => [
        `  ${way}`,
        ...scores[name][way].map((one) => percent(one)),
        percent(mean(scores[name][way])),
      ]),
    ]),
  );
}

/* md
The order on the test part is not that on the validation part. A search takes the lowest of {{trials}} losses, and the lowest of many is partly luck, which
the test part does not share. **The validation loss of a search is what it looked for, not what it found.**

## What it chose
*/
console.log(
  table([
    ['seed 0', 'rate', 'units', 'dropout', 'optimizer'],
    ...names.flatMap((name) =>
      wayNames.map((way) => {
        const { learningRate, units, dropout, optimizer } =
          found[name][way][0].parameters;
        return [
          `${name}, ${way}`,
          learningRate.toFixed(4),
          units,
          dropout.toFixed(2),
          optimizer,
        ];
      }),
    ),
  ]),
);

/* md
## What may be concluded

- With {{trials}} trials and four parameters the ways are close to each other. Whoever looks at one seed alone may find random search best, or Bayesian, or the grid.
- A list by hand is a strong opponent: it has the experience in it that a search has to gain first.
- Results of a search say something of *this* space and budget. Another grid, another range for the rate, and the order changes.
- Repeatable it is all the same: one seed gives the same study, with one worker or four, and after it was killed and has gone on from its journal.

`npm start -- search FILE.csv --target COLUMN` searches any table; `npm start -- study search concrete-strength` is the study of record.
*/

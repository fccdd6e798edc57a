/** A table with gaps and text: looked over, made into features by its training rows alone, and kept with the model. */
import {
  Adam,
  ColumnTransformer,
  Dense,
  deserializeModel,
  findingText,
  lintTable,
  RandomStream,
  Sequential,
  serializeModel,
  Table,
  trainTestSplit,
} from '../src/index.ts';

const draw = new RandomStream(7, 'visits');
const minutes = Float64Array.from({ length: 400 }, (_, i) => (i % 50 === 9 ? Number.NaN : 60 * draw.uniform()));
const kind = Array.from(minutes, () => ['new', 'back', 'guest'][draw.integerBelow(3)]);
const bought = Float64Array.from(minutes, (time, i) => ((time || 30) > (kind[i] === 'back' ? 20 : 40) ? 1 : 0));
const table = new Table({ minutes, kind, receipt: bought.map((yes) => 100 * yes), bought });

for (const finding of lintTable(table, { target: 'bought' }).slice(0, 1)) {
  console.log(findingText(finding).split(':')[0], 'in column', finding.column);
}

const { train, test } = trainTestSplit(table.rowCount, { stratify: bought, seed: 1 });
const transformer = new ColumnTransformer({ drop: ['receipt', 'bought'] }).fit(table, train);
console.log(transformer.featureNames.join(', '));

const network = [new Dense(8, { activation: 'relu' }), new Dense(1, { activation: 'sigmoid' })];
const model = new Sequential(network, { inputShape: [transformer.featureNames.length], seed: 1 });
await model.fit(
  transformer.transform(table.rows(train)),
  Array.from(train, (row) => [bought[row]]),
  {
    loss: 'crossEntropy',
    optimizer: new Adam({ learningRate: 0.01 }),
    epochs: 100,
  },
);

const saved = deserializeModel(serializeModel({ model, transformer }));
const probabilities = saved.predict(table.rows(test)).toFloat32Array(); // raw rows, gaps and text included
const right = Array.from(test).filter((row, i) => (probabilities[i] > 0.5 ? 1 : 0) === bought[row]).length;
console.log(`${right} of ${test.length} new rows right`);

// prints
// error target-leak in column receipt
// minutes, kind=back, kind=guest, kind=new
// 100 of 100 new rows right

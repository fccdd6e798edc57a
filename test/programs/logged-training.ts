/** Trains for ever, with a log: see test/node/csv-logger.test.ts, which kills it. */
import { Dense, Sequential } from '../../src/index.ts';
import { csvLogger } from '../../src/node/index.ts';

const model = new Sequential([new Dense(1)], { inputShape: [1] });
const x = [[1], [2], [3]];
await model.fit(x, x, {
  loss: 'meanSquaredError',
  optimizer: 'sgd',
  epochs: 1_000_000,
  callbacks: [csvLogger(process.argv[2]), { onEpochEnd: (epoch) => void (epoch === 9 && console.log('ten epochs')) }],
});

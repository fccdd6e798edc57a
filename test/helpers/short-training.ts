import { Conv2D, Dense, digits, Flatten, MaxPool2D, Reshape, Sequential } from '../../src/index.ts';

/** Losses of eight epochs of a small convolutional network on generated digits, the same from any place on. */
export async function shortTraining(): Promise<number[]> {
  const { x, y } = digits({ samples: 200, seed: 3 });
  const model = new Sequential(
    [
      new Reshape([28, 28, 1]),
      new Conv2D(8, 3, { activation: 'relu' }),
      new MaxPool2D(),
      new Flatten(),
      new Dense(33, { activation: 'gelu' }),
      new Dense(10, { activation: 'softmax' }),
    ],
    { inputShape: [784], seed: 3 },
  );
  const { loss } = await model.fit(x, y, { loss: 'crossEntropy', optimizer: 'adam', epochs: 8, batchSize: 40 });
  return loss;
}

/** Evaluating and predicting go through more rows than are taken at once, whatever these are and whoever wrote the layers. */
import { describe, expect, it } from 'vitest';
import { Dense, Layer, RandomStream, type RowsLike, Sequential, type Tensor, Trainer } from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';

/** Twice what is taken at once, and some more. */
const rows = 600;
const columns = 5;
const stream = new RandomStream(1, 'bytes');
const bytes = Uint8Array.from({ length: rows * columns }, () => stream.word() & 255);
const y = Uint8Array.from({ length: rows }, () => stream.word() % 3);
const shape = [rows, columns];
const floats = Float32Array.from(bytes, (byte) => byte / 256);
/** The same numbers, each in another form. */
const forms = {
  floats: { data: floats, shape },
  'bytes with a scale': { data: bytes, shape, scale: 1 / 256 },
  'floats with a scale': { data: Float32Array.from(bytes, (byte) => byte / 512), shape, scale: 2 },
  'nested arrays': Array.from({ length: rows }, (_, i) => Array.from(floats.subarray(i * columns, (i + 1) * columns))),
};

/** Keeps every input it gets, as code of others may. */
class Keeping extends Layer {
  readonly kept: Tensor[] = [];
  override build(): void {}
  override forward(x: Tensor): Tensor {
    if (x.values) this.kept.push(x); // not those by which shapes are traced
    return x;
  }
}

const model = (...first: Layer[]): Sequential =>
  new Sequential([...first, new Dense(3, { activation: 'softmax' })], { inputShape: [columns], seed: 1 });

/** One row after the other. */
const alone = (): Float32Array => {
  const one = model();
  const outputs = Array.from({ length: rows }, (_, i) =>
    one.predict({ data: floats.subarray(i * columns, (i + 1) * columns), shape: [1, columns] }).toFloat32Array(),
  );
  return Float32Array.from(outputs.flatMap((output) => [...output]));
};

describe.each(Object.entries(forms))('%s', (_, x) => {
  it('are predicted as row by row, by layers of the library and by others', () => {
    expectSameBits(model().predict(x).toFloat32Array(), alone());
    expectSameBits(model(new Keeping()).predict(x).toFloat32Array(), alone());
  });

  it('are evaluated as the mean over rows, with and without weights', () => {
    const options = { loss: 'crossEntropy', metrics: ['accuracy'] } as const;
    const sampleWeights = Float32Array.from(y, (label, i) => label + (i % 7));
    for (const one of [model(), model(new Keeping())]) {
      const whole = one.evaluate(x, y, options);
      const weighted = one.evaluate(x, y, { ...options, sampleWeights });
      const probabilities = alone();
      const losses = Array.from(y, (label, i) => -Math.log(probabilities[i * 3 + label]));
      const mean = (factor: (i: number) => number): number =>
        losses.reduce((sum, loss, i) => sum + factor(i) * loss, 0) / rows;
      expect(whole.loss).toBeCloseTo(
        mean(() => 1),
        4,
      );
      expect(weighted.loss).toBeCloseTo(
        mean((i) => sampleWeights[i]),
        4,
      );
      const hits = one.predictLabels(x).filter((label, i) => label === y[i]).length;
      expect(whole.accuracy).toBe(hits / rows);
    }
  });
});

it('what a layer of someone’s own keeps is not written over', () => {
  const layer = new Keeping();
  const keeping = model(layer);
  const inputs = (): number[][] => layer.kept.splice(0).map((tensor) => [...tensor.toFloat32Array()]);
  keeping.predict(forms['bytes with a scale']);
  const predicted = inputs();
  expect(predicted.flat()).toEqual([...floats]);
  keeping.evaluate(forms['bytes with a scale'], y, { loss: 'crossEntropy' });
  expect(
    inputs()
      .flat()
      .slice(-rows * columns),
  ).toEqual([...floats]);
});

it('a step on bytes is a step on their multiples', () => {
  const step = (x: RowsLike): Float32Array => {
    const one = model();
    new Trainer(one, { loss: 'crossEntropy', optimizer: 'sgd' }).step(x, y);
    return one.weights()['dense1.weight'].toFloat32Array();
  };
  expectSameBits(step(forms['bytes with a scale']), step(forms.floats));
});

/** Weights that only a penalty pulls at: they end at 0, rather than where products with them are denormal and slow. */
import { describe, expect, it } from 'vitest';
import { Adam, Dense, type Optimizer, regularizers, Sequential, Sgd, Tensor, Trainer } from '../../src/index.ts';
import { someFloats } from '../helpers/floats.ts';

const features = 8;
const dead = 3; // of them always 0

function train(optimizer: Optimizer, lambda: number, steps: number): Float32Array {
  const weightRegularizer = regularizers.l2(lambda);
  const model = new Sequential([new Dense(16, { activation: 'relu', weightRegularizer }), new Dense(1)], {
    inputShape: [features],
    seed: 1,
  });
  const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer });
  const x = new Tensor(
    [32, features],
    someFloats(32 * features).map((value, i) => (i % features < dead ? 0 : value)),
  );
  const y = new Tensor([32, 1], someFloats(32, 1, 2));
  for (let step = 0; step < steps; step++) trainer.step(x, y);
  return model.weights()['dense1.weight'].toFloat32Array();
}

describe.each([
  ['Adam, whose weights die in a few thousand steps', () => new Adam(), 1e-5, 6000],
  ['Adam under a penalty that hardly pulls', () => new Adam({ learningRate: 0.01 }), 1e-8, 12_000],
  ['Sgd', () => new Sgd({ learningRate: 0.05 }), 0.1, 8000],
] as const)('%s', (_, make, lambda, steps) => {
  it('ends with the weights of dead features at 0 and the others alive', () => {
    const weight = train(make(), lambda, steps);
    const units = weight.length / features;
    expect(weight.subarray(0, dead * units).every((value) => Object.is(value, 0))).toBe(true);
    expect(weight.subarray(dead * units).some((value) => Math.abs(value) > 1e-3)).toBe(true);
  });
});

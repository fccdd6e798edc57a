import { describe, expect, it } from 'vitest';
import { Dense } from '../../src/layers/index.ts';
import { abs, add, clip, exp, log, matmul, mul, square, sub, sum, transpose } from '../../src/ops/index.ts';
import { fromJSON, l1, l1l2, l2, type Regularizer } from '../../src/regularizers/index.ts';
import { regularizerToJSON, toRegularizer } from '../../src/regularizers/to-regularizer.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import {
  gradientChecks,
  makers,
  regularizerCases,
  runGradientCheck,
  runRegularizerCase,
} from '../evidence/regularizers.ts';
import { expectSameBits } from '../helpers/bits.ts';

describe('values and gradients', () => {
  it.each(regularizerCases.map((one) => [`${one.regularizer}(${one.factors}) of [${one.shape}]`, one] as const))(
    '%s are those of NumPy',
    (_, one) => runRegularizerCase(one),
  );

  it.each(Object.keys(makers))('%s agrees with finite differences', (name) => {
    for (const factors of gradientChecks[name]) runGradientCheck(name, factors);
  });
});

describe('as text and JSON', () => {
  it('say what they are', () => {
    expect([l1(0.5), l2(1e-4), l1l2(0, 2)].map(String)).toEqual(['l1(0.5)', 'l2(0.0001)', 'l1l2(0, 2)']);
    expect([l1(0.5), l2(1e-4), l1l2(0, 2)].map(({ name }) => name)).toEqual(['l1', 'l2', 'l1l2']);
  });

  it.each([l1(0.1), l2(0.1), l1l2(0.1, 0.3), l1(0)])('%s comes back the same', (regularizer) => {
    const again = fromJSON(JSON.parse(JSON.stringify(regularizer)));
    expect(again.toJSON!()).toEqual(regularizer.toJSON!());
    const weight = tensor([0.5, -3, 1.25]);
    expectSameBits([again.penalty(weight).item()], [regularizer.penalty(weight).item()]);
  });

  it('of what is none are refused', () => {
    const wrong = (json: unknown) => () => fromJSON(json as never);
    expect(wrong({ type: 'l3', lambda: 1 })).toThrow(/type must be one of 'l1', 'l2', 'l1l2', got "l3"/);
    expect(wrong({ type: 'constructor' })).toThrow(RangeError);
    expect(wrong({ type: 'l1' })).toThrow('regularizers.l1: lambda must be a number, got undefined');
    expect(wrong({ type: 'l1l2', lambda1: 1, lambda2: -1 })).toThrow(
      /regularizers.l2: lambda must be at least 0, got -1/,
    );
    expect(wrong(null)).toThrow(/expected \{ type, … \}, got null/);
    expect(wrong('l1')).toThrow(TypeError);
  });
});

describe('one of your own', () => {
  /** Prices columns that are not at right angles: Σ (WᵀW − I)². */
  const orthogonal: Regularizer = {
    name: 'orthogonal',
    penalty: (w) => sum(square(sub(matmul(transpose(w), w), tensor([1, 0, 0, 1], [2, 2])))),
    toString: () => 'orthogonal',
  };
  const model = (weightRegularizer: Regularizer) =>
    new Sequential([new Dense(2, { weightRegularizer })], { inputShape: [3], seed: 4 });
  const x = tensor([1, 2, 3, -1, 0, 1], [2, 3]);
  const y = tensor([1, 0, 0, 1], [2, 2]);

  it('is part of the loss, and brings about what it asks for', () => {
    const one = model(orthogonal);
    const trainer = new Trainer(one, { loss: 'meanSquaredError', optimizer: 'adam' });
    const first = trainer.step(x, y);
    expect(first.penalty).toBeGreaterThan(0.1);
    expectSameBits([first.penalty], [model(orthogonal).penalty().item()]);
    let last = first;
    for (let step = 0; step < 2000; step++) last = trainer.step(x, y);
    expect(last.penalty).toBeLessThan(0.02);
  });

  it('has the same bits recorded and computed anew', () => {
    const losses = (recorded: boolean) => {
      const trainer = new Trainer(model(orthogonal), { loss: 'meanSquaredError', optimizer: 'adam', recorded });
      return Array.from({ length: 20 }, () => trainer.step(x, y).loss);
    };
    expectSameBits(losses(true), losses(false));
  });

  it('is told apart from ours by more than its name', () => {
    let lambda = 1;
    const annealed: Regularizer = { name: 'l2', penalty: (w) => mul(sum(square(w)), lambda), toString: () => 'l2' };
    const trainer = new Trainer(model(annealed), { loss: 'meanSquaredError', optimizer: 'sgd' });
    trainer.step(x, y);
    lambda = 0.5; // would stay 1 in a recorded graph
    expect(() => trainer.step(x, y)).toThrow(/recorded twice, the step differs: .* 1, became 0.5|was 1 and became 0.5/);
  });

  it('must return a scalar', () => {
    const returning = (penalty: (w: Tensor) => unknown): Regularizer => ({
      name: 'mine',
      penalty: penalty as Regularizer['penalty'],
      toString: () => 'mine',
    });
    expect(() => model(returning(square)).penalty()).toThrow(
      "dense1.weight: regularizer 'mine' must return a scalar tensor, got a tensor [3, 2]; reduce it with sum()",
    );
    expect(() => model(returning(() => 0.5)).penalty()).toThrow(/must return a scalar tensor, got 0.5/);
    expect(() => model(returning(() => undefined)).penalty()).toThrow(TypeError);
    const trainer = new Trainer(model(returning(abs)), { loss: 'meanSquaredError', optimizer: 'sgd' });
    expect(() => trainer.step(x, y)).toThrow(/dense1.weight: regularizer 'mine'/);
  });

  it('is saved by its toJSON only', () => {
    expect(() => regularizerToJSON('Dense', orthogonal)).toThrow(
      "Dense: the regularizer 'orthogonal' cannot be saved: give it a method toJSON()",
    );
    expect(() => new Dense(2, { weightRegularizer: orthogonal }).config()).toThrow(/cannot be saved/);
    const saved: Regularizer = { ...orthogonal, toJSON: () => ({ type: 'orthogonal' }) };
    expect(new Dense(2, { weightRegularizer: saved }).config()['weightRegularizer']).toEqual({ type: 'orthogonal' });
  });

  it('may use whatever is differentiable', () => {
    const barrier: Regularizer = {
      name: 'barrier',
      penalty: (w) => sum(log(add(exp(clip(w, -20, 20)), 1))),
      toString: () => 'barrier',
    };
    const weights = Array.from(model(barrier).weights()['dense1.weight'].toFloat32Array());
    const expected = weights.reduce((total, w) => total + Math.log1p(Math.exp(w)), 0);
    expect(Math.abs(model(barrier).penalty().item() - expected)).toBeLessThan(1e-5);
  });
});

describe('wrong factors', () => {
  it.each([
    ['negative', -0.1, RangeError, /lambda must be at least 0, got -0.1/],
    ['NaN', Number.NaN, RangeError, /got NaN/],
    ['infinite', Number.POSITIVE_INFINITY, RangeError, /got Infinity/],
    ['text', '0.1', TypeError, /lambda must be a number, got "0.1"/],
    ['missing', undefined, TypeError, /got undefined/],
  ] as const)('%s', (_, factor, error, message) => {
    const make = [() => l1(factor as number), () => l2(factor as number), () => l1l2(0.1, factor as number)];
    for (const wrong of [...make, () => l1l2(factor as number, 0.1)]) {
      expect(wrong).toThrow(error);
      expect(wrong).toThrow(message);
    }
  });

  it('what is no regularizer', () => {
    const wrong = (value: unknown) => () => toRegularizer('Dense', 'weightRegularizer', value);
    expect(wrong('l2')).toThrow(
      'Dense: weightRegularizer must be a regularizer, got "l2"; give its factor: regularizers.l2(1e-4)',
    );
    expect(wrong(l2)).toThrow(/got function l2; give its factor/);
    expect(wrong(0.01)).toThrow(TypeError);
    expect(wrong(null)).toThrow(TypeError);
    expect(wrong({ name: 'mine' })).toThrow(TypeError);
  });
});

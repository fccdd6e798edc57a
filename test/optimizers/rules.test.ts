/** All rules over the same problems, by their kernels. */
import { describe, expect, it } from 'vitest';
import { ParameterBlock } from '../../src/tensor/parameter-block.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { addedOptimizers } from '../helpers/added-golden.ts';
import { allRules, make, ruleNames } from './all-rules.ts';

/** Weights after each of `steps` steps with the gradient that `gradientOf` gives. */
function trajectory(
  optimizer: ReturnType<typeof make>,
  start: readonly number[],
  steps: number,
  gradientOf: (theta: Float32Array, step: number) => ArrayLike<number>,
): Float32Array[] {
  const { tensors } = new ParameterBlock([{ shape: [start.length], values: start }]);
  const [theta] = tensors;
  return Array.from({ length: steps }, (_, step) => {
    theta.grad = tensor(gradientOf(theta.toFloat32Array(), step));
    optimizer.step(tensors);
    return theta.toFloat32Array();
  });
}

describe('minimise', () => {
  /** ½ Σ cᵢ xᵢ², ten times as steep one way as the other. */
  const bowl = {
    start: [3, -2],
    value: ([x, y]: Float32Array) => 0.5 * (x * x + 10 * y * y),
    gradient: ([x, y]: Float32Array) => [x, 10 * y],
  };
  /** Rosenbrock's valley: (1 − x)² + 100(y − x²)², curved and flat along its floor, least at (1, 1). */
  const valley = {
    start: [-1, 1.5],
    value: ([x, y]: Float32Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: ([x, y]: Float32Array) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  };

  // Rates as one would choose them. `reaches` is the value in the valley: two rules are slow along its floor.
  type Options = Record<string, unknown>;
  const settings: Record<string, { bowl: Options; valley: Options; reaches?: number }> = {
    Sgd: { bowl: { learningRate: 0.1 }, valley: { learningRate: 1e-3 } },
    'Sgd with momentum': {
      bowl: { learningRate: 0.05, momentum: 0.8 },
      valley: { learningRate: 5e-4, momentum: 0.9 },
    },
    'Sgd with Nesterov': {
      bowl: { learningRate: 0.05, momentum: 0.8, nesterov: true },
      valley: { learningRate: 5e-4, momentum: 0.9, nesterov: true },
    },
    Momentum: { bowl: { learningRate: 0.05, momentum: 0.8 }, valley: { learningRate: 5e-4 } },
    RmsProp: { bowl: { learningRate: 0.01 }, valley: { learningRate: 1e-3 } },
    'RmsProp centered': {
      bowl: { learningRate: 0.01, centered: true, epsilon: 0.1 },
      valley: { learningRate: 2e-3, centered: true, epsilon: 0.1 },
    },
    Adam: { bowl: { learningRate: 0.1 }, valley: { learningRate: 0.02 } },
    'Adam with amsgrad': { bowl: { learningRate: 0.1, amsgrad: true }, valley: { learningRate: 0.1, amsgrad: true } },
    AdamW: { bowl: { learningRate: 0.1 }, valley: { learningRate: 0.02, weightDecay: 1e-4 } },
    Adagrad: { bowl: { learningRate: 0.5 }, valley: { learningRate: 0.5 } },
    Adadelta: { bowl: { epsilon: 1e-5, decay: 0.95 }, valley: { learningRate: 0.3 }, reaches: 0.3 },
    Adamax: { bowl: { learningRate: 0.1 }, valley: { learningRate: 0.05 } },
    Nadam: { bowl: { learningRate: 0.05 }, valley: { learningRate: 0.02 } },
    RAdam: { bowl: { learningRate: 0.1 }, valley: { learningRate: 1e-3 }, reaches: 0.2 }, // its first 5 steps are steep
    Lion: { bowl: { learningRate: (step: number) => 0.03 * (1 - step / 500) }, valley: { learningRate: 1e-3 } },
    ...Object.fromEntries(addedOptimizers.map((one) => [one.optimizer, one])),
  };

  it.each(Object.entries(settings))('%s: a bowl in 500 steps, a curved valley in 5,000', (title, options) => {
    const name = title.split(' ')[0];
    const inBowl = trajectory(make(name, options.bowl), bowl.start, 500, bowl.gradient);
    const inValley = trajectory(make(name, options.valley), valley.start, 5000, valley.gradient);
    expect(bowl.value(inBowl[499])).toBeLessThan(1e-3); // 24.5 at the start
    expect(valley.value(inValley[4999])).toBeLessThan(options.reaches ?? 0.01); // 29 at the start
  });

  it('covers every rule', () => {
    expect(new Set(Object.keys(settings).map((title) => title.split(' ')[0]))).toEqual(new Set(ruleNames));
    expect(new Set(allRules.map(({ name }) => name))).toEqual(new Set(ruleNames));
  });
});

describe('under a steady gradient of 2, each step is as long as the formula says', () => {
  const g = 2;
  const rate = 0.01;
  const root = Math.sqrt;
  /** μ of Nadam's schedule and its products. */
  const mu = (t: number): number => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004));
  const product = (t: number): number => Array.from({ length: t }, (_, i) => mu(i + 1)).reduce((p, x) => p * x, 1);
  /** Adadelta's rule followed by numbers alone. */
  const adadelta = (t: number): number => {
    let [s, c, delta] = [0, 0, 0];
    for (let i = 0; i < t; i++) {
      s = 0.9 * s + 0.1 * g * g;
      delta = (root(c + 1e-6) / root(s + 1e-6)) * g;
      c = 0.9 * c + 0.1 * delta * delta;
    }
    return delta;
  };
  /** RAdam's rectification. */
  const rectification = (t: number): number => {
    const most = 1999;
    const length = most - (2 * t * 0.999 ** t) / (1 - 0.999 ** t);
    return root(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
  };

  const lengths: [name: string, options: Record<string, unknown>, length: (t: number) => number][] = [
    ['Sgd', {}, () => rate * g],
    ['Sgd', { momentum: 0.9 }, (t) => (rate * g * (1 - 0.9 ** t)) / 0.1],
    ['Sgd', { momentum: 0.9, nesterov: true }, (t) => (rate * g * (1 - 0.9 ** (t + 1))) / 0.1],
    ['Momentum', {}, (t) => (rate * g * (1 - 0.9 ** t)) / 0.1],
    ['RmsProp', {}, (t) => rate / root(1 - 0.9 ** t)],
    ['RmsProp', { centered: true }, (t) => (rate * g) / (g * root(0.9 ** t * (1 - 0.9 ** t)) + 1e-7)],
    ['Adam', {}, () => rate],
    ['Adam', { amsgrad: true }, () => rate],
    ['AdamW', { weightDecay: 0 }, () => rate],
    ['Adagrad', {}, (t) => rate / root(t)],
    ['Adadelta', { learningRate: 1 }, adadelta],
    ['Adamax', {}, () => rate],
    ['Nadam', {}, (t) => rate * ((1 - mu(t)) / (1 - product(t)) + (mu(t + 1) * (1 - 0.9 ** t)) / (1 - product(t + 1)))],
    ['RAdam', {}, (t) => (t <= 5 ? rate * g : rate * rectification(t))],
    ['Lion', {}, () => rate],
    ...addedOptimizers.flatMap(({ optimizer, steady }) =>
      steady.map((one): (typeof lengths)[number] => [optimizer, one.options, (t) => one.lengths[t - 1]]),
    ),
  ];

  it.each(lengths)('%s %o', (name, options, length) => {
    const path = trajectory(make(name, { learningRate: rate, ...options }), [0], 40, () => [g]);
    let expected = 0;
    path.forEach(([theta], i) => {
      expected -= length(i + 1);
      expect(Math.abs(theta - expected)).toBeLessThan(2e-5 * Math.abs(expected));
    });
    expect(new Set(lengths.map(([rule]) => rule))).toEqual(new Set(ruleNames));
  });
});

describe('decay takes ηλ of each weight a step', () => {
  it.each(['AdamW', 'Lion'])('%s, without a gradient', (name) => {
    const path = trajectory(make(name, { learningRate: 0.1, weightDecay: 0.5 }), [8, -1], 10, () => [0, 0]);
    path.forEach(([a, b], i) => {
      expect(a).toBeCloseTo(8 * 0.95 ** (i + 1), 5);
      expect(b).toBeCloseTo(-(0.95 ** (i + 1)), 5);
    });
  });

  it('a small decay keeps its size: 1 − 1e-5 in float32 would be off by 1.4e-5 after 1,000 steps', () => {
    const path = trajectory(make('AdamW', { learningRate: 1e-3, weightDecay: 0.01 }), [1], 1000, () => [0]);
    expect(Math.abs(path[999][0] - (1 - 1e-5) ** 1000)).toBeLessThan(2e-6);
  });
});

describe('dead weights', () => {
  const isBelow = (limit: number) => (x: number) => x !== 0 && Math.abs(x) < limit;
  const n = 64;

  it.each(allRules)('$title: slots and weights end at 0, never on the way to it', ({ make: makeRule }) => {
    const optimizer = makeRule();
    const { tensors } = new ParameterBlock([
      { shape: [n], values: new Float32Array(n).map((_, i) => 1e-25 * (i - 30)) },
    ]);
    const [theta] = tensors;
    const slots = (): Float32Array[] => Object.values(optimizer.state(tensors).parameters[0].slots);
    // Gradients as of a saturated softmax, and then none at all.
    const sizes = [1e-20, 1e-25, 1e-36, 1e-38, 1e-42];
    for (let step = 0; step < 5000; step++) {
      const size = step < 50 ? sizes[step % sizes.length] : 0;
      theta.grad = tensor(Float32Array.from({ length: n }, (_, i) => size * (i % 7) - size * 3));
      optimizer.step(tensors);
      if (step % 50 !== 0 && step > 100) continue;
      for (const values of slots()) expect(values.some(isBelow(2 ** -126))).toBe(false);
      expect(theta.toFloat32Array().some(isBelow(2 ** -80))).toBe(false);
    }
    const { m, mean, velocity } = optimizer.state(tensors).parameters[0].slots as Record<string, Float32Array>;
    for (const values of [m, mean, velocity]) if (values) expect(values.every((x) => x === 0)).toBe(true);
  });
});

describe('bits', () => {
  it.each(allRules)('$title: the same in a block, in JavaScript memory, and in any company', ({ make: makeRule }) => {
    const shapes = [[7], [3, 5], [], [2, 2, 2]];
    const values = (i: number, size: number, step: number): Float32Array =>
      Float32Array.from({ length: size }, (_, j) => Math.sin(7 * i + 13 * j + 29 * step + 1));
    const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
    const train = (parameters: readonly Tensor[], together: boolean): Float32Array[] => {
      const optimizer = makeRule({ learningRate: 0.1 });
      for (let step = 0; step < 12; step++) {
        for (const [i, parameter] of parameters.entries()) {
          parameter.grad = tensor(values(i, parameter.size, step), parameter.shape);
        }
        if (together) optimizer.step(parameters);
        else for (const parameter of parameters) optimizer.step([parameter]);
      }
      return parameters.map((parameter) => parameter.toFloat32Array());
    };
    const specs = shapes.map((shape, i) => ({ shape, values: values(i, size(shape), 99) }));
    const free = specs.map((spec) => tensor(spec.values, spec.shape, { requiresGrad: true }));
    const inBlock = train(new ParameterBlock(specs).tensors, true);
    expect(train(free, true)).toEqual(inBlock);
    expect(train(new ParameterBlock(specs).tensors, false)).toEqual(inBlock);
    expect(train([...new ParameterBlock(specs).tensors], true)).toEqual(inBlock);
  });
});

import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import {
  Adam,
  AdamW,
  gradientNorm,
  Momentum,
  Optimizer,
  type OptimizerOptions,
  RmsProp,
  Sgd,
  type Slots,
} from '../../src/optimizers/index.ts';
import type { Clipping, ParameterRun } from '../../src/optimizers/optimizer.ts';
import { cosineDecay, stepDecay } from '../../src/schedules/index.ts';
import { ParameterBlock } from '../../src/tensor/parameter-block.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { memoryUse, setMemoryBudget } from '../../src/wasm/memory.ts';
import { addedOptimizers } from '../helpers/added-golden.ts';
import { thrownBy } from '../helpers/errors.ts';
import { someFloats } from '../helpers/floats.ts';
import { sumOfSquares, times } from '../helpers/operations.ts';
import { allRules, make, ruleNames } from './all-rules.ts';

const f = Math.fround;

function setGradients(parameters: readonly Tensor[], seed: number): void {
  for (const [i, parameter] of parameters.entries()) {
    parameter.grad = tensor(someFloats(parameter.size, 2, 100 * seed + i), parameter.shape);
  }
}

const valuesOf = (parameters: readonly Tensor[]): Float32Array[] => parameters.map((one) => one.toFloat32Array());

function someBlock(...shapes: number[][]): readonly Tensor[] {
  const specs = shapes.map((shape, i) => ({
    shape,
    values: someFloats(
      shape.reduce((a, b) => a * b, 1),
      1,
      i + 1,
    ),
  }));
  return new ParameterBlock(specs).tensors;
}

describe('options', () => {
  it('have the defaults that the documentation states', () => {
    const added = addedOptimizers.map(
      ({ optimizer, defaults }) =>
        `${optimizer}(${Object.entries(defaults)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')})`,
    );
    expect(ruleNames.map((name) => String(make(name))).sort()).toEqual(
      [
        'Sgd(learningRate 0.01, momentum 0, nesterov false)',
        'Momentum(learningRate 0.01, momentum 0.9)',
        'RmsProp(learningRate 0.001, decay 0.9, epsilon 1e-7, momentum 0, centered false)',
        'Adam(learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8, amsgrad false)',
        'AdamW(learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8, amsgrad false, weightDecay 0.01)',
        'Adagrad(learningRate 0.01, epsilon 1e-10)',
        'Adadelta(learningRate 1, decay 0.9, epsilon 0.000001)',
        'Adamax(learningRate 0.002, beta1 0.9, beta2 0.999, epsilon 1e-8)',
        'Nadam(learningRate 0.002, beta1 0.9, beta2 0.999, epsilon 1e-8, momentumDecay 0.004)',
        'RAdam(learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8)',
        'Lion(learningRate 0.0001, beta1 0.9, beta2 0.99, weightDecay 0)',
        ...added,
      ].sort(),
    );
    const adam = new Adam({ beta1: undefined, learningRate: cosineDecay({ initial: 0.1, steps: 10 }), clipNorm: 1 });
    expect(adam.options).toEqual({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false });
    expect(String(adam)).toMatch(/^Adam\(learningRate cosineDecay\(.*\), beta1 0.9, .*, clipNorm 1\)$/);
  });

  /** Options of a rule, and what is wrong with them. */
  const wrong: [name: string, options: unknown, type: typeof TypeError | typeof RangeError, message: string][] = [
    ['Adam', { learningrate: 0.1 }, TypeError, "Adam: unknown option 'learningrate'; did you mean 'learningRate'?"],
    ['Adam', { lr: 0.1 }, TypeError, "Adam: unknown option 'lr'"],
    ['Adam', { momentum: 0.9 }, TypeError, "Adam: unknown option 'momentum'"],
    ['Adam', 0.001, TypeError, 'Adam: options must be an object, got 0.001'],
    ['Adam', null, TypeError, 'Adam: options must be an object, got null'],
    ['Adam', { learningRate: 0 }, RangeError, 'Adam: learningRate must be positive, got 0'],
    ['Adam', { learningRate: -1 }, RangeError, 'Adam: learningRate must be positive, got -1'],
    ['Adam', { learningRate: Number.NaN }, RangeError, 'Adam: learningRate must be positive, got NaN'],
    ['Adam', { learningRate: '0.1' }, TypeError, 'Adam: learningRate must be a number or a schedule, got "0.1"'],
    [
      'Adam',
      { learningRate: Object.assign(() => 1, { per: 'batch' }) },
      RangeError,
      "Adam: learningRate.per must be one of 'step', 'epoch', got \"batch\"",
    ],
    ['Adam', { beta1: 1 }, RangeError, 'Adam: beta1 must be in [0, 1), got 1'],
    ['Adam', { beta2: -0.1 }, RangeError, 'Adam: beta2 must be in [0, 1), got -0.1'],
    ['Adam', { beta2: '0.9' }, TypeError, 'Adam: beta2 must be a number, got "0.9"'],
    ['Adam', { epsilon: 0 }, RangeError, 'Adam: epsilon must be positive, got 0'],
    ['Adam', { epsilon: 1e-40 }, RangeError, 'Adam: epsilon must be at least 1e-30, got 1e-40'],
    ['Adam', { amsgrad: 1 }, TypeError, 'Adam: amsgrad must be true or false, got 1'],
    ['Adam', { clipNorm: 0 }, RangeError, 'Adam: clipNorm must be positive, got 0'],
    ['Adam', { clipValue: -1 }, RangeError, 'Adam: clipValue must be positive, got -1'],
    ['Adam', { clipValue: null }, TypeError, 'Adam: clipValue must be a number, got null'],
    ['AdamW', { weightDecay: -1 }, RangeError, 'AdamW: weightDecay must be at least 0, got -1'],
    ['AdamW', { beta1: 1 }, RangeError, 'AdamW: beta1 must be in [0, 1), got 1'],
    ['AdamW', { epsilon: -1 }, RangeError, 'AdamW: epsilon must be positive, got -1'],
    ['Sgd', { momentum: 1 }, RangeError, 'Sgd: momentum must be in [0, 1), got 1'],
    ['Sgd', { momentum: null }, TypeError, 'Sgd: momentum must be a number, got null'],
    ['Sgd', { nesterov: true }, RangeError, 'Sgd: nesterov needs a momentum above 0, got 0'],
    ['Sgd', { nesterov: 'yes' }, TypeError, 'Sgd: nesterov must be true or false, got "yes"'],
    ['Momentum', { momentum: -0.5 }, RangeError, 'Momentum: momentum must be in [0, 1), got -0.5'],
    ['RmsProp', { decay: 1.5 }, RangeError, 'RmsProp: decay must be in [0, 1), got 1.5'],
    ['RmsProp', { momentum: 2 }, RangeError, 'RmsProp: momentum must be in [0, 1), got 2'],
    ['RmsProp', { epsilon: 0 }, RangeError, 'RmsProp: epsilon must be positive, got 0'],
    ['RmsProp', { centered: 0 }, TypeError, 'RmsProp: centered must be true or false, got 0'],
    ['Adagrad', { epsilon: Infinity }, RangeError, 'Adagrad: epsilon must be positive, got Infinity'],
    ['Adadelta', { decay: 1 }, RangeError, 'Adadelta: decay must be in [0, 1), got 1'],
    ['Adadelta', { epsilon: 0 }, RangeError, 'Adadelta: epsilon must be positive, got 0'],
    ['Adamax', { beta2: 1 }, RangeError, 'Adamax: beta2 must be in [0, 1), got 1'],
    ['Adamax', { epsilon: 0 }, RangeError, 'Adamax: epsilon must be positive, got 0'],
    ['Nadam', { beta1: 2 }, RangeError, 'Nadam: beta1 must be in [0, 1), got 2'],
    ['Nadam', { epsilon: 0 }, RangeError, 'Nadam: epsilon must be positive, got 0'],
    ['Nadam', { momentumDecay: -1 }, RangeError, 'Nadam: momentumDecay must be at least 0, got -1'],
    ['RAdam', { beta1: Number.NaN }, RangeError, 'RAdam: beta1 must be in [0, 1), got NaN'],
    ['RAdam', { epsilon: 0 }, RangeError, 'RAdam: epsilon must be positive, got 0'],
    ['Lion', { beta2: 1 }, RangeError, 'Lion: beta2 must be in [0, 1), got 1'],
    ['Lion', { weightDecay: Number.NaN }, RangeError, 'Lion: weightDecay must be at least 0, got NaN'],
    ['Lion', { epsilon: 1e-8 }, TypeError, "Lion: unknown option 'epsilon'"],
  ];
  it.each(wrong)('%s %o: %o', (name, options, type, message) => {
    const error = thrownBy(() => make(name, options as Record<string, unknown>));
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(message);
  });
});

describe('every rule', () => {
  it.each(ruleNames)('%s refuses wrong options in its own name', (name) => {
    const of = (options: unknown) => () => make(name, options as Record<string, unknown>);
    expect(of({ learningrate: 0.1 })).toThrow(
      `${name}: unknown option 'learningrate'; did you mean 'learningRate'? Known options: `,
    );
    expect(of({ learningRate: -1 })).toThrow(`${name}: learningRate must be positive, got -1`);
    expect(of(0.1)).toThrow(`${name}: options must be an object, got 0.1`);
    for (const [option, value] of Object.entries(make(name).options)) {
      // null is neither a number nor a flag, and no number of ours may be NaN
      expect(of({ [option]: null }), option).toThrow(`${name}: ${option} must be `);
      expect(of({ [option]: Number.NaN }), `${option} ${value}`).toThrow(`${name}: ${option} must be `);
    }
  });
});

describe('clipping', () => {
  it('by the norm of all gradients together, wherever the parameters live', () => {
    const inBlock = someBlock([2, 2]);
    const free = tensor([1, 2, 3], [3], { requiresGrad: true });
    const parameters = [...inBlock, free];
    const given = [tensor([3, -4, 0, 12], [2, 2]), tensor([0, 84, 0])]; // 3² + 4² + 12² + 84² = 85²
    const before = valuesOf(parameters);
    for (const [i, parameter] of parameters.entries()) parameter.grad = given[i];
    expect(gradientNorm(parameters)).toBe(85);
    new Sgd({ learningRate: 1, clipNorm: 17 }).step(parameters);
    const scale = f(17 / 85);
    const expected = before.map((values, i) => values.map((x, j) => f(x - f(given[i].values![j] * scale))));
    expect(valuesOf(parameters)).toEqual(expected);
    expect(parameters.map(({ grad }) => grad)).toEqual(given);
    expect(given[0].toFloat32Array()).toEqual(Float32Array.of(3, -4, 0, 12));
  });

  it('leaves gradients below the norm as they are, to the bit', () => {
    const [plain, clipped] = [someBlock([50], [7]), someBlock([50], [7])];
    const [one, other] = [new Adam(), new Adam({ clipNorm: 1000, clipValue: 3 })];
    for (let step = 0; step < 5; step++) {
      setGradients(plain, step);
      setGradients(clipped, step);
      one.step(plain);
      other.step(clipped);
    }
    expect(valuesOf(clipped)).toEqual(valuesOf(plain));
  });

  it('by value, after the norm', () => {
    const weight = tensor([0, 0, 0]);
    weight.grad = tensor([30, -40, 0]);
    new Sgd({ learningRate: 1, clipValue: 7 }).step([weight]);
    expect(weight.toFloat32Array()).toEqual(Float32Array.of(-7, 7, 0));
    weight.assign([0, 0, 0]);
    new Sgd({ learningRate: 1, clipNorm: 10, clipValue: 7 }).step([weight]); // 6, −8 after the norm
    expect(weight.toFloat32Array()).toEqual(Float32Array.of(f(-30 * f(0.2)), 7, 0));
  });

  it('by the norm of gradients whose squares overflow', () => {
    const weight = tensor([0, 0]);
    weight.grad = tensor([3e25, -4e25]);
    expect(gradientNorm([weight]) / 5e25).toBeCloseTo(1, 6);
    new Sgd({ learningRate: 1, clipNorm: 5 }).step([weight]);
    expect(weight.toFloat32Array()[0]).toBeCloseTo(-3, 5);
    expect(weight.toFloat32Array()[1]).toBeCloseTo(4, 5);
  });

  it('keeps what is not a number', () => {
    const weight = tensor([0, 0]);
    weight.grad = tensor([Number.NaN, 1]);
    new Sgd({ learningRate: 1, clipNorm: 0.5, clipValue: 0.5 }).step([weight]);
    expect(weight.toFloat32Array()[0]).toBeNaN();
  });

  it('gives every rule the gradient that clipping by hand gives', () => {
    for (const { make: makeRule } of allRules) {
      const [clipped, byHand] = [someBlock([21], [3]), someBlock([21], [3])];
      const [one, other] = [makeRule({ clipNorm: 1, clipValue: 0.2 }), makeRule()];
      for (let step = 0; step < 4; step++) {
        setGradients(clipped, step);
        setGradients(byHand, step);
        const scale = f(1 / gradientNorm(byHand));
        for (const parameter of byHand) {
          const g = parameter.grad!.toFloat32Array().map((x) => Math.max(-f(0.2), Math.min(f(0.2), f(x * scale))));
          parameter.grad = tensor(g, parameter.shape);
        }
        one.step(clipped);
        other.step(byHand);
      }
      expect(valuesOf(clipped)).toEqual(valuesOf(byHand));
    }
  });
});

describe('the learning rate', () => {
  const stepped = (optimizer: Optimizer, steps: number, each?: (step: number) => void): number[] => {
    const weight = tensor([0]);
    weight.grad = tensor([1]);
    return Array.from({ length: steps }, (_, step) => {
      each?.(step);
      const before = weight.item();
      optimizer.step([weight]);
      return before - weight.item();
    });
  };

  it('follows a schedule from step 0 on', () => {
    const lengths = stepped(new Sgd({ learningRate: (step) => 1 / (1 + step) }), 4);
    [1, 1 / 2, 1 / 3, 1 / 4].forEach((length, i) => {
      expect(lengths[i]).toBeCloseTo(length, 6);
    });
    const schedule = stepDecay({ initial: 1, factor: 0.5, every: 2 });
    expect(stepped(new Sgd({ learningRate: schedule }), 6)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('follows one by epochs as the epoch is set', () => {
    const optimizer = new Sgd({ learningRate: stepDecay({ initial: 1, factor: 0.5, every: 1, per: 'epoch' }) });
    const lengths = stepped(optimizer, 6, (step) => {
      optimizer.epoch = Math.floor(step / 2);
    });
    expect(lengths).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('can be set between steps, and is 0 where a schedule says so', () => {
    const optimizer = new Sgd({ learningRate: 1 });
    expect(stepped(optimizer, 3, (step) => (optimizer.learningRate = step === 2 ? () => 0 : 4 - step))).toEqual([
      4, 3, 0,
    ]);
    expect(thrownBy(() => (optimizer.learningRate = -1)).message).toBe('Sgd: learningRate must be positive, got -1');
    expect(optimizer.currentLearningRate()).toBe(0);
  });

  it('stands inside of the velocity in Momentum and outside of it in Sgd', () => {
    const learningRate = (step: number): number => (step === 0 ? 1 : 0);
    expect(stepped(new Momentum({ learningRate, momentum: 0.5 }), 3)).toEqual([1, 0.5, 0.25]);
    expect(stepped(new Sgd({ learningRate, momentum: 0.5 }), 3)).toEqual([1, 0, 0]);
  });

  it('must be a finite number of at least 0, or nothing is changed', () => {
    const optimizer = new Sgd({ learningRate: (step) => 1 - step });
    const weight = tensor([5]);
    weight.grad = tensor([1]);
    optimizer.step([weight]);
    optimizer.step([weight]);
    const error = thrownBy(() => optimizer.step([weight]));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      'Sgd: the learning rate must be a finite number of at least 0, got -1 from its schedule at step 2',
    );
    expect(weight.item()).toBe(4);
    expect(optimizer.steps).toBe(2);
    const epochs = new Adam({ learningRate: Object.assign(() => Number.NaN, { per: 'epoch' as const }) });
    expect(thrownBy(() => epochs.step([weight])).message).toContain('got NaN from its schedule at epoch 0');
  });
});

/** Adam that notes the sizes of its kernel calls. */
class CountingAdam extends Adam {
  calls: string[] = [];
  protected override updateFused(
    run: ParameterRun<'m' | 'v' | 'maximum'>,
    t: number,
    rate: number,
    clipping: Clipping,
  ): void {
    this.calls.push(`${run.n} at t = ${t}`);
    super.updateFused(run, t, rate, clipping);
  }
}

describe('step', () => {
  it('takes neighbours with the same number of steps in one kernel call', () => {
    const parameters = someBlock([5], [3, 3], [1], [8]); // 8 + 12 + 4 + 8 values with gaps
    const optimizer = new CountingAdam();
    const step = (...chosen: number[]): string[] => {
      for (const [i, parameter] of parameters.entries()) {
        parameter.grad = chosen.includes(i)
          ? tensor(new Float32Array(parameter.size).fill(1), parameter.shape)
          : undefined;
      }
      optimizer.calls = [];
      optimizer.step(parameters);
      return optimizer.calls;
    };
    expect(step(0, 1, 2, 3)).toEqual(['32 at t = 1']);
    expect(step(0, 1, 3)).toEqual(['17 at t = 2', '8 at t = 2']);
    expect(step(0, 1, 2, 3)).toEqual(['17 at t = 3', '1 at t = 2', '8 at t = 3']);
    expect(step(2)).toEqual(['1 at t = 3']);
    expect(step(0, 1, 2, 3)).toEqual(['32 at t = 4']);
    optimizer.calls = [];
    optimizer.step([...parameters].reverse());
    expect(optimizer.calls).toEqual(['8 at t = 5', '1 at t = 5', '9 at t = 5', '5 at t = 5']);
  });

  it('leaves the gaps of a block zero', () => {
    for (const { make: makeRule } of allRules) {
      const parameters = someBlock([5], [1], [2, 3]);
      const optimizer = makeRule();
      for (let i = 0; i < 3; i++) {
        setGradients(parameters, i);
        optimizer.step(parameters);
      }
      const all = parameters[0].block!.values.read(0, 20);
      expect([5, 6, 7, 9, 10, 11, 18, 19].map((i) => all[i])).toEqual(new Array(8).fill(0));
    }
  });

  it('counts steps for each parameter: one that is frozen at first begins at t = 1', () => {
    const [early, late] = someBlock([1], [1]);
    const optimizer = new Adam({ learningRate: 0.1 });
    for (let i = 0; i < 20; i++) {
      early.grad = tensor([1]);
      optimizer.step([early]);
    }
    late.grad = tensor([1]);
    const before = late.item();
    optimizer.step([early, late]);
    expect(before - late.item()).toBeCloseTo(0.1, 6);
    expect(optimizer.state([early, late]).parameters.map(({ t }) => t)).toEqual([21, 1]);
    expect(optimizer.steps).toBe(21);
  });

  it('takes the gradients that backward leaves, eager or recorded; the state moves into a block along the way', () => {
    // Σ (w·x)²: the same steps eagerly throughout, and recorded from the fourth on
    const x = tensor([0.5, -1, 2, 1, 3]);
    const train = (recordedFrom: number): Float32Array => {
      const w = tensor([1, 2, 3, 4, 5], [5], { requiresGrad: true });
      const optimizer = new Adam({ learningRate: 0.3, amsgrad: true });
      const graph = () => record([[5]], (input) => sumOfSquares(times(w, input)));
      let recorded: ReturnType<typeof graph> | undefined;
      for (let step = 0; step < 8; step++) {
        if (step === recordedFrom) recorded = graph();
        w.zeroGrad();
        if (recorded) {
          recorded.forward([x]);
          recorded.backward();
        } else backward(sumOfSquares(times(w, x)));
        optimizer.step([w]);
      }
      expect(w.block !== undefined).toBe(recordedFrom < 8);
      expect(optimizer.state([w]).parameters[0].t).toBe(8);
      return w.toFloat32Array();
    };
    const eager = train(8);
    expect(train(3)).toEqual(eager);
    expect(train(0)).toEqual(eager);
  });

  it('takes the same steps of parameters that it steps again as of those it looks up anew', () => {
    const train = (looksUp: boolean): unknown => {
      const [a, b, c] = someBlock([3], [1], [2, 2]);
      const optimizer = new Adam({ learningRate: 0.1 });
      const step = (...parameters: Tensor[]): void => {
        for (const parameter of parameters) {
          parameter.zeroGrad();
          backward(sumOfSquares(parameter));
          expect(parameter.grad).toBe(parameter.gradientHome);
          if (looksUp) parameter.grad = tensor(parameter.grad!.toFloat32Array(), parameter.shape);
        }
        optimizer.step(parameters);
      };
      step(a, b, c);
      step(a, b, c);
      const early = optimizer.state([a, b]);
      step(b);
      step(a, b, c); // of which one is a step ahead
      step(a, b, c);
      step(c, b, a);
      step(a, b, c);
      optimizer.loadState([a, b], early); // and two behind
      step(a, b, c);
      step(a, b, c);
      return { values: valuesOf([a, b, c]), state: optimizer.state([a, b, c]) };
    };
    const again = train(false);
    expect(again).toEqual(train(true));
    expect((again as { state: { parameters: { t: number }[] } }).state.parameters.map(({ t }) => t)).toEqual([4, 4, 8]);
  });

  it('tells backward that the values have changed', () => {
    for (const w of [tensor([1, 2], [2], { requiresGrad: true }), ...someBlock([2])]) {
      const loss = sumOfSquares(times(w, w));
      w.grad = tensor([1, 1]);
      new Sgd().step([w]);
      expect(thrownBy(() => backward(loss)).message).toContain('overwritten by assign() or an optimizer step');
    }
  });

  it('works on models that take turns in little WASM memory', () => {
    const budget = memoryUse().budget;
    setMemoryBudget(8 * 2 ** 20);
    try {
      const n = 100_000; // 0.4 MB, with its gradient and slots 1.6
      const models = Array.from({ length: 12 }, (_, i) => {
        const [weight] = new ParameterBlock([{ shape: [n], values: new Float32Array(n).fill(i) }]).tensors;
        return { start: i, parameters: [weight] };
      });
      const optimizers = models.map(() => new Adam({ learningRate: 1 }));
      for (let step = 0; step < 3; step++) {
        for (const [i, { parameters }] of models.entries()) {
          parameters[0].grad = tensor(new Float32Array(n).fill(1 + i));
          optimizers[i].step(parameters);
        }
      }
      for (const { start, parameters } of models) {
        const values = parameters[0].toFloat32Array();
        expect(values[0]).toBeCloseTo(start - 3, 4);
        expect(values.every((value) => value === values[0])).toBe(true);
      }
    } finally {
      setMemoryBudget(budget);
    }
  });

  it('refuses what it cannot step, before anything is written', () => {
    const [a, b] = someBlock([2], [3]);
    const before = valuesOf([a, b]);
    const sgd = new Sgd();
    const messageOf = (parameters: unknown): string => {
      const error = thrownBy(() => sgd.step(parameters as Tensor[]));
      return `${error.constructor.name}: ${error.message}`;
    };
    expect(messageOf([a, b])).toBe(
      'GradientError: Sgd.step: none of the 2 parameters has a gradient; call backward() on a loss that depends on them first',
    );
    a.grad = tensor([1, 1]);
    expect(messageOf([a, b, a])).toBe('TypeError: Sgd.step: parameter 2 [2] is listed twice and would take two steps');
    expect(messageOf(a)).toBe('TypeError: Sgd.step: parameters must be an array, got a Tensor');
    expect(messageOf([a, [1]])).toBe('TypeError: Sgd.step: parameter 1 must be a tensor, got an array of 1');
    b.grad = tensor([1, 1]);
    expect(messageOf([a, b])).toBe('ShapeError: Sgd.step: parameter 1 [3] has a gradient of shape [2]');
    let error: Error | undefined;
    record([[2]], (x) => {
      error = thrownBy(() => sgd.step([a]));
      return times(x, x);
    });
    expect(error?.constructor.name).toBe('RecordingError');
    expect(error?.message).toContain('Sgd.step()');
    expect(valuesOf([a, b])).toEqual(before);
    expect(sgd.steps).toBe(0);
    sgd.step([]);
    expect(sgd.steps).toBe(1);
  });

  it('runs a rule without a kernel, one parameter at a time', () => {
    /** Steps of unit length over a whole parameter. */
    class Normalised extends Optimizer<'last' | 'never'> {
      sizes: number[] = [];
      constructor(options: OptimizerOptions = {}) {
        super('Normalised', { last: true, never: false }, options, { learningRate: 1 });
      }
      override update(
        theta: Float32Array,
        g: Float32Array,
        { last, never }: Slots<'last' | 'never'>,
        t: number,
        rate: number,
      ): void {
        expect(never).toBeUndefined();
        expect(last.every((x) => x === t - 1)).toBe(true);
        last.fill(t);
        this.sizes.push(g.length);
        const norm = Math.sqrt(g.reduce((sum, x) => sum + x * x, 0));
        for (let i = 0; i < theta.length; i++) theta[i] -= (rate * g[i]) / norm;
      }
    }
    const parameters = [...new ParameterBlock([{ shape: [2] }, { shape: [1] }]).tensors, tensor([0, 0])];
    const optimizer = new Normalised({ clipValue: 4 });
    for (let i = 0; i < 2; i++) {
      for (const parameter of parameters)
        parameter.grad = tensor(parameter.size === 1 ? [7] : [3, 40], parameter.shape);
      optimizer.step(parameters);
    }
    expect(optimizer.sizes).toEqual([2, 1, 2, 2, 1, 2]);
    expect(valuesOf(parameters).map((values) => [...values])).toEqual([[f(-1.2), f(-1.6)], [-2], [f(-1.2), f(-1.6)]]);
    expect(thrownBy(() => new Normalised({ momentum: 1 } as OptimizerOptions)).message).toContain(
      "Normalised: unknown option 'momentum'",
    );
  });
});

it('a class that overrides the rule of one with a kernel is run by its own rule', () => {
  class Frozen extends Adam {
    override update(theta: Float32Array): void {
      theta.fill(7);
    }
  }
  class Counted extends Frozen {}
  const [weight] = someBlock([3]);
  weight.grad = tensor([1, 1, 1]);
  new Counted().step([weight]);
  expect(weight.toFloat32Array()).toEqual(Float32Array.of(7, 7, 7));
});

describe('state', () => {
  it.each(allRules)('$title: training resumed from it goes on to the same bits', ({ make: makeRule }) => {
    const options = { learningRate: (step: number) => 0.1 / (1 + step) };
    const parametersOf = (): Tensor[] => [...someBlock([4], [3]), tensor([1, 2], [2], { requiresGrad: true })];
    const train = (optimizer: Optimizer, parameters: Tensor[], from: number, to: number): void => {
      for (let step = from; step < to; step++) {
        setGradients(parameters, step);
        if (step < 4) parameters[1].grad = undefined; // comes in later
        optimizer.step(parameters);
      }
    };
    const [whole, first, second] = [parametersOf(), parametersOf(), parametersOf()];
    train(makeRule(options), whole, 0, 10);

    const optimizer = makeRule(options);
    train(optimizer, first, 0, 6);
    const state = structuredClone(optimizer.state(first));
    expect(state.steps).toBe(6);
    expect(state.parameters.map(({ t }) => t)).toEqual([6, 2, 6]);
    for (const [i, parameter] of second.entries()) parameter.assign(first[i].toFloat32Array());
    const resumed = makeRule(options);
    resumed.loadState(second, state);
    expect(resumed.state(second)).toEqual(state);
    train(resumed, second, 6, 10);
    expect(valuesOf(second)).toEqual(valuesOf(whole));
    // the optimizer that the state was taken from is not touched by any of it
    train(optimizer, first, 6, 10);
    expect(valuesOf(first)).toEqual(valuesOf(whole));
  });

  it('is zeros before the first step, and a copy at any time', () => {
    const [weight] = someBlock([3]);
    const adam = new Adam();
    const zeros = { m: new Float32Array(3), v: new Float32Array(3) };
    expect(adam.state([weight])).toEqual({ optimizer: 'Adam', steps: 0, parameters: [{ t: 0, slots: zeros }] });
    weight.grad = tensor([1, 2, 3]);
    adam.step([weight]);
    const state = adam.state([weight]);
    expect(state.parameters[0].slots.m).toEqual(Float32Array.of(f(0.1), f(0.2), f(0.3)));
    state.parameters[0].slots.m.fill(7);
    expect(adam.state([weight]).parameters[0].slots.m[0]).toBe(f(0.1));
  });

  it('of another rule, number or size is refused, and nothing changed', () => {
    const [weight] = someBlock([3]);
    weight.grad = tensor([1, 2, 3]);
    const adam = new Adam();
    adam.step([weight]);
    const state = adam.state([weight]);
    const [{ slots }] = state.parameters;
    const messageOf = (other: unknown, list: readonly Tensor[] = [weight]): string => {
      const error = thrownBy(() => adam.loadState(list, other as typeof state));
      return `${error.constructor.name}: ${error.message}`;
    };
    expect(messageOf(new AdamW().state([weight]))).toBe(
      'DataError: Adam.loadState: expected the state of Adam, got that of "AdamW"',
    );
    expect(messageOf(undefined)).toContain('expected the state of Adam, got that of undefined');
    expect(messageOf({ optimizer: 'Adam', steps: 1 })).toBe(
      'DataError: Adam.loadState: parameters must be an array, got undefined',
    );
    expect(messageOf(state, [])).toBe('ShapeError: Adam.loadState: expected 0 parameters, got 1');
    expect(messageOf({ ...state, steps: -1 })).toContain('steps must be a whole number of at least 0, got -1');
    expect(messageOf({ ...state, parameters: [{ t: 1.5, slots }] })).toContain(
      't of parameter 0 must be a whole number',
    );
    expect(messageOf({ ...state, parameters: [{ t: 1, slots: { m: slots.m } }] })).toBe(
      "DataError: Adam.loadState: slot 'v' of parameter 0 [3] is missing",
    );
    expect(messageOf({ ...state, parameters: [{ t: 1, slots: { ...slots, v: [1, 2] } }] })).toBe(
      "ShapeError: Adam.loadState: slot 'v' of parameter 0 [3] must have 3 values, got 2",
    );
    expect(adam.state([weight])).toEqual(state);
    const centered = new RmsProp({ centered: true });
    expect(thrownBy(() => centered.loadState([weight], new RmsProp().state([weight]))).message).toContain(
      "slot 'variance' of parameter 0 [3] is missing",
    );
  });
});

/** Steps as they are explained, against PyTorch, and against the formulas that stand above them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { NonFiniteError, ShapeError } from '../../src/errors.ts';
import { quantitiesOf, readRules, slotSymbol } from '../../src/explain/optimizer-quantities.ts';
import { type OptimizerSettings, traceOptimizer } from '../../src/explain/optimizer-trace.ts';
import { type OptimizerName, optimizerClasses } from '../../src/optimizers/to-optimizer.ts';
import { changes, shownOf } from './optimizer-change.ts';

interface GoldenStep {
  readonly slots: Record<string, number[]>;
  readonly quantities: Record<string, number[] | number>;
  readonly change: number[];
  readonly weights: number[];
}
interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly cases: { name: OptimizerName; options: OptimizerSettings; steps: GoldenStep[] }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../golden/explain-optimizers.json', import.meta.url), 'utf8'));
const names = Object.keys(optimizerClasses) as OptimizerName[];

/** Slots and weights are float32: some units in the last place, of the largest that went into them. */
function expectNear(actual: number[] | number, expected: number[] | number, tolerance = 3e-6): void {
  const [got, wanted] = [actual, expected].map((one) => (typeof one === 'number' ? [one] : one));
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted[i])));
  });
}

describe('the steps of an optimizer', () => {
  it.each(golden.cases.map((one) => [one.name, JSON.stringify(one.options), one] as const))(
    '%s %s are those of PyTorch or the paper',
    (name, _, { options, steps }) => {
      const trace = traceOptimizer(name, options, { gradients: golden.gradients, start: golden.start, steps: 7 });
      expect(trace.steps).toHaveLength(steps.length);
      trace.steps.forEach((step, i) => {
        expect(Object.keys(step.slots).sort()).toEqual(Object.keys(steps[i].slots).sort());
        for (const [slot, values] of Object.entries(steps[i].slots)) expectNear([...step.slots[slot]], values);
        expect(step.quantities.map(({ symbol }) => symbol).sort()).toEqual(Object.keys(steps[i].quantities).sort());
        for (const { symbol, values } of step.quantities) {
          expectNear(typeof values === 'number' ? values : [...values], steps[i].quantities[symbol]);
        }
        expectNear([...step.change], steps[i].change);
        expectNear([...step.weights], steps[i].weights);
      });
    },
  );

  it('are covered for every optimizer with a reading of its own', () => {
    const covered = new Set(golden.cases.map(({ name }) => traceOptimizer(name).optimizer));
    expect([...covered].sort()).toEqual([...readRules].sort());
    expect(Object.keys(changes).sort()).toEqual([...readRules].sort());
  });

  it.each(names)('%s: every step is shown', (name) => {
    const { steps, symbols } = traceOptimizer(name);
    expect(steps.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5]);
    for (const { slots } of steps) expect(Object.keys(slots)).toEqual(Object.keys(symbols));
  });

  it.each(names.filter((name) => readRules.includes(traceOptimizer(name).optimizer)))(
    '%s: what is shown makes the change',
    (name) => {
      const own = golden.cases.filter((one) => one.name === name).map(({ options }) => options);
      for (const options of [{}, ...own, { learningRate: 0.1, clipNorm: 1, clipValue: 0.5 }]) {
        const { gradients, start } = golden;
        const trace = traceOptimizer(name, options, { gradients, start, steps: 12 });
        trace.steps.forEach((step, k) => {
          const before = k === 0 ? trace.start : trace.steps[k - 1].weights;
          step.change.forEach((change, i) => {
            const shown = shownOf(step, i, trace.options as Record<string, number>, before[i]);
            const made = changes[trace.optimizer](shown);
            // The weight is a float32, so its change is known to half a unit of the weight; a rule in float32 adds a few of its own.
            const unit = 2 ** -23 * Math.max(Math.abs(before[i]), Math.abs(step.weights[i]));
            expect(Math.abs(change - made)).toBeLessThanOrEqual(unit + 5e-6 * Math.abs(made));
          });
        });
      }
    },
  );

  test('show what was clipped', () => {
    const { steps } = traceOptimizer('sgd', { clipValue: 0.5 }, { gradients: [[1, -2, 0.25]], steps: 1 });
    expect(steps[0].gradient).toEqual([1, -2, 0.25]);
    expect(steps[0].clipped).toEqual([0.5, -0.5, 0.25]);
    expect(traceOptimizer('sgd', { clipValue: 5 }).steps[0]).not.toHaveProperty('clipped');
  });

  test('are five, or as many as there are gradients', () => {
    expect(traceOptimizer('sgd').steps).toHaveLength(5);
    expect(traceOptimizer('sgd', {}, { gradients: [[1], [2], [3], [4], [5], [6]] }).steps).toHaveLength(6);
  });
});

test('an optimizer without a reading of its own is shown by its slots', () => {
  expect(slotSymbol('Newer', 'speed')).toBe('speed');
  const facts = { options: {}, rate: 1, t: 1, gradient: [1], before: [0], slotsBefore: {}, slots: { speed: [1] } };
  expect(quantitiesOf('Newer', facts)).toEqual([]);
});

describe('wrong calls', () => {
  test.each([
    [{ learningRate: -1 }, {}, 'Adam: learningRate must be positive, got -1'],
    [{ beta1: 1 }, {}, 'Adam: beta1 must be in [0, 1), got 1'],
    [{ beta3: 1 }, {}, "Adam: unknown option 'beta3'; did you mean 'beta1'?"],
    [{}, { steps: 0 }, 'explain adam: steps must be a whole number of at least 1, got 0'],
    [{}, { steps: 1001 }, 'explain adam: steps must be at most 1000, got 1001'],
    [{}, { steps: 1, gradients: [[1], [2]] }, 'explain adam: got 2 gradients for 1 step'],
    [{}, { gradients: [[]] }, 'explain adam: start must have at least one number'],
    [{}, { gradients: [[Number.NaN]] }, 'explain adam: gradient must be finite numbers within ±3.4e38, got NaN'],
    [{}, { gradients: [[1], [1e39]] }, 'explain adam: gradient 2 must be finite numbers within ±3.4e38, got 1e+39'],
    [
      {},
      { start: [Number.POSITIVE_INFINITY] },
      'explain adam: start must be finite numbers within ±3.4e38, got Infinity',
    ],
    [{}, { start: [1, 2] }, 'got 3 in gradient 1 and 2 at the start; give a gradient, too: it is 1,-2,0 otherwise'],
    [{}, { gradients: [[1, 2], [1]] }, /got 1 in gradient 2 and 2 at the start$/],
  ])('%j %j', (settings, options, message) => {
    expect(() => traceOptimizer('adam', settings as OptimizerSettings, options)).toThrow(message);
  });

  test('have errors of the right kind', () => {
    expect(() => traceOptimizer('adam', {}, { start: [1] })).toThrow(ShapeError);
    expect(() => traceOptimizer('sgd', { learningRate: 1e38 }, { gradients: [[1e10]] })).toThrow(NonFiniteError);
  });
});

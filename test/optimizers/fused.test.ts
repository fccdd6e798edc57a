/**
 * One step of each fused kernel against one step of the rule as it reads, from the same values.
 *
 * They agree within 4 units. A unit is 2⁻²³, the last place of a float32, of the largest of the terms that a value is
 * summed from: of m, say, of the larger of β₁m and (1 − β₁)g. Where these cancel, the sum itself is as small as chance
 * has it, and counting in units of the sum would measure the accident. For θ the terms are θ itself and what the terms
 * of m come to in the step; where the step is small beside θ, the two thetas differ by one rounding at most.
 *
 * Below 2⁻¹²⁶, for θ below 2⁻⁸⁰, the units end: there both flush to 0, on one side or the other of the line. Slots are what
 * training can leave: a running mean is at most 10 roots of the running square beside it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clipping, clipped } from '../../src/optimizers/clipping.ts';
import type { Optimizer, ParameterRun } from '../../src/optimizers/optimizer.ts';
import { integerPower } from '../../src/tensor/scalar-math.ts';
import { addedOptimizers } from '../helpers/added-golden.ts';
import { someFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { allRules, ruleNames } from './all-rules.ts';

type Values = Record<string, number>;
type Options = Record<string, number> & { nesterov?: boolean; centered?: boolean; amsgrad?: boolean };

/** Where a rule is at: old and new values of one weight, with the number of the step and the rate. */
interface Place {
  old: Values;
  now: Values;
  g: number;
  t: number;
  rate: number;
  options: Options;
}

const most = (...values: number[]): number => Math.max(...values.map(Math.abs));

/** The largest of β·old and (1 − β)·g. */
const blended = (beta: number, old: number, g: number): number => most(beta * old, (1 - beta) * g);

/** Sizes of the largest terms: of θ's step, and of the slots whose terms may cancel. Others are sums of one sign. */
const terms: Record<string, (place: Place) => Values> = {
  Sgd: ({ old, g, rate, options: { momentum } }) => {
    const velocity = most(momentum * (old.velocity ?? 0), g);
    return { velocity, step: rate * velocity };
  },
  Momentum: ({ old, g, rate, options: { momentum } }) => {
    const velocity = most(momentum * old.velocity, rate * g);
    return { velocity, step: velocity };
  },
  RmsProp: ({ old, now, g, rate, options: { decay, epsilon, momentum, centered } }) => {
    const direct = g / (Math.sqrt(centered ? now.variance : now.square) + epsilon);
    const velocity = most(momentum * (old.velocity ?? 0), direct);
    // the difference g − m is rounded once in its own units, and squared
    return { velocity, mean: blended(decay, old.mean, g), step: rate * velocity };
  },
  Adam: ({ old, now, g, t, rate, options: { beta1, beta2, epsilon, amsgrad } }) => {
    const m = blended(beta1, old.m, g);
    const root = Math.sqrt((amsgrad ? now.maximum : now.v) / (1 - integerPower(beta2, t)));
    return { m, step: (rate * m) / (1 - integerPower(beta1, t)) / (root + epsilon) };
  },
  Adagrad: ({ now, g, rate, options: { epsilon } }) => ({ step: (rate * g) / (Math.sqrt(now.sum) + epsilon) }),
  Adadelta: ({ old, now, g, rate, options: { epsilon } }) => ({
    changes: 2 * now.changes, // its square doubles what was rounded in the step
    step: (rate * Math.sqrt(old.changes + epsilon) * g) / Math.sqrt(now.gradients + epsilon),
  }),
  Adamax: ({ old, now, g, t, rate, options: { beta1 } }) => {
    const m = blended(beta1, old.m, g);
    return { m, step: (rate * m) / (1 - integerPower(beta1, t)) / now.u };
  },
  Nadam: ({ old, now, g, t, rate, options: { beta1, beta2, epsilon } }) => {
    const m = blended(beta1, old.m, g);
    const root = Math.sqrt(now.v / (1 - integerPower(beta2, t)));
    // factors of g and m in the look-ahead are at most 1 / (1 − β₁ᵗ)
    return { m, step: (rate * most(m, g)) / (1 - beta1) / (root + epsilon) };
  },
  RAdam: ({ old, now, g, t, rate, options: { beta1, epsilon, beta2 } }) => {
    const m = blended(beta1, old.m, g);
    const mean = (rate * m) / (1 - integerPower(beta1, t));
    return { m, step: t <= 5 ? mean : (mean * Math.sqrt(1 - integerPower(beta2, t))) / (Math.sqrt(now.v) + epsilon) };
  },
  Lion: ({ old, g, rate, options: { beta2 } }) => ({ m: blended(beta2, old.m, g), step: rate }),
};
terms['AdamW'] = terms['Adam'];

/** 2⁻²³ of a size. */
const unit = (size: number): number => 2 ** -23 * Math.max(size, 2 ** -126);

type Fused = (run: ParameterRun<string>, t: number, rate: number, clipping: Clipping) => void;

interface Start {
  theta: ArrayLike<number>;
  g: ArrayLike<number>;
  slots: readonly ArrayLike<number>[];
  t: number;
  clipping?: Clipping;
}

/** The largest distance between kernel and rule after one step, in the units above. */
function largestDistance(name: string, optimizer: Optimizer, start: Start): number {
  const { t, clipping = { scale: 1, limit: Infinity } } = start;
  const rate = optimizer.currentLearningRate();
  const n = start.theta.length;
  const names = slotsOf(optimizer);

  const memory = new KernelMemory();
  const [theta, gradient] = [memory.array(start.theta), memory.array(start.g)];
  const slots = names.map((_, i) => memory.array(start.slots[i]));
  const old: Record<string, Float32Array> = { theta: theta.values() };
  for (const [i, slot] of names.entries()) old[slot] = slots[i].values();
  const g = clipped(gradient.values(), clipping);

  const all = { maximum: 0, mean: 0, velocity: 0, square: 0, variance: 0 };
  const addresses = { ...all, ...Object.fromEntries(names.map((slot, i) => [slot, slots[i].address])) };
  const fused = (optimizer as unknown as { updateFused: Fused }).updateFused.bind(optimizer);
  fused({ theta: theta.address, gradient: gradient.address, n, slots: addresses }, t, rate, clipping);
  memory.check();

  const ruleTheta = Float32Array.from(start.theta);
  const rule: Record<string, Float32Array> = {};
  for (const [i, slot] of names.entries()) rule[slot] = Float32Array.from(start.slots[i]);
  optimizer.update(ruleTheta, g, rule, t, rate);

  let largest = 0;
  const compare = (a: number, b: number, term: number, flushed = 2 ** -126): void => {
    if (Object.is(a, b) || a === b || Math.abs(a - b) <= flushed) return;
    const distance = Math.abs(a - b) / unit(term);
    largest = Math.max(largest, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  };
  const now = slots.map((slot) => slot.values());
  const nowTheta = theta.values();
  const options = optimizer.options as Options;
  for (let i = 0; i < n; i++) {
    const place: Place = { old: {}, now: {}, g: g[i], t, rate, options };
    for (const slot of names) [place.old[slot], place.now[slot]] = [old[slot][i], rule[slot][i]];
    const size = terms[name](place);
    for (const [j, slot] of names.entries()) {
      compare(now[j][i], rule[slot][i], most(now[j][i], rule[slot][i], size[slot] ?? 0));
    }
    if (name === 'Lion' && signIsOpen(place)) continue;
    compare(nowTheta[i], ruleTheta[i], most(old['theta'][i], ruleTheta[i], size.step), 2 ** -80);
  }
  return largest;
}

/** Lion's direction is a sign: where its terms cancel to within rounding, kernel and rule may see either. */
function signIsOpen({ old, g, options: { beta1 } }: Place): boolean {
  const [a, b] = [beta1 * old.m, (1 - beta1) * g];
  return Math.abs(a + b) <= 4 * unit(most(a, b));
}

function slotsOf(optimizer: Optimizer): string[] {
  return (optimizer as unknown as { states: { names: string[] } }).states.names;
}

/** Slots that hold sums of squares or sizes. */
const positive = new Set(['v', 'maximum', 'square', 'variance', 'sum', 'gradients', 'changes', 'u']);

/** Slots that training can leave, from any numbers: squares are positive, and at least a hundredth of the mean's. */
function reachable(names: readonly string[], columns: readonly Float32Array[]): Float32Array[] {
  const slots = names.map((name, i) => (positive.has(name) ? columns[i].map(Math.abs) : columns[i]));
  const m = slots[names.indexOf('m')];
  const least = {
    v: (i: number) => m[i] ** 2 / 100,
    maximum: (i: number) => m[i] ** 2 / 100,
    u: (i: number) => Math.abs(m[i]) / 10,
  };
  return slots.map((slot, j) => {
    const bound = least[names[j] as keyof typeof least];
    return bound ? slot.map((x, i) => Math.max(x, bound(i))) : slot;
  });
}

/** 0, denormal, tiny, ordinary and huge. */
const numbers = fc.oneof(
  { weight: 3, arbitrary: fc.float({ min: -10, max: 10, noNaN: true }) },
  { weight: 3, arbitrary: fc.float({ min: Math.fround(-1e30), max: Math.fround(1e30), noNaN: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -0, 1e-40, 2 ** -126, -1e-30, 2 ** -80, 1e-20, -1e-19, 1e-8, 1, 1e30, -1e30),
  },
);

/** Those whose step is a kernel. The others run their rule as it reads, as rules of one's own do. */
const fusedRules = allRules.filter((rule) => (rule.make() as unknown as { fused: boolean }).fused);

it('all rules have a kernel, but those that were added without', () => {
  const fused = new Set(fusedRules.map(({ name }) => name));
  const added = addedOptimizers.map(({ optimizer }) => optimizer);
  expect(ruleNames.filter((name) => !fused.has(name) && !added.includes(name))).toEqual([]);
});

describe.each(fusedRules)('$title: kernel and rule', ({ name, make }) => {
  const slotNames = slotsOf(make());

  it('agree within 4 units on any values', () => {
    const element = fc.tuple(numbers, numbers, numbers, numbers, numbers);
    const settings = fc.record({
      elements: fc.array(element, { minLength: 1, maxLength: 40 }),
      t: fc.constantFrom(1, 2, 5, 6, 10, 1000, 1_000_000),
      learningRate: fc.double({ min: 1e-5, max: 1, noNaN: true }),
      scale: fc.constantFrom(1, 0.5, Math.fround(0.1)),
      limit: fc.constantFrom(Infinity, 1, 100),
    });
    fc.assert(
      fc.property(settings, ({ elements, t, learningRate, scale, limit }) => {
        const column = (i: number): Float32Array => Float32Array.from(elements, (values) => values[i]);
        const slots = reachable(
          slotNames,
          slotNames.map((_, i) => column(2 + i)),
        );
        const start = { theta: column(0), g: column(1), slots, t, clipping: { scale, limit } };
        expect(largestDistance(name, make({ learningRate }), start)).toBeLessThanOrEqual(4);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('agree within 4 units on 100,000 ordinary values', () => {
    const n = 20_000; // with 2,000,000 it was 3.9 at most
    for (const [round, t] of [1, 2, 6, 100, 10_000].entries()) {
      const values = (seed: number): Float32Array => someFloats(n, 1, 10 * round + seed);
      const slots = reachable(
        slotNames,
        slotNames.map((slot, i) => (positive.has(slot) ? values(2 + i).map((x) => x * x) : values(2 + i))),
      );
      // a third of the weights are small beside the step
      const start = { theta: values(0).map((x, i) => (i % 3 === 0 ? x * 1e-3 : x)), g: values(1), slots, t };
      expect(largestDistance(name, make({ learningRate: 0.37 }), start)).toBeLessThanOrEqual(4);
    }
  });
});

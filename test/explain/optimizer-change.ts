/** The last line of each rule's formula: the change of a weight from what an explanation shows beside it. */
import type { TracedStep } from '../../src/explain/optimizer-trace.ts';

interface Shown {
  readonly eta: number;
  readonly options: Readonly<Record<string, number>>;
  readonly g: number;
  readonly theta: number;
  /** Slots, and quantities by their symbols. */
  readonly of: Readonly<Record<string, number>>;
}

export const changes: Readonly<Record<string, (shown: Shown) => number>> = {
  Sgd: ({ eta, g, options, of }) => -eta * (options.nesterov ? of['g + μv'] : options.momentum > 0 ? of.velocity : g),
  Momentum: ({ of }) => of.velocity,
  RmsProp: ({ eta, options, of }) => -eta * (options.momentum > 0 ? of.velocity : of['g / (√s + ε)']),
  Adam: ({ eta, options, of }) => (-eta * of['m̂']) / (Math.sqrt(of['v̂']) + options.epsilon),
  AdamW: ({ eta, options, of }) => -of['η · λ · θ'] - (eta * of['m̂']) / (Math.sqrt(of['v̂']) + options.epsilon),
  Adagrad: ({ g, of }) => -of['η / (√s + ε)'] * g,
  Adadelta: ({ eta, of }) => -eta * of['δ'],
  Adamax: ({ eta, of }) => (-eta * of['m / (1 − β₁ᵗ)']) / of.u,
  Nadam: ({ eta, options, of }) => (-eta * of['m̄']) / (Math.sqrt(of['v̂']) + options.epsilon),
  RAdam: ({ eta, of }) => -eta * of['m̂'] * ('r' in of ? of.r * of['√(1 − β₂ᵗ) / (√v + ε)'] : 1),
  Lion: ({ eta, options, theta, of }) => -eta * (of['sign(c)'] + options.weightDecay * theta),
};

/** What a step shows of one weight. */
export function shownOf(step: TracedStep, i: number, options: Shown['options'], theta: number): Shown {
  const of: Record<string, number> = {};
  for (const [slot, values] of Object.entries(step.slots)) of[slot] = values[i];
  for (const { symbol, values } of step.quantities) of[symbol] = typeof values === 'number' ? values : values[i];
  return { eta: step.learningRate, options, g: (step.clipped ?? step.gradient)[i], theta, of };
}

/**
 * What stands between the slots of an optimizer and the change of a weight: the corrected values that its formula names, derived
 * from slots, options and t. The rule itself is not here: it is the optimizer that steps.
 */
import { integerPower, pow } from '../tensor/scalar-math.ts';
import type { Quantity } from './quantity.ts';

/** All that is known of a step of one parameter. */
export interface StepFacts {
  /** The rule's own options, complete. */
  readonly options: Readonly<Record<string, number>>;
  /** η */
  readonly rate: number;
  /** The steps of this parameter, this one counted. */
  readonly t: number;
  /** As the rule sees it: clipped. */
  readonly gradient: readonly number[];
  /** The weights before the step. */
  readonly before: readonly number[];
  readonly slotsBefore: Readonly<Record<string, readonly number[]>>;
  /** As the step left them. */
  readonly slots: Readonly<Record<string, readonly number[]>>;
}

/** How to read a rule: what its formula calls the slots, and what else it names. */
interface Reading {
  readonly symbols?: Readonly<Record<string, string>>;
  quantities(facts: StepFacts): Quantity[];
}

/** By the name of the rule. One that is not here shows its slots alone, under their own names. */
const readings: Readonly<Record<string, Reading>> = {
  Sgd: {
    symbols: { velocity: 'v' },
    quantities({ options: { momentum, nesterov }, gradient, slots: { velocity } }) {
      return nesterov ? [each('g + μv', 'g + μv', velocity, (v, i) => gradient[i] + momentum * v)] : [];
    },
  },
  Momentum: { symbols: { velocity: 'v' }, quantities: () => [] },
  RmsProp: {
    symbols: { square: 's', variance: 's', mean: 'm', velocity: 'v' },
    quantities({ options: { epsilon }, gradient, slots: { square, variance = square } }) {
      const size = variance.map((s) => Math.sqrt(s) + epsilon);
      return [
        { symbol: '√s + ε', formula: '√s + ε', values: size },
        each('g / (√s + ε)', 'g / (√s + ε)', size, (root, i) => gradient[i] / root),
      ];
    },
  },
  Adam: { symbols: { maximum: 'w' }, quantities: corrected },
  AdamW: {
    symbols: { maximum: 'w' },
    quantities(facts) {
      const { options, rate, before } = facts;
      const decay = each('η · λ · θ', 'η · λ · θ', before, (theta) => rate * options.weightDecay * theta);
      return [decay, ...corrected(facts)];
    },
  },
  Adagrad: {
    symbols: { sum: 's' },
    quantities({ options: { epsilon }, rate, slots: { sum } }) {
      return [each('η / (√s + ε)', 'η / (√s + ε)', sum, (s) => rate / (Math.sqrt(s) + epsilon))];
    },
  },
  Adadelta: {
    symbols: { gradients: 's', changes: 'c' },
    quantities({ options: { epsilon }, gradient, slots: { gradients }, slotsBefore: { changes } }) {
      const change = each('δ', 'g · √(c + ε) / √(s + ε), with c of the step before', gradients, (s, i) => {
        return (gradient[i] * Math.sqrt(changes[i] + epsilon)) / Math.sqrt(s + epsilon);
      });
      return [change];
    },
  },
  Adamax: {
    quantities({ options: { beta1 }, t, slots: { m } }) {
      const correction = 1 - integerPower(beta1, t);
      return [
        { symbol: '1 − β₁ᵗ', formula: '1 − β₁ᵗ', values: correction },
        each('m / (1 − β₁ᵗ)', 'm / (1 − β₁ᵗ)', m, (mean) => mean / correction),
      ];
    },
  },
  Nadam: {
    quantities({ options: { beta1, beta2, momentumDecay }, t, gradient, slots: { m, v } }) {
      const momentumAt = (step: number): number => beta1 * (1 - 0.5 * pow(0.96, step * momentumDecay));
      let product = 1;
      for (let step = 1; step <= t; step++) product *= momentumAt(step);
      const [momentum, next] = [momentumAt(t), momentumAt(t + 1)];
      const ahead = (mean: number, i: number): number =>
        ((1 - momentum) * gradient[i]) / (1 - product) + (next * mean) / (1 - product * next);
      const correction = 1 - integerPower(beta2, t);
      return [
        { symbol: 'μₜ', formula: 'β₁ · (1 − ½ · 0.96^(tψ))', values: momentum },
        { symbol: 'μₜ₊₁', formula: 'β₁ · (1 − ½ · 0.96^((t + 1)ψ))', values: next },
        { symbol: 'μ₁⋯μₜ', formula: 'the product of all μ so far', values: product },
        each('m̄', '(1 − μₜ) · g / (1 − μ₁⋯μₜ) + μₜ₊₁ · m / (1 − μ₁⋯μₜ₊₁)', m, ahead),
        each('v̂', 'v / (1 − β₂ᵗ)', v, (square) => square / correction),
      ];
    },
  },
  RAdam: {
    quantities({ options: { beta1, beta2, epsilon }, t, slots: { m, v } }) {
      const meanCorrection = 1 - integerPower(beta1, t);
      const power = integerPower(beta2, t);
      const limit = 2 / (1 - beta2) - 1;
      const length = limit - (2 * t * power) / (1 - power);
      const mean = each('m̂', 'm / (1 − β₁ᵗ)', m, (one) => one / meanCorrection);
      const lengths: Quantity[] = [
        { symbol: 'ρ∞', formula: '2 / (1 − β₂) − 1', values: limit },
        { symbol: 'ρₜ', formula: 'ρ∞ − 2t · β₂ᵗ / (1 − β₂ᵗ)', values: length },
      ];
      if (length <= 5) return [...lengths, mean];
      const rectification = Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
      const root = Math.sqrt(1 - power);
      return [
        ...lengths,
        { symbol: 'r', formula: '√[ (ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ) ]', values: rectification },
        mean,
        each('√(1 − β₂ᵗ) / (√v + ε)', '√(1 − β₂ᵗ) / (√v + ε)', v, (square) => root / (Math.sqrt(square) + epsilon)),
      ];
    },
  },
  Lion: {
    quantities({ options: { beta1 }, gradient, slotsBefore: { m } }) {
      const direction = m.map((mean, i) => beta1 * mean + (1 - beta1) * gradient[i]);
      return [
        { symbol: 'c', formula: 'β₁m + (1 − β₁)g, with m of the step before', values: direction },
        each('sign(c)', 'sign(c)', direction, Math.sign),
      ];
    },
  },
};

/** Rules whose formula names more than slots, or has its own names for these. */
export const readRules: readonly string[] = Object.keys(readings);

/** What the formula of a rule calls a slot: `w` where the slot is `maximum`. */
export function slotSymbol(rule: string, slot: string): string {
  return readings[rule]?.symbols?.[slot] ?? slot;
}

/** The values that the formula of a rule names beside slots, gradient and weights. */
export function quantitiesOf(rule: string, facts: StepFacts): Quantity[] {
  return readings[rule]?.quantities(facts) ?? [];
}

/** Those of Adam, whose v̂ is made of the largest v with amsgrad. */
function corrected({ options: { beta1, beta2 }, t, slots: { m, v, maximum } }: StepFacts): Quantity[] {
  const meanCorrection = 1 - integerPower(beta1, t);
  const varianceCorrection = 1 - integerPower(beta2, t);
  const square = maximum ? 'w' : 'v';
  return [
    { symbol: '1 − β₁ᵗ', formula: '1 − β₁ᵗ', values: meanCorrection },
    { symbol: '1 − β₂ᵗ', formula: '1 − β₂ᵗ', values: varianceCorrection },
    each('m̂', 'm / (1 − β₁ᵗ)', m, (mean) => mean / meanCorrection),
    each('v̂', `${square} / (1 − β₂ᵗ)`, maximum ?? v, (one) => one / varianceCorrection),
  ];
}

function each(
  symbol: string,
  formula: string,
  of: readonly number[],
  value: (one: number, i: number) => number,
): Quantity {
  return { symbol, formula, values: of.map(value) };
}

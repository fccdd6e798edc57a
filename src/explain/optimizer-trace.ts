import { NonFiniteError, requireInteger, ShapeError } from '../errors.ts';
import { clipped, clippingOf } from '../optimizers/clipping.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type OptimizerName, optimizerClasses } from '../optimizers/to-optimizer.ts';
import { tensor } from '../tensor/tensor.ts';
import { quantitiesOf, type StepFacts, slotSymbol } from './optimizer-quantities.ts';
import type { Quantity } from './quantity.ts';
import { requireFloat32s } from './require-float32s.ts';
import { type RuleText, ruleText } from './rule-text.ts';

/** How many steps there may be. */
export const mostSteps = 1000;

/** Of every step unless others are given. */
const usualGradients: readonly (readonly number[])[] = [[1, -2, 0]];

/** The options of an optimizer by name; the learning rate is a number here. */
export type OptimizerSettings = Readonly<Record<string, number | boolean>>;

export interface OptimizerTraceOptions {
  /** A whole number from 1 to 1,000; 5 unless given, and at least one for each gradient. */
  readonly steps?: number;
  /** The gradient of each step, the last one repeated; 1, −2, 0 in every step unless given. */
  readonly gradients?: readonly (readonly number[])[];
  /** The weights before the first step; zeros unless given. */
  readonly start?: readonly number[];
}

/** A step as it was: one number for each weight. */
export interface TracedStep {
  /** From 1. */
  readonly t: number;
  readonly learningRate: number;
  readonly gradient: readonly number[];
  /** What the rule saw of it; only where it was clipped. */
  readonly clipped?: readonly number[];
  readonly slots: Readonly<Record<string, readonly number[]>>;
  /** What the formula names beside these. */
  readonly quantities: readonly Quantity[];
  readonly change: readonly number[];
  /** After the step. */
  readonly weights: readonly number[];
}

/** What an optimizer did to a few weights. */
export interface OptimizerTrace extends RuleText {
  /** The class: `Adam`. */
  readonly optimizer: string;
  readonly options: OptimizerSettings;
  /** What the formula calls each slot. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly start: readonly number[];
  readonly steps: readonly TracedStep[];
}

/** An optimizer of the library by name, with options. */
export function makeOptimizer(name: OptimizerName, options: OptimizerSettings = {}): Optimizer {
  return new optimizerClasses[name](options);
}

/** All options of an optimizer as it is; clipping only where it clips. */
export function settingsOf({ learningRate, options, clipNorm, clipValue }: Optimizer): OptimizerSettings {
  const given = Object.entries({ learningRate, ...options, clipNorm, clipValue });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as OptimizerSettings;
}

/**
 * Steps real weights with a shipped optimizer and writes down what it does.
 *
 * @throws RangeError, TypeError for options out of range; ShapeError where gradients and weights differ in number; NonFiniteError when a weight
 *   or a slot leaves the range of float32.
 */
export function traceOptimizer(
  name: OptimizerName,
  settings: OptimizerSettings = {},
  { gradients = usualGradients, start = gradients[0].map(() => 0), steps }: OptimizerTraceOptions = {},
): OptimizerTrace {
  const who = `explain ${name}`;
  const optimizer = makeOptimizer(name, settings);
  const count = steps ?? Math.max(5, gradients.length);
  requireInteger(who, { steps: count }, 1);
  if (count > mostSteps) throw new RangeError(`${who}: steps must be at most ${mostSteps}, got ${count}`);
  if (gradients.length > count) {
    throw new RangeError(`${who}: got ${gradients.length} gradients for ${count} ${count === 1 ? 'step' : 'steps'}`);
  }
  requireFloat32s(who, 'start', start);
  gradients.forEach((gradient, i) => {
    requireFloat32s(who, gradients.length > 1 ? `gradient ${i + 1}` : 'gradient', gradient);
    if (gradient.length !== start.length) {
      throw new ShapeError(
        `${who}: expected as many numbers in every gradient as weights at the start, ` +
          `got ${gradient.length} in gradient ${i + 1} and ${start.length} at the start` +
          (gradients === usualGradients ? `; give a gradient, too: it is ${usualGradients.join()} otherwise` : ''),
      );
    }
  });

  const theta = tensor(start, [start.length], { requiresGrad: true });
  const slotNames = optimizer.slots;
  const traced: TracedStep[] = [];
  const slotsNow = (): Record<string, number[]> => {
    const [{ slots }] = optimizer.state([theta]).parameters;
    return Object.fromEntries(slotNames.map((slot) => [slot, Array.from(slots[slot])]));
  };
  for (let step = 0; step < count; step++) {
    theta.grad = tensor(gradients[Math.min(step, gradients.length - 1)]);
    const gradient = Array.from(theta.grad.toFloat32Array());
    const seen = Array.from(clipped(theta.grad.toFloat32Array(), clippingOf([theta], optimizer)));
    const before = Array.from(theta.toFloat32Array());
    const slotsBefore = slotsNow();
    const learningRate = optimizer.currentLearningRate();
    optimizer.step([theta]);
    const [weights, slots] = [Array.from(theta.toFloat32Array()), slotsNow()];
    requireFiniteStep(who, step + 1, { ...slots, weights });
    const options = optimizer.options as StepFacts['options'];
    const facts = { options, rate: learningRate, t: step + 1, gradient: seen, before, slotsBefore, slots };
    traced.push({
      t: step + 1,
      learningRate,
      gradient,
      ...(seen.some((value, i) => value !== gradient[i]) && { clipped: seen }),
      slots,
      quantities: quantitiesOf(optimizer.name, facts),
      change: weights.map((value, i) => value - before[i]),
      weights,
    });
  }
  return {
    optimizer: optimizer.name,
    ...ruleText('optimizers', optimizer.name),
    options: settingsOf(optimizer),
    symbols: Object.fromEntries(slotNames.map((slot) => [slot, slotSymbol(optimizer.name, slot)])),
    start: Array.from(tensor(start).toFloat32Array()),
    steps: traced,
  };
}

function requireFiniteStep(who: string, t: number, values: Readonly<Record<string, readonly number[]>>): void {
  for (const [name, numbers] of Object.entries(values)) {
    const i = numbers.findIndex((value) => !Number.isFinite(value));
    if (i < 0) continue;
    throw new NonFiniteError(
      `${who}: ${name} became ${numbers[i]} for weight ${i + 1} in step ${t}; choose smaller numbers`,
      { step: t - 1 },
    );
  }
}

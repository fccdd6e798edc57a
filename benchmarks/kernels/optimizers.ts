/** The fused updates beside their rules as they read: the plain loops of `src/optimizers/`, in float64 over float32 storage. */
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Lion,
  Momentum,
  Nadam,
  type Optimizer,
  RAdam,
  RmsProp,
  Sgd,
} from '../../src/optimizers/index.ts';
import type { Clipping, ParameterRun, Slots, StepLength } from '../../src/optimizers/optimizer.ts';
import { softThreshold, softThresholdFused } from '../../src/optimizers/soft-threshold.ts';
import { type Case, type KernelName, overSizes } from './case.ts';

/** What an optimizer shows its subclasses alone: the call of its kernel. */
interface Fused {
  updateFused(run: ParameterRun<string>, t: number, rate: number, clipping: Clipping): void;
}

interface Rule {
  readonly kernel: KernelName;
  /** What tells it from other rules with the same kernel. */
  readonly variant?: string;
  readonly make: () => Optimizer;
}

const rules: readonly Rule[] = [
  { kernel: 'sgd', make: () => new Sgd() },
  { kernel: 'momentum', variant: 'of Sgd', make: () => new Sgd({ momentum: 0.9 }) },
  { kernel: 'momentum', variant: 'with Nesterov', make: () => new Sgd({ momentum: 0.9, nesterov: true }) },
  { kernel: 'momentum', variant: 'of Momentum', make: () => new Momentum() },
  { kernel: 'rmsProp', make: () => new RmsProp() },
  { kernel: 'rmsProp', variant: 'centered', make: () => new RmsProp({ centered: true }) },
  { kernel: 'rmsProp', variant: 'with momentum', make: () => new RmsProp({ momentum: 0.9 }) },
  { kernel: 'adam', make: () => new Adam() },
  { kernel: 'adam', variant: 'amsgrad', make: () => new Adam({ amsgrad: true }) },
  { kernel: 'adam', variant: 'clipped', make: () => new Adam({ clipValue: 0.5 }) },
  { kernel: 'adam', variant: 'of AdamW', make: () => new AdamW() },
  { kernel: 'adagrad', make: () => new Adagrad() },
  { kernel: 'adadelta', make: () => new Adadelta() },
  { kernel: 'adamax', make: () => new Adamax() },
  { kernel: 'nadam', make: () => new Nadam() },
  { kernel: 'rAdam', make: () => new RAdam() },
  { kernel: 'lion', make: () => new Lion() },
  { kernel: 'lion', variant: 'with decay', make: () => new Lion({ weightDecay: 0.1 }) },
];

/** Long enough a step for the check to see, short enough for weights to stay ordinary numbers over a million of them. */
const rate = 0.01;
/** Steps taken so far: rules that begin otherwise have settled. */
const stepsBefore = 100;
/** No rule keeps them all. */
const noSlots = { m: 0, v: 0, maximum: 0, square: 0, variance: 0, mean: 0, velocity: 0 };

const updates: readonly Case[] = rules.flatMap(({ kernel, variant, make }) => {
  const { slots: names } = make();
  return overSizes({
    kernel,
    variant,
    bytesOfElement: 4 * (2 + names.length),
    prepare(place, n) {
      const theta = place.state(n);
      const gradient = place.input(n);
      const kept = names.map((name) => ({ name, ...place.zeros(n) }));
      const slots = { ...noSlots, ...Object.fromEntries(kept.map(({ name, at }) => [name, at])) };
      const run: ParameterRun<string> = { theta: theta.at, gradient: gradient.at, n, slots };
      const optimizer = make();
      const limit = optimizer.clipValue ?? Number.POSITIVE_INFINITY;
      const clipping: Clipping = { scale: 1, limit };
      const fused = optimizer as unknown as Fused;
      const arrays = Object.fromEntries(kept.map(({ name, values }) => [name, values]));
      const g = limit < Number.POSITIVE_INFINITY ? gradient.values.map((x) => clamp(x, limit)) : gradient.values;
      let [t, steps] = [stepsBefore, stepsBefore];
      return {
        run: () => fused.updateFused(run, ++t, rate, clipping),
        loop: () => optimizer.update(theta.values, g, arrays, ++steps, rate),
        tolerance: 1e-6,
      };
    },
  });
});

/** Short enough for weights to stay ordinary numbers over many steps. */
const lambda = 1e-3;
const stepLengths: readonly { readonly variant?: string; readonly length: StepLength<'a' | 'b'> }[] = [
  { length: { rate } },
  { variant: 'of Adam', length: { rate, root: 'b', epsilon: 1e-8 } },
  { variant: 'of Adamax', length: { rate, size: 'b' } },
  { variant: 'of Adadelta', length: { rate, change: 'a', square: 'b', epsilon: 1e-6 } },
];

/** The step after the step, of weights with a proximal penalty. */
const thresholds: readonly Case[] = stepLengths.flatMap(({ variant, length }) => {
  const slots = [length.change, length.root ?? length.size ?? length.square].filter((slot) => slot !== undefined);
  return overSizes({
    kernel: 'softThreshold',
    variant,
    bytesOfElement: 4 * (1 + slots.length),
    prepare(place, n) {
      const theta = place.state(n);
      const kept = Object.fromEntries(slots.map((slot) => [slot, place.input(n, 0.5, 1)]));
      const arrays = Object.fromEntries(slots.map((slot) => [slot, kept[slot].values])) as Slots<'a' | 'b'>;
      return {
        run: () => softThresholdFused(theta.at, n, lambda, length, (slot) => kept[slot].at),
        loop: () => softThreshold(theta.values, lambda, length, arrays),
        tolerance: 1e-6,
      };
    },
  });
});

export const optimizers: readonly Case[] = [...updates, ...thresholds];

function clamp(x: number, limit: number): number {
  return Math.max(-limit, Math.min(x, limit));
}

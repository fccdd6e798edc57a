import type { Pruner } from '../../search/pruner.ts';
import { AsynchronousHalving } from '../../search/pruners/asynchronous-halving.ts';
import type { Sampler } from '../../search/sampler.ts';
import { BayesianSampler } from '../../search/samplers/bayesian-sampler.ts';
import { GridSampler } from '../../search/samplers/grid-sampler.ts';
import { ManualSampler } from '../../search/samplers/manual-sampler.ts';
import { QuasiRandomSampler } from '../../search/samplers/quasi-random-sampler.ts';
import { RandomSampler } from '../../search/samplers/random-sampler.ts';
import { TpeSampler } from '../../search/samplers/tpe-sampler.ts';
import { gridValues } from './grid-values.ts';
import { manualPoints } from './manual-points.ts';

/** The ways of searching that are compared, in the order of tables and legends. */
export const methodNames = ['manual', 'grid', 'random', 'quasiRandom', 'bayesian', 'tpe', 'halving'] as const;
export type MethodName = (typeof methodNames)[number];

export const methodTitles: Readonly<Record<MethodName, string>> = {
  manual: 'manual',
  grid: 'grid',
  random: 'random',
  quasiRandom: 'quasi-random',
  bayesian: 'Bayesian',
  tpe: 'TPE',
  halving: 'halving',
};

/** What all of them may use. */
export interface Budget {
  /** Trials that go all the way. */
  readonly trials: number;
  /** Epochs of each. */
  readonly epochs: number;
}

export interface Method {
  readonly sampler: Sampler;
  readonly pruner?: Pruner;
  /** More trials than there can be within the epochs, where they are ended early. */
  readonly trials: number;
}

/** η of halving. */
export const reductionFactor = 3;

/** The epochs after which halving judges for the first time: a ninth of all, so that it judges twice. */
export function firstRung(epochs: number): number {
  return Math.max(1, Math.floor(epochs / (reductionFactor * reductionFactor)));
}

/**
 * How a method searches within a budget of epochs, trials · epochs:
 *
 *     manual         the points of `manualPoints`, in their order
 *     grid           all points of `gridValues`, in an order that the seed draws
 *     random         points drawn evenly
 *     quasi-random   a scrambled Sobol sequence
 *     Bayesian, TPE  as the library has them, each trial knowing those below n − 3
 *     halving        random points, ended by asynchronous halving; as many as the epochs are enough for
 */
export function methodOf(name: MethodName, { trials, epochs }: Budget, seed: number): Method {
  switch (name) {
    case 'manual':
      return { sampler: new ManualSampler(manualPoints), trials };
    case 'grid':
      return { sampler: new GridSampler({ values: gridValues(trials), seed }), trials };
    case 'random':
      return { sampler: new RandomSampler({ seed }), trials };
    case 'quasiRandom':
      return { sampler: new QuasiRandomSampler({ seed }), trials };
    case 'bayesian':
      return { sampler: new BayesianSampler({ seed }), trials };
    case 'tpe':
      return { sampler: new TpeSampler({ seed }), trials };
    case 'halving': {
      const pruner = new AsynchronousHalving({ minimumBudget: firstRung(epochs), reductionFactor });
      return { sampler: new RandomSampler({ seed }), pruner, trials: trials * epochs };
    }
  }
}

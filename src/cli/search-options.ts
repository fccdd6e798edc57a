/** How points, samplers and pruners are named in the words of `simdgrad search`. */

import { InvalidArgumentError } from 'commander';
import { closestName, DataError } from '../errors.ts';
import { type NetworkParameters, networkSpace, usualParameters } from '../experiments/search/network-space.ts';
import type { Pruner } from '../search/pruner.ts';
import { AsynchronousHalving } from '../search/pruners/asynchronous-halving.ts';
import { Hyperband } from '../search/pruners/hyperband.ts';
import { MedianPruner } from '../search/pruners/median-pruner.ts';
import type { Sampler } from '../search/sampler.ts';
import { BayesianSampler } from '../search/samplers/bayesian-sampler.ts';
import { GridSampler } from '../search/samplers/grid-sampler.ts';
import { QuasiRandomSampler } from '../search/samplers/quasi-random-sampler.ts';
import { RandomSampler } from '../search/samplers/random-sampler.ts';
import { TpeSampler } from '../search/samplers/tpe-sampler.ts';
import { choice } from '../search/space/choice.ts';
import type { ParameterValue } from '../search/space/dimension.ts';
import { Space, type SpaceDefinition } from '../search/space/space.ts';
import { when } from '../search/space/when.ts';

/** Values of a number in a grid: the lowest, one between, the highest. */
const gridLevels = 3;

const samplers = {
  bayesian: (seed: number): Sampler => new BayesianSampler({ seed }),
  tpe: (seed: number): Sampler => new TpeSampler({ seed }),
  random: (seed: number): Sampler => new RandomSampler({ seed }),
  'quasi-random': (seed: number): Sampler => new QuasiRandomSampler({ seed }),
  grid: (seed: number): Sampler => new GridSampler({ levels: gridLevels, seed }),
};

export type SamplerName = keyof typeof samplers;
export const samplerNames = Object.keys(samplers) as SamplerName[];

export function samplerOf(name: SamplerName, seed: number): Sampler {
  return samplers[name](seed);
}

/** By the most steps that a trial has: epochs, or folds. */
const pruners = {
  none: (): Pruner | undefined => undefined,
  median: (): Pruner => new MedianPruner(),
  halving: (): Pruner => new AsynchronousHalving({ minimumBudget: 2, reductionFactor: 3 }),
  hyperband: (steps: number): Pruner => new Hyperband({ maximumBudget: steps }),
};

export type PrunerName = keyof typeof pruners;
export const prunerNames = Object.keys(pruners) as PrunerName[];

/** @throws RangeError for Hyperband with too few steps. */
export function prunerOf(name: PrunerName, steps: number): Pruner | undefined {
  return pruners[name](steps);
}

/** Values by the names of parameters. */
export type NamedValues = Readonly<Record<string, ParameterValue>>;

/** `units=64,learningRate=0.01`. @throws InvalidArgumentError for a name that there is not, and a value that it cannot have. */
export function namedValues(text: string): NamedValues {
  const values: Record<string, ParameterValue> = {};
  for (const word of text.split(',')) {
    const at = word.indexOf('=');
    const [name, given] = at < 0 ? [word.trim(), undefined] : [word.slice(0, at).trim(), word.slice(at + 1).trim()];
    const entry = networkSpace.entries.find((one) => one.name === name);
    if (!entry) {
      const names = networkSpace.entries.map((one) => one.name);
      const close = closestName(name, names);
      throw new InvalidArgumentError(
        `No parameter is named '${name}'${close ? `; did you mean '${close}'?` : '.'} There are ${names.join(', ')}.`,
      );
    }
    if (given === undefined || given === '') throw new InvalidArgumentError(`Write ${name}=VALUE.`);
    if (name in values) throw new InvalidArgumentError(`${name} is there twice.`);
    const value = [given, Number(given)].find((one) => entry.dimension.includes(one));
    if (value === undefined) {
      throw new InvalidArgumentError(`${name} must be ${entry.dimension}, got ${given}.`);
    }
    values[name] = value;
  }
  return values;
}

/** The momentum of SGD where none is named. */
const usualMomentum = 0.9;

/**
 * A whole point: what is not named is as usual.
 *
 * @throws DataError for values that do not go together, such as a momentum of Adam.
 */
export function pointOf(values: NamedValues): NetworkParameters {
  const { momentum: _, ...usual } = usualParameters;
  const optimizer = values.optimizer ?? usual.optimizer;
  if (optimizer !== 'sgd' && 'momentum' in values) {
    throw new DataError(
      `search: momentum is for optimizer=sgd, and the optimizer is ${optimizer}; name both, or neither`,
    );
  }
  const point = { ...usual, ...(optimizer === 'sgd' && { momentum: usualMomentum }), ...values };
  return networkSpace.require('search', point) as NetworkParameters;
}

/**
 * The space with parameters held at single values, and without those that these leave out.
 *
 * @throws DataError for a value of one that is left out.
 */
export function spaceWith(held: NamedValues): Space {
  const definition: Record<string, SpaceDefinition[string]> = {};
  for (const { name, dimension, condition } of networkSpace.entries) {
    const own = name in held ? choice([held[name]]) : dimension;
    const parent = condition && held[condition.parent];
    if (parent !== undefined && !condition!.values.includes(parent)) {
      if (name in held) throw new DataError(`search: there is no ${name} where ${condition!.parent} is ${parent}`);
      continue;
    }
    definition[name] = condition ? when(condition.parent, condition.values, own) : own;
  }
  return new Space(definition);
}

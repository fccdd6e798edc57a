/**
 * What a search costs beside its objective: each of 10,000 trials of an objective that costs nothing, by random points and by a grid, and the
 * proposal of `BayesianSampler` for the 200th trial, whose model is made of the 196 trials that it may see.
 */
import { BayesianSampler } from '../../src/search/samplers/bayesian-sampler.ts';
import { GridSampler } from '../../src/search/samplers/grid-sampler.ts';
import { RandomSampler } from '../../src/search/samplers/random-sampler.ts';
import { search } from '../../src/search/search.ts';
import { choice } from '../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../src/search/space/continuous.ts';
import { integer } from '../../src/search/space/integer.ts';
import { type ParameterValues, Space } from '../../src/search/space/space.ts';
import { when } from '../../src/search/space/when.ts';
import { searchProblems } from '../../test/helpers/search-problems.ts';
import { quantile } from '../harness.ts';
import type { Outcome, Part, PartOptions } from '../part.ts';
import { timeText } from '../texts.ts';

/** What was promised, in milliseconds. */
const promised = { trial: 1, proposal: 250 };
/** Trials of which the last proposal is timed, and how many a proposal may not see. */
const proposed = 200;
const lag = 3;

/** What `benchmarks/results/search-overhead.json` holds. All times are milliseconds. */
export interface OverheadResults {
  readonly trials: number;
  /** A trial, in each round. */
  readonly samplers: readonly { readonly name: string; readonly rounds: readonly number[] }[];
  readonly proposals: readonly {
    readonly space: string;
    readonly dimensions: number;
    /** Of the same proposal. */
    readonly rounds: readonly number[];
  }[];
}

interface Searched {
  readonly name: string;
  readonly space: Space;
  readonly objective: (parameters: ParameterValues) => number;
}

/** As those of networks are: scales, whole numbers, choices, a condition. */
const mixed: Space = new Space({
  learningRate: logUniform(1e-4, 1e-1),
  units: integer(8, 256, { step: 8, log: true }),
  layers: integer(1, 3),
  dropout: uniform(0, 0.5),
  optimizer: choice(['sgd', 'adam']),
  momentum: when('optimizer', 'sgd', uniform(0, 0.99)),
  activation: choice(['relu', 'elu', 'tanh']),
  l2: logUniform(1e-7, 1e-2),
  batchSize: integer(16, 128, { step: 16, log: true }),
});

const nine = new Space(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`x${i}`, uniform(-2, 2)])));

const searched: readonly Searched[] = [
  { name: "Hartmann's function", space: searchProblems.hartmann6.space, objective: searchProblems.hartmann6.value },
  {
    name: "Rosenbrock's function",
    space: nine,
    objective(parameters) {
      const x = Object.values(parameters) as number[];
      return x.slice(1).reduce((sum, b, i) => sum + 100 * (b - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0);
    },
  },
  {
    name: 'a network',
    space: mixed,
    objective: ({ learningRate, units, layers, optimizer, momentum = 0 }) =>
      (Math.log10(learningRate as number) + 2) ** 2 +
      Math.log2((units as number) / 64) ** 2 +
      (layers as number) / 3 +
      (optimizer === 'sgd' ? 2 * Math.abs((momentum as number) - 0.9) : 1),
  },
];

const median = (values: readonly number[]): number => quantile(values, 0.5);
const text = (value: number): string => `${timeText(value)} ms`;

/** Milliseconds a trial. */
async function perTrial(sampler: RandomSampler | GridSampler, trials: number): Promise<number> {
  const begin = performance.now();
  const study = await search({ space: mixed, sampler, objective: () => 0, trials });
  if (study.trials.length !== trials) throw new Error(`${sampler.name}: ${study.trials.length} trials of ${trials}`);
  return (performance.now() - begin) / trials;
}

/** Milliseconds of the last proposal of a study, again and again. */
async function proposalTimes({ space, objective }: Searched, rounds: number): Promise<number[]> {
  const sampler = new BayesianSampler({ seed: 1 });
  const { trials } = await search({ space, sampler, objective, trials: proposed - 1, lag });
  const number = proposed - 1;
  const seen = trials.slice(0, number - lag);
  const pending = trials.slice(number - lag).map(({ parameters }) => parameters);
  return Array.from({ length: rounds }, () => {
    const begin = performance.now();
    sampler.propose({ space, number, seen, pending, directions: ['minimize'] });
    return performance.now() - begin;
  });
}

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const rounds = quick ? 2 : 7;
  const trials = quick ? 1000 : 10_000;
  const isChosen = (name: string): boolean => !filter || filter.test(name);
  const samplers = [
    { name: 'random', make: () => new RandomSampler() },
    // Four levels of each of eight dimensions and more: enough points.
    { name: 'grid', make: () => new GridSampler({ levels: 4 }) },
  ]
    .filter(({ name }) => isChosen(name))
    .map(({ name, make }) => ({ name, make, rounds: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    onProgress?.((0.3 * round) / rounds, `${trials} trials, round ${round + 1} of ${rounds}`);
    for (const { make, rounds } of samplers) rounds.push(await perTrial(make(), trials));
  }
  const proposals: OverheadResults['proposals'][number][] = [];
  const chosen = searched.filter(({ name }) => isChosen(name));
  for (const [i, one] of chosen.entries()) {
    onProgress?.(0.3 + (0.7 * i) / chosen.length, `proposals for ${one.name}`);
    const dimensions = one.space.entries.length;
    proposals.push({ space: one.name, dimensions, rounds: await proposalTimes(one, 3 * rounds) });
  }
  const results: OverheadResults = {
    trials,
    samplers: samplers.map(({ name, rounds }) => ({ name, rounds })),
    proposals,
  };
  return {
    tables: [
      {
        title: `A trial of an objective that costs nothing, one of ${trials}`,
        head: ['sampler', 'ms, median', 'ms, slowest round'],
        rows: samplers.map(({ name, rounds }) => [name, median(rounds).toFixed(4), Math.max(...rounds).toFixed(4)]),
      },
      {
        title: `Proposal ${proposed} of BayesianSampler`,
        head: ['space', 'parameters', 'ms, median', 'ms, slowest'],
        rows: proposals.map(({ space, dimensions, rounds }) => [
          space,
          String(dimensions),
          median(rounds).toFixed(0),
          Math.max(...rounds).toFixed(0),
        ]),
      },
    ],
    figures: [
      ...samplers.map(({ name, rounds }) => ({
        what: `a trial of ${name} search`,
        measured: median(rounds),
        below: promised.trial,
        text,
      })),
      ...proposals.map(({ space, dimensions, rounds }) => ({
        what: `proposal ${proposed} for ${space}, ${dimensions} parameters`,
        measured: median(rounds),
        below: promised.proposal,
        text,
      })),
    ],
    results,
    ratios: {},
  };
}

export const part: Part = {
  name: 'overhead',
  about: 'what a search costs beside its objective: a trial of random and grid search, the 200th Bayesian proposal',
  run,
};

import { requireInteger, requireKnownOptions } from '../../errors.ts';
import { RandomStream } from '../../tensor/random.ts';
import { Acquisition } from '../bayesian/acquisition.ts';
import { candidatesOf, drawCandidates } from '../bayesian/candidates.ts';
import { Embedding } from '../bayesian/embedding.ts';
import { type Candidate, candidateAt, improve } from '../bayesian/improve.ts';
import { lossesOfTrials } from '../bayesian/losses-of-trials.ts';
import { targetsOfLosses } from '../bayesian/targets-of-losses.ts';
import { fitGaussianProcess } from '../gaussian-process/fit-gaussian-process.ts';
import { someRows } from '../gaussian-process/some-rows.ts';
import type { Proposal, Sampler } from '../sampler.ts';
import { SobolPoints } from '../sobol.ts';
import type { ParameterValues, Space } from '../space/space.ts';

export interface BayesianSamplerOptions {
  /** A whole number of at least 0; 0 unless set. */
  readonly seed?: number;
  /** How many trials are points of a Sobol sequence before the model is asked; 10 unless set. */
  readonly initial?: number;
}

/** Trials that the model is made of, at most. */
const mostTrials = 400;
/** Points around which candidates are drawn, and candidates that are improved. */
const centres = 5;
const climbers = 6;
/** Draws for a point that was not tried yet, where the model has none. */
const mostTries = 1000;

/**
 * Bayesian optimisation: a Gaussian process learns from the trials that are over what to expect of any point, and the point that promises most is
 * tried next.
 *
 *     trials 0 … initial − 1      points of a Sobol sequence, scrambled by the seed
 *     y = one number a trial      lower is better (see `lossesOfTrials`), made nearly normal (`targetsOfLosses`)
 *     f ~ GP                      Matérn ν = 5/2, a length scale for each parameter, noise: the most probable ones (`fitGaussianProcess`),
 *                                 over coordinates that know choices and conditions (`Embedding`)
 *     pending trials              are believed to come out at their predicted means (`believing`)
 *     next = argmax ln EI         the logarithm of the expected improvement on the least mean at a trial
 *
 * The maximum is looked for among 512 points spread over the space and 160 around the five best; the six best of them go uphill (`improve`), always on
 * points that there are. A space of at most 512 points is looked at as a whole. A point that was tried before is passed over for the
 * next best, unless there is no other.
 *
 * Failed trials, and those that ran out of time, count as the worst seen, pruned ones by their last report and how others went on from there. For
 * several objectives each trial looks at them with weights of its own (ParEGO), so that the trials together follow the front.
 *
 * The model is made of at most 400 trials, the 200 best and 200 spread over the others. The proposal of trial 200 takes about 0.1 s, of trial 1,000 about 0.3 s.
 * The same seed, number, trials and pending parameters give the same proposal, bit for bit; nothing is kept from one proposal to the next
 * but what depends on the space alone.
 *
 *     new BayesianSampler({ seed: 7 }).propose({ space, number: 12, seen, pending, directions: ['minimize'] });
 *
 * @see J. Snoek, H. Larochelle, R. P. Adams, Practical Bayesian optimization of machine learning algorithms, NeurIPS 2012.
 *   https://arxiv.org/abs/1206.2944
 * @see E. C. Garrido-Merchán, D. Hernández-Lobato, Dealing with categorical and integer-valued variables in Bayesian optimization with Gaussian
 *   processes, 2020, on why the model is asked at points that there are. https://arxiv.org/abs/1805.03463
 * @throws RangeError unless seed is a whole number of at least 0 and `initial` one of at least 1; TypeError for an unknown option.
 */
export class BayesianSampler implements Sampler {
  readonly name = 'bayesian';
  readonly learns = true;
  readonly seed: number;
  readonly initial: number;
  /** Of the space that was asked for last. */
  private prepared: Prepared | undefined;

  constructor(options: BayesianSamplerOptions = {}) {
    const who = 'BayesianSampler';
    requireKnownOptions(who, options, ['seed', 'initial']);
    const { seed = 0, initial = 10 } = options;
    requireInteger(who, { seed });
    requireInteger(who, { initial }, 1);
    this.seed = seed;
    this.initial = initial;
  }

  propose(proposal: Proposal): ParameterValues {
    const { space, number, seen, pending } = proposal;
    if (this.prepared?.space !== space) this.prepared = prepare(space, this.seed);
    const { prepared } = this;
    const taken = new Set([...seen.map(({ parameters }) => parameters), ...pending].map((one) => keyOf(space, one)));
    const draw = new RandomStream(this.seed, 'search/bayesian', number);
    const ranked = number < this.initial ? undefined : this.ranked(prepared, proposal, draw);
    for (const { units } of ranked ?? []) {
      const parameters = space.at(units);
      if (!taken.has(keyOf(space, parameters))) return parameters;
    }
    return initialPoint(prepared, number, taken, draw);
  }

  toJSON(): object {
    return { name: this.name, seed: this.seed, initial: this.initial };
  }

  /** Candidates, the most promising first; undefined while there is nothing to learn from. */
  private ranked(prepared: Prepared, proposal: Proposal, draw: RandomStream): readonly Candidate[] | undefined {
    const { space, number, seen, pending, directions } = proposal;
    const { embedding, candidates } = prepared;
    const told = lossesOfTrials(seen, directions, this.seed, number);
    if (!told || told.trials.length < 2 || embedding.width === 0) return undefined;
    const { trials, losses } = told;
    const chosen = someRows(losses, mostTrials);
    const places = chosen.map((i) => space.units(trials[i].parameters));
    const points = embedding.points(places);
    const targets = targetsOfLosses(chosen.map((i) => losses[i]));
    const fitted = fitGaussianProcess(points, targets);
    const model =
      pending.length > 0
        ? fitted.believing(embedding.points(pending.map((parameters) => space.units(parameters))))
        : fitted;

    const means = places.map((place) => model.predict(embedding.place(place)).mean);
    const byMean = places.map((_, i) => i).sort((a, b) => means[a] - means[b] || a - b);
    const acquisition = new Acquisition(model, embedding, means[byMean[0]]);
    const around = byMean.slice(0, centres).map((i) => places[i]);
    const found = drawCandidates(space, candidates, around, draw).map((free) => candidateAt(space, acquisition, free));
    found.sort(byValue);
    const improved = candidates.all ? [] : found.slice(0, climbers).map((one) => improve(space, acquisition, one));
    return [...improved, ...found].sort(byValue);
  }
}

function byValue(a: Candidate, b: Candidate): number {
  return a.value === b.value ? 0 : b.value - a.value;
}

interface Prepared {
  readonly space: Space;
  readonly embedding: Embedding;
  readonly candidates: ReturnType<typeof candidatesOf>;
  readonly initial: SobolPoints;
}

function prepare(space: Space, seed: number): Prepared {
  const dimensions = Math.min(space.entries.length, SobolPoints.mostDimensions);
  return {
    space,
    embedding: new Embedding(space),
    candidates: candidatesOf(space),
    initial: new SobolPoints(dimensions, { seed }),
  };
}

/** The Sobol point of a trial, or if it was tried before, one that was not, as far as there is one. */
function initialPoint(
  { space, initial, candidates }: Prepared,
  number: number,
  taken: ReadonlySet<string>,
  draw: RandomStream,
): ParameterValues {
  const sobol = initial.at(number);
  // Parameters beyond what the sequence has dimensions for are drawn one by one.
  const first = space.at(Float64Array.from(space.entries, (_, j) => (j < sobol.length ? sobol[j] : draw.uniform())));
  if (!taken.has(keyOf(space, first))) return first;
  for (let tries = 0; tries < mostTries; tries++) {
    const next = space.at(space.entries.map(() => draw.uniform()));
    if (!taken.has(keyOf(space, next))) return next;
  }
  const left = candidates.all ? candidates.places.map((place) => space.at(place)) : [];
  return left.find((one) => !taken.has(keyOf(space, one))) ?? first;
}

function keyOf({ entries }: Space, parameters: ParameterValues): string {
  return JSON.stringify(entries.map(({ name }) => parameters[name] ?? null));
}

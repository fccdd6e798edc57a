import { requireInteger, requireKnownOptions } from '../../errors.ts';
import { RandomStream } from '../../tensor/random.ts';
import type { Proposal, Sampler } from '../sampler.ts';
import type { ParameterValues } from '../space/space.ts';

export interface RandomSamplerOptions {
  /** A whole number of at least 0; 0 unless set. */
  readonly seed?: number;
}

/**
 * Points drawn evenly from the space, each by itself.
 *
 * Trial n has the numbers of count n of the stream 'search/random', one for each parameter, also for those that are left out: a parameter
 * that is added at the end of a space changes no other one.
 *
 * @see J. Bergstra, Y. Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012. https://jmlr.org/papers/v13/bergstra12a.html
 * @throws RangeError for a seed that is no whole number of at least 0; TypeError for an unknown option.
 */
export class RandomSampler implements Sampler {
  readonly name = 'random';
  readonly learns = false;
  readonly seed: number;

  constructor(options: RandomSamplerOptions = {}) {
    const who = 'RandomSampler';
    requireKnownOptions(who, options, ['seed']);
    const { seed = 0 } = options;
    requireInteger(who, { seed });
    this.seed = seed;
  }

  propose({ space, number }: Proposal): ParameterValues {
    const draw = new RandomStream(this.seed, 'search/random', number);
    return space.at(space.entries.map(() => draw.uniform()));
  }

  toJSON(): object {
    return { name: this.name, seed: this.seed };
  }
}

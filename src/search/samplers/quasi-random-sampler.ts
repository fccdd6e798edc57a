import { requireInteger, requireKnownOptions } from '../../errors.ts';
import type { Proposal, Sampler } from '../sampler.ts';
import { SobolPoints } from '../sobol.ts';
import type { ParameterValues, Space } from '../space/space.ts';

export interface QuasiRandomSamplerOptions {
  /** A whole number of at least 0; 0 unless set. */
  readonly seed?: number;
}

/**
 * The points of a scrambled Sobol sequence, which fill the space more evenly than random ones: of the first 2ᵏ, each parameter has one in each
 * of 2ᵏ parts of its scale.
 *
 * @see J. Bergstra, Y. Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012, section 3.3.
 *   https://jmlr.org/papers/v13/bergstra12a.html
 * @throws RangeError for a seed that is no whole number of at least 0; TypeError for an unknown option.
 */
export class QuasiRandomSampler implements Sampler {
  readonly name = 'quasiRandom';
  readonly learns = false;
  readonly seed: number;
  /** For as many parameters as were asked for last. */
  private sobol: SobolPoints | undefined;

  constructor(options: QuasiRandomSamplerOptions = {}) {
    const who = 'QuasiRandomSampler';
    requireKnownOptions(who, options, ['seed']);
    const { seed = 0 } = options;
    requireInteger(who, { seed });
    this.seed = seed;
  }

  propose({ space, number, place = number }: Proposal): ParameterValues {
    return space.at(this.pointsOf(space).at(place));
  }

  /** @throws RangeError for a space of more than 101 parameters. */
  count(space: Space): number {
    this.pointsOf(space);
    return 2 ** 32;
  }

  toJSON(): object {
    return { name: this.name, seed: this.seed };
  }

  private pointsOf({ entries }: Space): SobolPoints {
    if (this.sobol?.dimensions !== entries.length) this.sobol = new SobolPoints(entries.length, { seed: this.seed });
    return this.sobol;
  }
}

import { valueText } from '../../errors.ts';
import type { Proposal, Sampler } from '../sampler.ts';
import type { ParameterValues, Space } from '../space/space.ts';

/**
 * Points that somebody chose, in their order.
 *
 * @throws TypeError for what is no list; RangeError for an empty one. The space checks the points before the first trial.
 */
export class ManualSampler implements Sampler {
  readonly name = 'manual';
  readonly learns = false;
  private readonly points: readonly ParameterValues[];

  constructor(points: readonly ParameterValues[]) {
    const who = 'ManualSampler';
    if (!Array.isArray(points))
      throw new TypeError(`${who}: expected a list of parameters by name, got ${valueText(points)}`);
    if (points.length === 0) throw new RangeError(`${who}: there must be a point to try, got an empty list`);
    this.points = points.map((point) => ({ ...point }));
  }

  propose({ space, number, place = number }: Proposal): ParameterValues {
    return space.require(`ManualSampler: point ${place}`, this.points[place]);
  }

  /** @throws DataError for a point that is not in the space. */
  count(space: Space): number {
    for (const [i, point] of this.points.entries()) space.require(`ManualSampler: point ${i}`, point);
    return this.points.length;
  }

  toJSON(): object {
    return { name: this.name, points: this.points };
  }
}

import { requireFinite, requirePositive } from '../../errors.ts';
import { exp, log } from '../../tensor/scalar-math.ts';
import type { Dimension, DimensionJSON } from './dimension.ts';

/**
 * Every number from `low` to `high`, evenly: low + u · (high − low).
 *
 * @throws RangeError unless both are finite, low < high, and their difference is finite.
 */
export function uniform(low: number, high: number): Dimension<number> {
  requireBounds('uniform', low, high);
  return new Continuous('uniform', low, high);
}

/**
 * Every number from `low` to `high`, evenly by its logarithm: low · (high / low)^u. For what is tried by orders of magnitude,
 * such as learning rates.
 *
 * @throws RangeError unless both are finite and 0 < low < high.
 */
export function logUniform(low: number, high: number): Dimension<number> {
  requirePositive('logUniform', { low, high });
  requireBounds('logUniform', low, high);
  return new Continuous('logUniform', low, high);
}

function requireBounds(who: string, low: number, high: number): void {
  requireFinite(who, { low, high });
  if (!(low < high)) throw new RangeError(`${who}: low must be below high, got ${low} and ${high}`);
  requireFinite(who, { 'high − low': high - low });
}

class Continuous implements Dimension<number> {
  readonly kind: 'uniform' | 'logUniform';
  readonly size = Number.POSITIVE_INFINITY;
  readonly low: number;
  readonly high: number;

  constructor(kind: 'uniform' | 'logUniform', low: number, high: number) {
    this.kind = kind;
    this.low = low;
    this.high = high;
  }

  at(u: number): number {
    const { low, high } = this;
    if (u <= 0) return low;
    if (u >= 1) return high;
    const value = this.kind === 'uniform' ? low + u * (high - low) : exp(log(low) + u * (log(high) - log(low)));
    return Math.min(high, Math.max(low, value));
  }

  unit(value: number): number {
    const { low, high } = this;
    const u = this.kind === 'uniform' ? (value - low) / (high - low) : (log(value) - log(low)) / (log(high) - log(low));
    return Math.min(1, Math.max(0, u));
  }

  cell(u: number): readonly [low: number, high: number] {
    return [u, u];
  }

  includes(value: unknown): value is number {
    return typeof value === 'number' && value >= this.low && value <= this.high;
  }

  toString(): string {
    return `from ${this.low} to ${this.high}`;
  }

  toJSON(): DimensionJSON {
    return { kind: this.kind, low: this.low, high: this.high };
  }
}

import { requireBoolean, requireInteger, requireKnownOptions } from '../../errors.ts';
import { exp, log } from '../../tensor/scalar-math.ts';
import type { Dimension, DimensionJSON } from './dimension.ts';

export interface IntegerOptions {
  /** From one value to the next; 1 unless set. */
  readonly step?: number;
  /** Whether the cells are laid out by the logarithm, so that small values are tried as often as large ones; false unless set. */
  readonly log?: boolean;
}

/** More could not be told apart on the interval. */
const mostValues = 2 ** 31;

/**
 * The whole numbers low, low + step, low + 2 step … up to `high`.
 *
 * Each has a cell of the same width, or with `log` from the middle between it and the one before to the middle between it and the next,
 * on a scale of logarithms; the first begins as far below its value as it ends above it.
 *
 * @throws RangeError unless low and high are whole numbers with low ≤ high, and with `log` at least 1; for a step that is none of at
 *   least 1, for more than 2³¹ values; TypeError for an unknown option.
 */
export function integer(low: number, high: number, options: IntegerOptions = {}): Dimension<number> {
  const who = 'integer';
  requireKnownOptions(who, options, ['step', 'log']);
  const { step = 1, log: isLog = false } = options;
  requireBoolean(who, { log: isLog });
  requireInteger(who, { low, high }, isLog ? 1 : Number.MIN_SAFE_INTEGER);
  requireInteger(who, { step }, 1);
  if (low > high) throw new RangeError(`${who}: low must not be above high, got ${low} and ${high}`);
  const size = Math.floor((high - low) / step) + 1;
  if (size > mostValues)
    throw new RangeError(`${who}: there may be 2^31 values at most, got ${size}; take a larger step`);
  return new Integers(low, high, step, isLog, size);
}

class Integers implements Dimension<number> {
  readonly kind = 'integer';
  readonly size: number;
  private readonly low: number;
  private readonly high: number;
  private readonly step: number;
  private readonly isLog: boolean;

  constructor(low: number, high: number, step: number, isLog: boolean, size: number) {
    this.low = low;
    this.high = high;
    this.step = step;
    this.isLog = isLog;
    this.size = size;
  }

  at(u: number): number {
    const { low, step, size } = this;
    const cell = this.isLog
      ? Math.floor((exp(this.edge(0) + u * this.width()) - low) / step + 0.5)
      : Math.floor(u * size);
    return low + step * Math.min(size - 1, Math.max(0, cell));
  }

  unit(value: number): number {
    const cell = Math.round((value - this.low) / this.step);
    if (!this.isLog) return (cell + 0.5) / this.size;
    return ((this.edge(cell) + this.edge(cell + 1)) / 2 - this.edge(0)) / this.width();
  }

  cell(u: number): readonly [low: number, high: number] {
    const cell = Math.round((this.at(u) - this.low) / this.step);
    if (!this.isLog) return [cell / this.size, (cell + 1) / this.size];
    const [first, width] = [this.edge(0), this.width()];
    return [(this.edge(cell) - first) / width, (this.edge(cell + 1) - first) / width];
  }

  includes(value: unknown): value is number {
    const { low, step, size } = this;
    return (
      Number.isSafeInteger(value) &&
      ((value as number) - low) % step === 0 &&
      (value as number) >= low &&
      (value as number) <= low + step * (size - 1)
    );
  }

  toString(): string {
    const { low, step, size } = this;
    const steps = step === 1 ? '' : ` by steps of ${step}`;
    return `a whole number from ${low} to ${low + step * (size - 1)}${steps}`;
  }

  toJSON(): DimensionJSON {
    const { kind, low, high, step, isLog } = this;
    return { kind, low, high, step, log: isLog };
  }

  /** Where a cell begins, as a logarithm. */
  private edge(cell: number): number {
    const { low, step } = this;
    const middle = low + step * (cell - 0.5);
    return cell === 0 ? 2 * log(low) - log(low + step / 2) : log(middle);
  }

  private width(): number {
    return this.edge(this.size) - this.edge(0);
  }
}

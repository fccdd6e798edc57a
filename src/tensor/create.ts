/** Tensors filled by a rule. */
import { requireFinite, requireInteger, requireKnownOptions, requireNonNegative, valueText } from '../errors.ts';
import { type Address, kernels, type PhiloxPlace } from '../wasm/kernels.ts';
import { beginOperation, Resident } from '../wasm/memory.ts';
import { philoxPlace } from './random.ts';
import { requireShape, type Shape, sizeOf } from './shape.ts';
import { Tensor } from './tensor.ts';

export interface TensorOptions {
  /** Whether `backward()` finds a gradient for it. False unless set. */
  readonly requiresGrad?: boolean;
}

/** All 0. @throws ShapeError, TypeError for a wrong shape or option. */
export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

/** All 1. @throws ShapeError, TypeError for a wrong shape or option. */
export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return filled('ones', shape, 1, options);
}

/** All `value`, which may be NaN or infinite. @throws ShapeError, TypeError for a wrong shape, value or option. */
export function full(shape: Shape, value: number, options: TensorOptions = {}): Tensor {
  if (typeof value !== 'number') throw new TypeError(`full: value must be a number, got ${valueText(value)}`);
  return filled('full', shape, value, options);
}

function filled(who: string, shape: Shape, value: number, options: TensorOptions): Tensor {
  requireKnownOptions(who, options, ['requiresGrad']);
  const checked = [...requireShape(who, shape)];
  const values = new Float32Array(sizeOf(checked));
  if (!Object.is(value, 0)) values.fill(value);
  return new Tensor(checked, values, options.requiresGrad ?? false);
}

export interface RandomNormalOptions extends TensorOptions {
  /** 0 unless set. */
  readonly mean?: number;
  /** At least 0; 1 unless set. */
  readonly standardDeviation?: number;
  /** A whole number from 0 to 2⁵³ − 1; 0 unless set, so that programs repeat. */
  readonly seed?: number;
}

/**
 * Normal values, by Box–Muller from the words of the random stream `randomNormal`:
 *
 *     mean + standardDeviation · z,   density of z  e^(−z²/2) / √(2π)
 *
 * The same seed gives the same bits everywhere, and a larger shape begins with the values of a smaller one. Two calls
 * with one seed give the same values: give each its own.
 *
 * @throws ShapeError for a wrong shape; RangeError for a number out of range; TypeError for an unknown option.
 */
export function randomNormal(shape: Shape, options: RandomNormalOptions = {}): Tensor {
  requireKnownOptions('randomNormal', options, ['mean', 'standardDeviation', 'seed', 'requiresGrad']);
  const { mean = 0, standardDeviation = 1 } = options;
  requireFinite('randomNormal', { mean });
  requireNonNegative('randomNormal', { standardDeviation });
  // 6.77 deviations are the farthest that 32-bit words reach.
  if (!Number.isFinite(Math.fround(Math.abs(mean) + 7 * standardDeviation))) {
    throw new RangeError(`randomNormal: mean ${mean} and standardDeviation ${standardDeviation} are beyond float32`);
  }
  return drawn('randomNormal', shape, options, (out, n, ...place) =>
    kernels.randomNormal(out, n, mean, standardDeviation, ...place),
  );
}

export interface RandomUniformOptions extends TensorOptions {
  /** 0 unless set. */
  readonly low?: number;
  /** Above `low`; 1 unless set. */
  readonly high?: number;
  /** A whole number from 0 to 2⁵³ − 1; 0 unless set, so that programs repeat. */
  readonly seed?: number;
}

/**
 * Uniform values in [low, high), from 24 bits of each word of the random stream `randomUniform`:
 *
 *     low + (high − low) · ⌊word / 2⁸⌋ / 2²⁴
 *
 * The same seed gives the same bits everywhere, and a larger shape begins with the values of a smaller one. Two calls
 * with one seed give the same values: give each its own.
 *
 * @throws ShapeError for a wrong shape; RangeError for a number out of range or low ≥ high; TypeError for an unknown
 *   option.
 */
export function randomUniform(shape: Shape, options: RandomUniformOptions = {}): Tensor {
  requireKnownOptions('randomUniform', options, ['low', 'high', 'seed', 'requiresGrad']);
  const { low = 0, high = 1 } = options;
  requireFinite('randomUniform', { low, high });
  if (!(Math.fround(low) < Math.fround(high))) {
    throw new RangeError(`randomUniform: low must be below high in float32, got ${low} and ${high}`);
  }
  if (!Number.isFinite(Math.fround(high - low))) {
    throw new RangeError(`randomUniform: from ${low} to ${high} is farther than float32 reaches`);
  }
  return drawn('randomUniform', shape, options, (out, n, ...place) =>
    kernels.randomUniform(out, n, low, high, ...place),
  );
}

/** A tensor of what a kernel writes, at `place` of the stream named after `who`. */
function drawn(
  who: string,
  shape: Shape,
  { seed = 0, requiresGrad = false }: { seed?: number; requiresGrad?: boolean },
  draw: (out: Address, n: number, ...place: PhiloxPlace) => void,
): Tensor {
  const checked = [...requireShape(who, shape)];
  requireInteger(who, { seed });
  const size = sizeOf(checked);
  beginOperation();
  const room = new Resident(size * 4, 'working');
  draw(room.address(), size, ...philoxPlace(seed, who));
  const values = room.read(0, size);
  room.release();
  return new Tensor(checked, values, requiresGrad);
}

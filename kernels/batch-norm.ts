/**
 * Batch normalisation over the rows of [rows, channels], and its gradients; see kernels/normalization.ts. Channels go
 * by the 64, so that everything about some channels happens while their statistics are at hand.
 */
import { inverseDeviation, normalised, scaledAndShifted } from './normalization';
import { loadPart, mulAdd, put, putPart, storePart } from './simd';
import { callersRow, ColumnSquaredDeviations, columnsAtOnce, columnTotals, ColumnValues, putQuotients } from './sums';

// What the rows of `scratch` that belong to the caller hold, one float32 for each channel.
const inverseRow: usize = 0;
const meanGradientRow: usize = 1;
const meanProductRow: usize = 2;
const scaleRow: usize = 3;

function inverseDeviations(out: usize, variance: usize, n: usize, epsilon: f32): void {
  for (const end = out + (n << 2); out < end; out += 16, variance += 16) {
    const lanes = min<usize>((end - out) >> 2, 4);
    storePart(out, inverseDeviation(loadPart(variance, lanes), epsilon), lanes);
  }
}

/** x̂ of `lanes` neighbours from their addresses. */
@inline
function normalisedAt(x: usize, mean: usize, inverse: usize, lanes: usize): v128 {
  return normalised(loadPart(x, lanes), loadPart(mean, lanes), loadPart(inverse, lanes));
}

/** out = γ · x̂ + β for `width` channels of rows that lie `stride` bytes apart. */
@inline
function normaliseColumns(
  out: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  gamma: usize,
  beta: usize,
  rows: usize,
  width: usize,
  stride: usize,
): void {
  const rest = width & 3;
  const whole = (width - rest) << 2;
  while (rows > 0) {
    // Four rows at a time share what is loaded for their channels.
    const together: usize = rows >= 4 ? 4 : 1;
    for (let c: usize = 0; c < whole; c += 16) {
      const center = v128.load(mean + c);
      const factor = v128.load(inverse + c);
      const scale = v128.load(gamma + c);
      const shift = v128.load(beta + c);
      let at = c;
      v128.store(out + at, mulAdd(normalised(v128.load(x + at), center, factor), scale, shift));
      if (together == 4) {
        at += stride;
        v128.store(out + at, mulAdd(normalised(v128.load(x + at), center, factor), scale, shift));
        at += stride;
        v128.store(out + at, mulAdd(normalised(v128.load(x + at), center, factor), scale, shift));
        at += stride;
        v128.store(out + at, mulAdd(normalised(v128.load(x + at), center, factor), scale, shift));
      }
    }
    for (let r: usize = 0; r < together; r++) {
      if (rest) {
        const normal = normalisedAt(x + whole, mean + whole, inverse + whole, rest);
        storePart(out + whole, scaledAndShifted(normal, gamma + whole, beta + whole, rest), rest);
      }
      out += stride;
      x += stride;
    }
    rows -= together;
  }
}

/**
 * mean = Σ x / rows      variance = Σ (x − mean)² / rows      out = γ · x̂ + β
 *
 * out, x [rows, channels]; mean, variance, gamma, beta [channels]. out may be x.
 *
 * @see Ioffe & Szegedy, 2015, Algorithm 1. https://arxiv.org/abs/1502.03167
 */
export function batchNorm(
  out: usize,
  mean: usize,
  variance: usize,
  x: usize,
  gamma: usize,
  beta: usize,
  scratch: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
): void {
  const stride = channels << 2;
  const inverse = callersRow(scratch, inverseRow);
  let width: usize = 0;
  for (let left = channels; left > 0; left -= width) {
    width = columnsAtOnce(left);
    const bytes = width << 2;
    columnTotals<ColumnValues>(scratch, rows, width, stride, x, 0, 0, 0);
    putQuotients(mean, scratch, width, <f64>rows, 0);
    columnTotals<ColumnSquaredDeviations>(scratch, rows, width, stride, x, 0, mean, 0);
    putQuotients(variance, scratch, width, <f64>rows, 0);
    inverseDeviations(inverse, variance, width, epsilon);
    normaliseColumns(out, x, mean, inverse, gamma, beta, rows, width, stride);
    out += bytes;
    x += bytes;
    mean += bytes;
    variance += bytes;
    gamma += bytes;
    beta += bytes;
  }
}

/** Statistics of channels that no longer vary shrink for ever: below 2⁻¹²⁶ they become +0, as denormals are slow. */
@inline
function flushDenormal(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1.17549435e-38)));
}

/**
 * running = momentum · running + (1 − momentum) · batch for mean and variance, all [channels], flushed below 2⁻¹²⁶.
 * 1 − momentum is taken in float64, then both factors are rounded to float32.
 */
export function batchNormRunning(
  runningMean: usize,
  runningVariance: usize,
  mean: usize,
  variance: usize,
  channels: usize,
  momentum: f64,
): void {
  update(runningMean, mean, channels, momentum);
  update(runningVariance, variance, channels, momentum);
}

@inline
function update(running: usize, batch: usize, n: usize, momentum: f64): void {
  const kept = f32x4.splat(<f32>momentum);
  const added = f32x4.splat(<f32>(1 - momentum));
  for (const end = running + (n << 2); running < end; running += 16, batch += 16) {
    const lanes = min<usize>((end - running) >> 2, 4);
    const old = f32x4.mul(kept, loadPart(running, lanes));
    storePart(running, flushDenormal(f32x4.add(old, f32x4.mul(added, loadPart(batch, lanes)))), lanes);
  }
}

/** Terms of `columnTotals`: y · x̂ with the mean of each column at p, its inverse deviation at q. */
class ColumnNormalisedProducts {
  @inline
  term(at: usize, lanes: usize, column: usize, row: usize, x: usize, y: usize, p: usize, q: usize): v128 {
    return f32x4.mul(loadPart(y + at, lanes), normalisedAt(x + at, p + column, q + column, lanes));
  }
}

/** dx of one vector of channels, see `batchNormBackward`; outside training the two means are left out. */
@inline
function columnGradient(
  training: bool,
  dy: v128,
  x: v128,
  mean: v128,
  inverse: v128,
  scale: v128,
  meanGradient: v128,
  meanProduct: v128,
): v128 {
  if (!training) return f32x4.mul(scale, dy);
  const product = f32x4.mul(normalised(x, mean, inverse), meanProduct);
  return f32x4.mul(scale, f32x4.sub(f32x4.sub(dy, meanGradient), product));
}

@inline
function columnGradients(
  training: bool,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  dy: usize,
  x: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  scratch: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
  addsX: i32,
  addsGamma: i32,
  addsBeta: i32,
): void {
  const stride = channels << 2;
  const inverse = callersRow(scratch, inverseRow);
  const wantsMeans = training && dx != 0;
  let width: usize = 0;
  for (let start: usize = 0; start < channels; start += width) {
    width = columnsAtOnce(channels - start);
    const first = start << 2;
    inverseDeviations(inverse, variance + first, width, epsilon);
    if (dBeta || wantsMeans) {
      columnTotals<ColumnValues>(scratch, rows, width, stride, dy + first, 0, 0, 0);
      if (dBeta) putQuotients(dBeta + first, scratch, width, 1, addsBeta);
      putQuotients(callersRow(scratch, meanGradientRow), scratch, width, <f64>rows, 0);
    }
    if (dGamma || wantsMeans) {
      columnTotals<ColumnNormalisedProducts>(
        scratch,
        rows,
        width,
        stride,
        x + first,
        dy + first,
        mean + first,
        inverse,
      );
      if (dGamma) putQuotients(dGamma + first, scratch, width, 1, addsGamma);
      putQuotients(callersRow(scratch, meanProductRow), scratch, width, <f64>rows, 0);
    }
    if (dx) {
      const scale = callersRow(scratch, scaleRow);
      const meanGradient = callersRow(scratch, meanGradientRow);
      const meanProduct = callersRow(scratch, meanProductRow);
      for (let c: usize = 0; c < width << 2; c += 16) {
        // Up to three values more than there are channels, which nobody reads.
        v128.store(scale + c, f32x4.mul(loadPart(gamma + first + c, width - (c >> 2)), v128.load(inverse + c)));
      }
      const rest = width & 3;
      const whole = (width - rest) << 2;
      let at = first;
      for (let left = rows; left > 0; ) {
        // Four rows at a time share what is loaded for their channels.
        const together: usize = left >= 4 ? 4 : 1;
        for (let c: usize = 0; c < whole; c += 16) {
          const center = v128.load(mean + first + c);
          const factor = v128.load(inverse + c);
          const s = v128.load(scale + c);
          const g = v128.load(meanGradient + c);
          const p = v128.load(meanProduct + c);
          let here = at + c;
          put(dx + here, columnGradient(training, v128.load(dy + here), v128.load(x + here), center, factor, s, g, p), addsX);
          if (together == 4) {
            here += stride;
            put(dx + here, columnGradient(training, v128.load(dy + here), v128.load(x + here), center, factor, s, g, p), addsX);
            here += stride;
            put(dx + here, columnGradient(training, v128.load(dy + here), v128.load(x + here), center, factor, s, g, p), addsX);
            here += stride;
            put(dx + here, columnGradient(training, v128.load(dy + here), v128.load(x + here), center, factor, s, g, p), addsX);
          }
        }
        for (let r: usize = 0; r < together; r++) {
          if (rest) {
            const slope = columnGradient(
              training,
              loadPart(dy + at + whole, rest),
              loadPart(x + at + whole, rest),
              loadPart(mean + first + whole, rest),
              v128.load(inverse + whole),
              v128.load(scale + whole),
              v128.load(meanGradient + whole),
              v128.load(meanProduct + whole),
            );
            putPart(dx + at + whole, slope, rest, addsX);
          }
          at += stride;
        }
        left -= together;
      }
    }
  }
}

/**
 * The gradients of `batchNorm`, from its mean and variance:
 *
 *     dGamma (+)= Σ dy · x̂      dBeta (+)= Σ dy
 *     dx (+)= (γ · inverse) · ((dy − Σ dy / rows) − x̂ · (Σ dy·x̂ / rows))
 *
 * The sums here are the float64 totals: divided by rows, or not, and then rounded. dx, dy, x [rows, channels], the others
 * [channels]. Any of dx, dGamma, dBeta may be 0, not wanted. dx may be dy.
 */
export function batchNormBackward(
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  dy: usize,
  x: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  scratch: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
  addsX: i32,
  addsGamma: i32,
  addsBeta: i32,
): void {
  columnGradients(
    true,
    dx,
    dGamma,
    dBeta,
    dy,
    x,
    mean,
    variance,
    gamma,
    scratch,
    rows,
    channels,
    epsilon,
    addsX,
    addsGamma,
    addsBeta,
  );
}

/** out = γ · x̂ + β with mean and variance given; shapes as for `batchNorm`. out may be x. */
export function batchNormEvaluate(
  out: usize,
  x: usize,
  gamma: usize,
  beta: usize,
  mean: usize,
  variance: usize,
  scratch: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
): void {
  const stride = channels << 2;
  const inverse = callersRow(scratch, inverseRow);
  let width: usize = 0;
  for (let left = channels; left > 0; left -= width) {
    width = columnsAtOnce(left);
    const bytes = width << 2;
    inverseDeviations(inverse, variance, width, epsilon);
    normaliseColumns(out, x, mean, inverse, gamma, beta, rows, width, stride);
    out += bytes;
    x += bytes;
    mean += bytes;
    variance += bytes;
    gamma += bytes;
    beta += bytes;
  }
}

/** The gradients of `batchNormEvaluate`: dx (+)= (γ · inverse) · dy, dGamma and dBeta as in `batchNormBackward`. */
export function batchNormEvaluateBackward(
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  dy: usize,
  x: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  scratch: usize,
  rows: usize,
  channels: usize,
  epsilon: f32,
  addsX: i32,
  addsGamma: i32,
  addsBeta: i32,
): void {
  columnGradients(
    false,
    dx,
    dGamma,
    dBeta,
    dy,
    x,
    mean,
    variance,
    gamma,
    scratch,
    rows,
    channels,
    epsilon,
    addsX,
    addsGamma,
    addsBeta,
  );
}

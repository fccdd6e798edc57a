/**
 * Losses and their gradients: the mean over rows or elements as one float32.
 *
 * The losses of rows or elements are float32 values, summed in the order of kernels/sums.ts; the float64 total is
 * divided by their number and rounded once. `weights` is 0, or the address of one factor for each row, which multiplies
 * the losses of its row; the divisor stays the number of rows or elements.
 *
 * Gradients are slope · factor, factor = dLoss[0] / number rounded to float32 once, times the weight of the row. The
 * slope and the product are flushed: magnitudes below 2⁻⁸⁰ become +0, since a saturated loss would otherwise leave
 * gradients whose products are denormal.
 */
import { expFlushedVector, log1pVector, logVector, sigmoidVector } from './math';
import { flushGradient, loadPart, put, putPart } from './simd';
import { divideRow, Exponentials, exponentials, rowMaximum, shiftRow } from './softmax';
import { total } from './sums';

// softmax cross-entropy ---------------------------------------------------------------------------------------------

/** (1 − smoothing)·t + smoothing / columns */
@inline
function smoothed(t: v128, smoothing: v128, columns: usize): v128 {
  const kept = f32x4.sub(f32x4.splat(1), smoothing);
  return f32x4.add(f32x4.mul(kept, t), f32x4.div(smoothing, f32x4.splat(<f32>columns)));
}

/** Terms of `total`: x − a. */
class Shifted {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    return f32x4.sub(loadPart(x + at, lanes), a);
  }
}

/** Targets x, smoothed by a over k columns. */
class SmoothedTargets {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    return smoothed(loadPart(x + at, lanes), a, k);
  }
}

/** q · (x − b) for targets y smoothed by a over k columns to q; 0 where q is 0, whatever x is. */
class TargetProducts {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const q = smoothed(loadPart(y + at, lanes), a, k);
    const product = f32x4.mul(q, f32x4.sub(loadPart(x + at, lanes), b));
    return v128.andnot(product, f32x4.eq(q, f32x4.splat(0)));
  }
}

/** Lanes 1, 2, 3 and `value`. */
@inline
function shiftedIn(x: v128, value: f32): v128 {
  return v128.shuffle<u32>(x, f32x4.splat(value), 1, 2, 3, 4);
}

/** Losses of `rows` (1 to 4) rows in the first lanes; writes their probabilities if wanted. */
@inline
function crossEntropyOfRows(
  indices: bool,
  rows: usize,
  logits: usize,
  labels: usize,
  probabilities: usize,
  columns: usize,
  smoothing: f32,
): v128 {
  const stride = columns << 2;
  const end = logits + rows * stride;
  let row = probabilities;
  let sums = f32x4.splat(1);
  let targets = sums;
  let products = sums;
  for (; logits < end; logits += stride) {
    const largest = rowMaximum(logits, columns);
    if (indices) {
      let product = load<f32>(logits + ((<usize>(<u32>load<f32>(labels))) << 2)) - largest;
      if (smoothing != 0) {
        const mean = <f32>(total<Shifted>(columns, logits, 0, 0, 0, 0, largest, 0) / <f64>columns);
        product = (1 - smoothing) * product + smoothing * mean;
      }
      products = shiftedIn(products, product);
      labels += 4;
    } else {
      const target = total<SmoothedTargets>(columns, labels, 0, 0, 0, columns, smoothing, 0);
      const product = total<TargetProducts>(columns, logits, labels, 0, 0, columns, smoothing, largest);
      targets = shiftedIn(targets, <f32>target);
      products = shiftedIn(products, <f32>product);
      labels += stride;
    }
    if (probabilities) {
      shiftRow(row, logits, columns, largest);
      row += stride;
    } else {
      sums = shiftedIn(sums, <f32>total<Exponentials>(columns, logits, 0, 0, 0, 0, largest, 0));
    }
  }
  if (probabilities) {
    exponentials(probabilities, rows * columns);
    for (; probabilities < row; probabilities += stride) sums = shiftedIn(sums, divideRow(probabilities, columns));
  }
  for (; rows < 4; rows++) {
    sums = shiftedIn(sums, 1);
    targets = shiftedIn(targets, 1);
    products = shiftedIn(products, 0);
  }
  const logarithms = logVector(sums);
  return f32x4.sub(indices ? logarithms : f32x4.mul(logarithms, targets), products);
}

function crossEntropyOfIndices(
  rows: usize,
  logits: usize,
  labels: usize,
  probabilities: usize,
  columns: usize,
  smoothing: f32,
): v128 {
  return crossEntropyOfRows(true, rows, logits, labels, probabilities, columns, smoothing);
}

function crossEntropyOfTargets(
  rows: usize,
  logits: usize,
  labels: usize,
  probabilities: usize,
  columns: usize,
  smoothing: f32,
): v128 {
  return crossEntropyOfRows(false, rows, logits, labels, probabilities, columns, smoothing);
}

/** Terms of `total`, one for each row: x logits, y labels, z probabilities, w weights, k columns, a smoothing. */
class CrossEntropyOfIndices {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const loss = crossEntropyOfIndices(lanes, x + at * k, y + at, z ? z + at * k : 0, k, f32x4.extract_lane(a, 0));
    return w ? f32x4.mul(loss, loadPart(w + at, lanes)) : loss;
  }
}

class CrossEntropyOfTargets {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const loss = crossEntropyOfTargets(lanes, x + at * k, y + at * k, z ? z + at * k : 0, k, f32x4.extract_lane(a, 0));
    return w ? f32x4.mul(loss, loadPart(w + at, lanes)) : loss;
  }
}

/**
 * out[0] = mean over rows of weight · (ln Σ e^z − ((1 − s)·z[label] + s·mean z))      z = logits − max of the row
 *
 * That is −Σ q·ln softmax(logits) with q = (1 − s)·onehot + s / columns, s the smoothing (without it the part with the
 * mean is left out, so that a logit of −Infinity beside the label costs nothing).
 *
 * logits [rows, columns], labels [rows] class indices as float32. Writes softmax(logits) to `probabilities`
 * [rows, columns] unless that is 0; it may be `logits`. All labels are checked first: returns the first row whose label
 * is not a whole number in [0, columns), and then writes nothing; else −1.
 */
export function softmaxCrossEntropyIndices(
  out: usize,
  probabilities: usize,
  logits: usize,
  labels: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  smoothing: f32,
): i32 {
  for (let r: usize = 0; r < rows; r++) {
    const label = load<f32>(labels + (r << 2));
    if (!(label >= 0 && <f64>label < <f64>columns && label == floor(label))) return <i32>r;
  }
  const sum = total<CrossEntropyOfIndices>(rows, logits, labels, probabilities, weights, columns, smoothing, 0);
  store<f32>(out, <f32>(sum / <f64>rows));
  return -1;
}

/**
 * out[0] = mean over rows of weight · (Σ q · ln Σ e^z − Σ q·z)      z = logits − max of the row
 *
 * That is −Σ q·ln softmax(logits) with q = (1 − s)·labels + s / columns, s the smoothing; q = 0 contributes 0 whatever
 * the logit. labels [rows, columns] target probabilities, whose sum need not be 1; the rest as above.
 */
export function softmaxCrossEntropyRows(
  out: usize,
  probabilities: usize,
  logits: usize,
  labels: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  smoothing: f32,
): void {
  const sum = total<CrossEntropyOfTargets>(rows, logits, labels, probabilities, weights, columns, smoothing, 0);
  store<f32>(out, <f32>(sum / <f64>rows));
}

/** slope · factor, both flushed. */
@inline
function gradientOf(slope: v128, factor: v128): v128 {
  return flushGradient(f32x4.mul(flushGradient(slope), factor));
}

/**
 * dLogits (+)= (p − q) · factor      q = smoothing / columns, at the label (1 − smoothing) + smoothing / columns
 *
 * All [rows, columns] but labels, which must have passed `softmaxCrossEntropyIndices`; the p are its probabilities.
 * dLogits may be `probabilities`.
 */
export function softmaxCrossEntropyIndicesBackward(
  dLogits: usize,
  dLoss: usize,
  probabilities: usize,
  labels: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  smoothing: f32,
  adds: i32,
): void {
  const share = <f32>(<f64>load<f32>(dLoss) / <f64>rows);
  const elsewhere = f32x4.splat(smoothing / <f32>columns);
  const atLabel = f32x4.splat(1 - smoothing + smoothing / <f32>columns);
  for (let r: usize = 0; r < rows; r++) {
    const factor = f32x4.splat(weights ? share * load<f32>(weights + (r << 2)) : share);
    const label = v128.load32_splat(labels + (r << 2));
    let column: v128 = f32x4(0, 1, 2, 3);
    const end = dLogits + (columns << 2);
    for (; dLogits + 16 <= end; dLogits += 16, probabilities += 16) {
      const q = v128.bitselect(atLabel, elsewhere, f32x4.eq(column, label));
      put(dLogits, gradientOf(f32x4.sub(v128.load(probabilities), q), factor), adds);
      column = f32x4.add(column, f32x4.splat(4));
    }
    const rest = (end - dLogits) >> 2;
    if (rest) {
      const q = v128.bitselect(atLabel, elsewhere, f32x4.eq(column, label));
      putPart(dLogits, gradientOf(f32x4.sub(loadPart(probabilities, rest), q), factor), rest, adds);
      dLogits += rest << 2;
      probabilities += rest << 2;
    }
  }
}

/**
 * dLogits (+)= (p·Σq − q) · factor      q = (1 − smoothing)·labels + smoothing / columns, p flushed below 2⁻⁸⁰
 *
 * All [rows, columns]; the p are the probabilities of `softmaxCrossEntropyRows`. dLogits may be `probabilities`.
 */
export function softmaxCrossEntropyRowsBackward(
  dLogits: usize,
  dLoss: usize,
  probabilities: usize,
  labels: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  smoothing: f32,
  adds: i32,
): void {
  const share = <f32>(<f64>load<f32>(dLoss) / <f64>rows);
  const smoothings = f32x4.splat(smoothing);
  for (let r: usize = 0; r < rows; r++) {
    const factor = f32x4.splat(weights ? share * load<f32>(weights + (r << 2)) : share);
    const sum = f32x4.splat(<f32>total<SmoothedTargets>(columns, labels, 0, 0, 0, columns, smoothing, 0));
    const end = dLogits + (columns << 2);
    for (; dLogits + 16 <= end; dLogits += 16, probabilities += 16, labels += 16) {
      const q = smoothed(v128.load(labels), smoothings, columns);
      const p = flushGradient(v128.load(probabilities));
      put(dLogits, gradientOf(f32x4.sub(f32x4.mul(p, sum), q), factor), adds);
    }
    const rest = (end - dLogits) >> 2;
    if (rest) {
      const q = smoothed(loadPart(labels, rest), smoothings, columns);
      const p = flushGradient(loadPart(probabilities, rest));
      putPart(dLogits, gradientOf(f32x4.sub(f32x4.mul(p, sum), q), factor), rest, adds);
      dLogits += rest << 2;
      probabilities += rest << 2;
      labels += rest << 2;
    }
  }
}

// losses of elements ------------------------------------------------------------------------------------------------

/** The weights of the elements from `i` on, in the first `lanes`. */
function weightsOfElements(weights: usize, i: usize, columns: usize, lanes: usize): v128 {
  if (columns == 1) return loadPart(weights + (i << 2), lanes);
  let row = i / columns;
  let column = i - row * columns;
  if (column + 4 <= columns) return v128.load32_splat(weights + (row << 2));
  let result = f32x4.splat(0);
  for (let lane: usize = 0; lane < 4; lane++) {
    result = shiftedIn(result, lane < lanes ? load<f32>(weights + (row << 2)) : 0);
    if (++column == columns) {
      column = 0;
      row++;
    }
  }
  return result;
}

/** The loss of an element and its slope by the prediction p, for a target t; `parameter` is delta of huber. */
class SquaredError {
  @inline
  loss(p: v128, t: v128, parameter: v128): v128 {
    const difference = f32x4.sub(p, t);
    return f32x4.mul(difference, difference);
  }

  /** Half of it: the factor holds the 2. */
  @inline
  slope(p: v128, t: v128, parameter: v128): v128 {
    return f32x4.sub(p, t);
  }
}

class AbsoluteError {
  @inline
  loss(p: v128, t: v128, parameter: v128): v128 {
    return f32x4.abs(f32x4.sub(p, t));
  }

  @inline
  slope(p: v128, t: v128, parameter: v128): v128 {
    const difference = f32x4.sub(p, t);
    const one = f32x4.splat(1);
    const sign = v128.bitselect(one, difference, f32x4.gt(difference, f32x4.splat(0)));
    return v128.bitselect(f32x4.neg(one), sign, f32x4.lt(difference, f32x4.splat(0)));
  }
}

class Huber {
  @inline
  loss(p: v128, t: v128, delta: v128): v128 {
    const size = f32x4.abs(f32x4.sub(p, t));
    const half = f32x4.splat(0.5);
    const near = f32x4.mul(f32x4.mul(half, size), size);
    const far = f32x4.mul(delta, f32x4.sub(size, f32x4.mul(half, delta)));
    return v128.bitselect(far, near, f32x4.gt(size, delta));
  }

  @inline
  slope(p: v128, t: v128, delta: v128): v128 {
    // pmin and pmax pass NaN on in their first argument.
    return f32x4.pmin(f32x4.pmax(f32x4.sub(p, t), f32x4.neg(delta)), delta);
  }
}

class SigmoidCrossEntropy {
  @inline
  loss(z: v128, t: v128, parameter: v128): v128 {
    const linear = f32x4.sub(f32x4.pmax(z, f32x4.splat(0)), f32x4.mul(z, t));
    return f32x4.add(linear, log1pVector(expFlushedVector(f32x4.neg(f32x4.abs(z)))));
  }

  @inline
  slope(z: v128, t: v128, parameter: v128): v128 {
    return f32x4.sub(sigmoidVector(z), t);
  }
}

/** Terms of `total`: losses of a kind T for predictions x and targets y, weights w for rows of k, parameter a. */
class ElementLosses<T> {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const loss = changetype<T>(0).loss(loadPart(x + at, lanes), loadPart(y + at, lanes), a);
    return w ? f32x4.mul(loss, weightsOfElements(w, at >> 2, k, lanes)) : loss;
  }
}

@inline
function meanLoss<T>(
  out: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
): void {
  const n = rows * columns;
  const sum = total<ElementLosses<T>>(n, predictions, targets, 0, weights, columns, parameter, 0);
  store<f32>(out, <f32>(sum / <f64>n));
}

/** dx[i] (+)= slope · factor with factor = dLoss · times / n, times the weight of the row. */
@inline
function meanLossBackward<T>(
  dx: usize,
  dLoss: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
  times: f64,
  adds: i32,
): void {
  const kind = changetype<T>(0);
  const n = rows * columns;
  const share = f32x4.splat(<f32>((<f64>load<f32>(dLoss) * times) / <f64>n));
  const parameters = f32x4.splat(parameter);
  let i: usize = 0;
  let factor = share;
  for (; i + 4 <= n; i += 4) {
    if (weights) factor = f32x4.mul(share, weightsOfElements(weights, i, columns, 4));
    const at = i << 2;
    const slope = kind.slope(v128.load(predictions + at), v128.load(targets + at), parameters);
    put(dx + at, gradientOf(slope, factor), adds);
  }
  const rest = n - i;
  if (rest) {
    if (weights) factor = f32x4.mul(share, weightsOfElements(weights, i, columns, rest));
    const at = i << 2;
    const slope = kind.slope(loadPart(predictions + at, rest), loadPart(targets + at, rest), parameters);
    putPart(dx + at, gradientOf(slope, factor), rest, adds);
  }
}

/**
 * out[0] = mean over elements of weight · (max(z, 0) − z·t + ln(1 + e^−|z|)): binary cross-entropy of sigmoid(z)
 *
 * z predictions and t targets [rows, columns], t usually in [0, 1]. Overflows for no z; exact to a few units in the
 * last place where the loss is nearly 0, too. `parameter` is not used.
 */
export function sigmoidCrossEntropy(
  out: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
): void {
  meanLoss<SigmoidCrossEntropy>(out, predictions, targets, weights, rows, columns, parameter);
}

/** dPredictions (+)= (sigmoid(z) − t) · factor; dPredictions may be `predictions` or `targets`, here and below. */
export function sigmoidCrossEntropyBackward(
  dPredictions: usize,
  dLoss: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
  adds: i32,
): void {
  meanLossBackward<SigmoidCrossEntropy>(
    dPredictions,
    dLoss,
    predictions,
    targets,
    weights,
    rows,
    columns,
    parameter,
    1,
    adds,
  );
}

/** out[0] = mean over elements of weight · (p − t)². */
export function squaredError(
  out: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
): void {
  meanLoss<SquaredError>(out, predictions, targets, weights, rows, columns, parameter);
}

/** dPredictions (+)= (p − t) · factor, here with factor = 2·dLoss / number. */
export function squaredErrorBackward(
  dPredictions: usize,
  dLoss: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
  adds: i32,
): void {
  meanLossBackward<SquaredError>(dPredictions, dLoss, predictions, targets, weights, rows, columns, parameter, 2, adds);
}

/** out[0] = mean over elements of weight · |p − t|. */
export function absoluteError(
  out: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
): void {
  meanLoss<AbsoluteError>(out, predictions, targets, weights, rows, columns, parameter);
}

/** dPredictions (+)= sign(p − t) · factor; 0 where p = t. */
export function absoluteErrorBackward(
  dPredictions: usize,
  dLoss: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  parameter: f32,
  adds: i32,
): void {
  meanLossBackward<AbsoluteError>(
    dPredictions,
    dLoss,
    predictions,
    targets,
    weights,
    rows,
    columns,
    parameter,
    1,
    adds,
  );
}

/**
 * out[0] = mean over elements of weight · (d²/2 where d = |p − t| ≤ delta, else delta·(d − delta/2))
 *
 * @see Huber, 1964, Robust estimation of a location parameter, Annals of Mathematical Statistics 35.
 */
export function huber(
  out: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  delta: f32,
): void {
  meanLoss<Huber>(out, predictions, targets, weights, rows, columns, delta);
}

/** dPredictions (+)= clamp(p − t, −delta, delta) · factor. */
export function huberBackward(
  dPredictions: usize,
  dLoss: usize,
  predictions: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  delta: f32,
  adds: i32,
): void {
  meanLossBackward<Huber>(dPredictions, dLoss, predictions, targets, weights, rows, columns, delta, 1, adds);
}

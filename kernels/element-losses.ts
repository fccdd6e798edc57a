/**
 * Losses of elements, as means over all of them, and their gradients by the predictions: squared and absolute error,
 * Huber, cross-entropy of the sigmoid. What all losses have in common is stated in kernels/losses.ts.
 */
import { shareOf, shiftedIn, storeMean } from './losses';
import { expFlushedVector, log1pVector, sigmoidVector } from './math';
import { flushedProduct, loadPart, put, putPart } from './simd';
import { total } from './sums';

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
  storeMean(out, sum, n);
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
  const share = f32x4.splat(shareOf(dLoss, times, n));
  const parameters = f32x4.splat(parameter);
  let i: usize = 0;
  let factor = share;
  for (; i + 4 <= n; i += 4) {
    if (weights) factor = f32x4.mul(share, weightsOfElements(weights, i, columns, 4));
    const at = i << 2;
    const slope = kind.slope(v128.load(predictions + at), v128.load(targets + at), parameters);
    put(dx + at, flushedProduct(factor, slope), adds);
  }
  const rest = n - i;
  if (rest) {
    if (weights) factor = f32x4.mul(share, weightsOfElements(weights, i, columns, rest));
    const at = i << 2;
    const slope = kind.slope(loadPart(predictions + at, rest), loadPart(targets + at, rest), parameters);
    putPart(dx + at, flushedProduct(factor, slope), rest, adds);
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

/**
 * Cross-entropy of softmax(logits) from class indices or from rows of target probabilities, and its gradients by the
 * logits. What all losses have in common is stated in kernels/losses.ts.
 */
import { shareOf, shiftedIn, storeMean } from './losses';
import { logVector } from './math';
import { flushedProduct, flushGradient, loadPart, put, putPart } from './simd';
import { divideRow, Exponentials, exponentials, rowMaximum, shiftRow } from './softmax';
import { total } from './sums';

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
  storeMean(out, sum, rows);
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
  storeMean(out, sum, rows);
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
  const share = shareOf(dLoss, 1, rows);
  const elsewhere = f32x4.splat(smoothing / <f32>columns);
  const atLabel = f32x4.splat(1 - smoothing + smoothing / <f32>columns);
  for (let r: usize = 0; r < rows; r++) {
    const factor = f32x4.splat(weights ? share * load<f32>(weights + (r << 2)) : share);
    const label = v128.load32_splat(labels + (r << 2));
    let column: v128 = f32x4(0, 1, 2, 3);
    const end = dLogits + (columns << 2);
    for (; dLogits + 16 <= end; dLogits += 16, probabilities += 16) {
      const q = v128.bitselect(atLabel, elsewhere, f32x4.eq(column, label));
      put(dLogits, flushedProduct(factor, f32x4.sub(v128.load(probabilities), q)), adds);
      column = f32x4.add(column, f32x4.splat(4));
    }
    const rest = (end - dLogits) >> 2;
    if (rest) {
      const q = v128.bitselect(atLabel, elsewhere, f32x4.eq(column, label));
      putPart(dLogits, flushedProduct(factor, f32x4.sub(loadPart(probabilities, rest), q)), rest, adds);
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
  const share = shareOf(dLoss, 1, rows);
  const smoothings = f32x4.splat(smoothing);
  for (let r: usize = 0; r < rows; r++) {
    const factor = f32x4.splat(weights ? share * load<f32>(weights + (r << 2)) : share);
    const sum = f32x4.splat(<f32>total<SmoothedTargets>(columns, labels, 0, 0, 0, columns, smoothing, 0));
    const end = dLogits + (columns << 2);
    for (; dLogits + 16 <= end; dLogits += 16, probabilities += 16, labels += 16) {
      const q = smoothed(v128.load(labels), smoothings, columns);
      const p = flushGradient(v128.load(probabilities));
      put(dLogits, flushedProduct(factor, f32x4.sub(f32x4.mul(p, sum), q)), adds);
    }
    const rest = (end - dLogits) >> 2;
    if (rest) {
      const q = smoothed(loadPart(labels, rest), smoothings, columns);
      const p = flushGradient(loadPart(probabilities, rest));
      putPart(dLogits, flushedProduct(factor, f32x4.sub(f32x4.mul(p, sum), q)), rest, adds);
      dLogits += rest << 2;
      probabilities += rest << 2;
      labels += rest << 2;
    }
  }
}

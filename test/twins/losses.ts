/** Float32 twins of kernels/losses.ts. `weights` are one factor a row, or undefined. */
import { flushGradient, log1p, sigmoid } from './activations.ts';
import { expFlushed, log } from './math.ts';
import { shifted, softmax, sumOfExponentials } from './softmax.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

type Floats = ArrayLike<number>;

function rowsOf(x: Floats, columns: number): number[][] {
  const values = Array.from(x);
  return Array.from({ length: x.length / columns }, (_, r) => values.slice(r * columns, (r + 1) * columns));
}

function mean(losses: readonly number[]): number {
  return f(orderedSum(losses.length, (i) => losses[i]) / losses.length);
}

/** slope · factor, both flushed. */
function gradientOf(slope: number, factor: number): number {
  return flushGradient(f(flushGradient(slope) * factor));
}

function put(gradient: readonly number[], before: Floats | undefined): Float32Array {
  return Float32Array.from(gradient, (value, i) => (before ? f(before[i] + value) : value));
}

function factorsOf(rows: number, divisor: number, dLoss: number, weights?: Floats): number[] {
  const share = f(dLoss / divisor);
  return Array.from({ length: rows }, (_, r) => (weights ? f(share * weights[r]) : share));
}

// softmax cross-entropy ---------------------------------------------------------------------------------------------

/** (1 − s)·t + s / columns */
function smoothed(t: readonly number[], smoothing: number): number[] {
  const s = f(smoothing);
  return t.map((value) => f(f(f(1 - s) * value) + f(s / t.length)));
}

function sumOf(q: readonly number[]): number {
  return f(orderedSum(q.length, (c) => q[c]));
}

export interface CrossEntropy {
  logits: Floats;
  labels: Floats;
  columns: number;
  smoothing: number;
  weights?: Floats;
}

export function softmaxCrossEntropyIndices({ logits, labels, columns, smoothing, weights }: CrossEntropy) {
  const s = f(smoothing);
  const losses = rowsOf(logits, columns).map((x, r) => {
    const z = shifted(x);
    let product = z[labels[r]];
    if (s !== 0) product = f(f(f(1 - s) * product) + f(s * f(orderedSum(columns, (c) => z[c]) / columns)));
    const loss = f(log(sumOfExponentials(z)) - product);
    return weights ? f(loss * weights[r]) : loss;
  });
  return { loss: mean(losses), probabilities: softmax(logits, columns) };
}

export function softmaxCrossEntropyRows({ logits, labels, columns, smoothing, weights }: CrossEntropy) {
  const targets = rowsOf(labels, columns);
  const losses = rowsOf(logits, columns).map((x, r) => {
    const z = shifted(x);
    const q = smoothed(targets[r], smoothing);
    const product = f(orderedSum(columns, (c) => (q[c] === 0 ? 0 : f(q[c] * z[c]))));
    const loss = f(f(log(sumOfExponentials(z)) * sumOf(q)) - product);
    return weights ? f(loss * weights[r]) : loss;
  });
  return { loss: mean(losses), probabilities: softmax(logits, columns) };
}

export function softmaxCrossEntropyIndicesBackward(
  { labels, columns, smoothing, weights }: CrossEntropy,
  probabilities: Floats,
  dLoss: number,
  before?: Floats,
): Float32Array {
  const s = f(smoothing);
  const elsewhere = f(s / columns);
  const atLabel = f(f(1 - s) + elsewhere);
  const factors = factorsOf(labels.length, labels.length, dLoss, weights);
  const gradient = rowsOf(probabilities, columns).flatMap((p, r) =>
    p.map((value, c) => gradientOf(f(value - (c === labels[r] ? atLabel : elsewhere)), factors[r])),
  );
  return put(gradient, before);
}

export function softmaxCrossEntropyRowsBackward(
  { labels, columns, smoothing, weights }: CrossEntropy,
  probabilities: Floats,
  dLoss: number,
  before?: Floats,
): Float32Array {
  const targets = rowsOf(labels, columns);
  const factors = factorsOf(targets.length, targets.length, dLoss, weights);
  const gradient = rowsOf(probabilities, columns).flatMap((p, r) => {
    const q = smoothed(targets[r], smoothing);
    const sum = sumOf(q);
    return p.map((value, c) => gradientOf(f(f(flushGradient(value) * sum) - q[c]), factors[r]));
  });
  return put(gradient, before);
}

// losses of elements ------------------------------------------------------------------------------------------------

/** The loss of one element, and its slope by the prediction; `times` multiplies the factor of the gradient. */
export interface ElementLoss {
  loss(p: number, t: number, parameter: number): number;
  slope(p: number, t: number, parameter: number): number;
  times: number;
}

export const squaredError: ElementLoss = {
  loss: (p, t) => f(f(p - t) * f(p - t)),
  slope: (p, t) => f(p - t),
  times: 2,
};

export const absoluteError: ElementLoss = {
  loss: (p, t) => Math.abs(f(p - t)),
  slope: (p, t) => Math.sign(f(p - t)),
  times: 1,
};

export const huber: ElementLoss = {
  loss: (p, t, delta) => {
    const size = Math.abs(f(p - t));
    return size > delta ? f(delta * f(size - f(0.5 * delta))) : f(f(0.5 * size) * size);
  },
  slope: (p, t, delta) => Math.min(Math.max(f(p - t), -delta), delta),
  times: 1,
};

export const sigmoidCrossEntropy: ElementLoss = {
  loss: (z, t) => f(f(Math.max(z, 0) - f(z * t)) + log1p(expFlushed(-Math.abs(z)))),
  slope: (z, t) => f(sigmoid(z) - t),
  times: 1,
};

export interface Elements {
  predictions: Floats;
  targets: Floats;
  columns: number;
  parameter: number;
  weights?: Floats;
}

export function meanLoss(kind: ElementLoss, { predictions, targets, columns, parameter, weights }: Elements): number {
  const losses = Array.from(predictions, (p, i) => {
    const loss = kind.loss(p, targets[i], f(parameter));
    return weights ? f(loss * weights[Math.floor(i / columns)]) : loss;
  });
  return mean(losses);
}

export function meanLossBackward(
  kind: ElementLoss,
  { predictions, targets, columns, parameter, weights }: Elements,
  dLoss: number,
  before?: Floats,
): Float32Array {
  const n = predictions.length;
  const factors = factorsOf(n / columns, n, dLoss * kind.times, weights);
  const gradient = Array.from(predictions, (p, i) =>
    gradientOf(kind.slope(p, targets[i], f(parameter)), factors[Math.floor(i / columns)]),
  );
  return put(gradient, before);
}

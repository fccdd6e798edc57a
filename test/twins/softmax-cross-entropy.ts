/** Float32 twins of kernels/softmax-cross-entropy.ts. `weights` are one factor a row, or undefined. */
import { flushGradient } from './activations.ts';
import { type Floats, factorsOf, gradientOf, mean, put } from './losses.ts';
import { log } from './math.ts';
import { shifted, softmax, sumOfExponentials } from './softmax.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

function rowsOf(x: Floats, columns: number): number[][] {
  const values = Array.from(x);
  return Array.from({ length: x.length / columns }, (_, r) => values.slice(r * columns, (r + 1) * columns));
}

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

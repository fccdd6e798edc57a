/** Float32 twins of kernels/element-losses.ts. `weights` are one factor a row, or undefined. */
import { log1p, sigmoid } from './activations.ts';
import { type Floats, factorsOf, gradientOf, mean, put } from './losses.ts';
import { expFlushed } from './math.ts';

const f = Math.fround;

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

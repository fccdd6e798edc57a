/** Batch and layer normalisation over rows of a hidden layer's width. */
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import { type Case, overSizes } from './case.ts';

type Floats = Float32Array;

const width = 64;
const epsilon = 1e-3;
const momentum = 0.99;

function batchStatistics(mean: Floats, variance: Floats, x: Floats, rows: number): void {
  const totals = new Float64Array(width);
  for (let r = 0; r < rows; r++) for (let c = 0; c < width; c++) totals[c] += x[r * width + c];
  for (let c = 0; c < width; c++) mean[c] = totals[c] / rows;
  totals.fill(0);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) totals[c] += (x[r * width + c] - mean[c]) * (x[r * width + c] - mean[c]);
  }
  for (let c = 0; c < width; c++) variance[c] = totals[c] / rows;
}

function batchScaled(out: Floats, x: Floats, gamma: Floats, beta: Floats, mean: Floats, variance: Floats): void {
  const inverse = new Float64Array(width);
  for (let c = 0; c < width; c++) inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
  for (let first = 0; first < x.length; first += width) {
    for (let c = 0; c < width; c++) out[first + c] = gamma[c] * (x[first + c] - mean[c]) * inverse[c] + beta[c];
  }
}

interface BatchGradient {
  readonly dx: Floats;
  readonly dGamma: Floats;
  readonly dBeta: Floats;
  readonly dy: Floats;
  readonly x: Floats;
  readonly mean: Floats;
  readonly variance: Floats;
  readonly gamma: Floats;
}

function batchGradient(
  { dx, dGamma, dBeta, dy, x, mean, variance, gamma }: BatchGradient,
  rows: number,
  training: boolean,
): void {
  const inverse = new Float64Array(width);
  for (let c = 0; c < width; c++) inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
  const sums = new Float64Array(width);
  const products = new Float64Array(width);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) {
      const i = r * width + c;
      sums[c] += dy[i];
      products[c] += dy[i] * (x[i] - mean[c]) * inverse[c];
    }
  }
  for (let c = 0; c < width; c++) {
    dBeta[c] = sums[c];
    dGamma[c] = products[c];
  }
  const share = training ? 1 / rows : 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) {
      const i = r * width + c;
      const hat = (x[i] - mean[c]) * inverse[c];
      dx[i] = gamma[c] * inverse[c] * (dy[i] - sums[c] * share - hat * products[c] * share);
    }
  }
}

function layerNorm(out: Floats, mean: Floats, inverse: Floats, x: Floats, gamma: Floats, beta: Floats): void {
  for (let r = 0, first = 0; first < x.length; r++, first += width) {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += x[first + c];
    const m = sum / width;
    let squares = 0;
    for (let c = 0; c < width; c++) squares += (x[first + c] - m) * (x[first + c] - m);
    const i = 1 / Math.sqrt(squares / width + epsilon);
    for (let c = 0; c < width; c++) out[first + c] = gamma[c] * (x[first + c] - m) * i + beta[c];
    mean[r] = m;
    inverse[r] = i;
  }
}

function layerGradient(
  dx: Floats,
  dGamma: Floats,
  dBeta: Floats,
  dy: Floats,
  x: Floats,
  mean: Floats,
  inverse: Floats,
  gamma: Floats,
): void {
  const sums = new Float64Array(width);
  const products = new Float64Array(width);
  for (let r = 0, first = 0; first < x.length; r++, first += width) {
    let sum = 0;
    let product = 0;
    for (let c = 0; c < width; c++) {
      const hat = (x[first + c] - mean[r]) * inverse[r];
      const h = dy[first + c] * gamma[c];
      sum += h;
      product += h * hat;
      sums[c] += dy[first + c];
      products[c] += dy[first + c] * hat;
    }
    for (let c = 0; c < width; c++) {
      const hat = (x[first + c] - mean[r]) * inverse[r];
      dx[first + c] = inverse[r] * (dy[first + c] * gamma[c] - sum / width - (hat * product) / width);
    }
  }
  for (let c = 0; c < width; c++) {
    dBeta[c] = sums[c];
    dGamma[c] = products[c];
  }
}

/** Sums over many rows, each rounded in another order. */
const tolerance = 1e-3;

export const normalization: readonly Case[] = [
  ...overSizes({
    kernel: 'batchNorm',
    bytesOfElement: 8,
    row: width,
    prepare(place, n) {
      const rows = n / width;
      const [x, gamma, beta] = [place.input(n), place.input(width, 0.5, 1.5), place.input(width)];
      const [out, mean, variance] = [place.output(n), place.output(width), place.output(width)];
      return {
        run: () =>
          kernels.batchNorm(out.at, mean.at, variance.at, x.at, gamma.at, beta.at, packScratch, rows, width, epsilon),
        loop: () => {
          batchStatistics(mean.values, variance.values, x.values, rows);
          batchScaled(out.values, x.values, gamma.values, beta.values, mean.values, variance.values);
        },
        tolerance,
      };
    },
  }),
  ...overSizes({
    kernel: 'batchNormEvaluate',
    bytesOfElement: 8,
    row: width,
    prepare(place, n) {
      const [x, gamma, beta] = [place.input(n), place.input(width, 0.5, 1.5), place.input(width)];
      const [mean, variance, out] = [place.input(width), place.input(width, 0.5, 1.5), place.output(n)];
      return {
        run: () =>
          kernels.batchNormEvaluate(
            out.at,
            x.at,
            gamma.at,
            beta.at,
            mean.at,
            variance.at,
            packScratch,
            n / width,
            width,
            epsilon,
          ),
        loop: () => batchScaled(out.values, x.values, gamma.values, beta.values, mean.values, variance.values),
      };
    },
  }),
  ...overSizes({
    kernel: 'batchNormRunning',
    bytesOfElement: 24,
    prepare(place, n) {
      const [runningMean, runningVariance] = [place.state(n), place.state(n, 0.5, 1.5)];
      const [mean, variance] = [place.input(n), place.input(n, 0.5, 1.5)];
      const loop = (running: Floats, batch: Floats): void => {
        for (let i = 0; i < batch.length; i++) running[i] = momentum * running[i] + (1 - momentum) * batch[i];
      };
      return {
        run: () => kernels.batchNormRunning(runningMean.at, runningVariance.at, mean.at, variance.at, n, momentum),
        loop: () => {
          loop(runningMean.values, mean.values);
          loop(runningVariance.values, variance.values);
        },
      };
    },
  }),
  ...(['batchNormBackward', 'batchNormEvaluateBackward'] as const).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: 12,
      row: width,
      prepare(place, n) {
        const rows = n / width;
        const [dy, x, gamma] = [place.input(n), place.input(n), place.input(width, 0.5, 1.5)];
        const [mean, variance] = [place.input(width, -0.1, 0.1), place.input(width, 0.5, 1.5)];
        const [dx, dGamma, dBeta] = [place.output(n), place.output(width), place.output(width)];
        const arrays: BatchGradient = {
          dx: dx.values,
          dGamma: dGamma.values,
          dBeta: dBeta.values,
          dy: dy.values,
          x: x.values,
          mean: mean.values,
          variance: variance.values,
          gamma: gamma.values,
        };
        return {
          run: () =>
            kernels[kernel](
              dx.at,
              dGamma.at,
              dBeta.at,
              dy.at,
              x.at,
              mean.at,
              variance.at,
              gamma.at,
              packScratch,
              rows,
              width,
              epsilon,
              0,
              0,
              0,
            ),
          loop: () => batchGradient(arrays, rows, kernel === 'batchNormBackward'),
          tolerance,
        };
      },
    }),
  ),
  ...overSizes({
    kernel: 'layerNorm',
    bytesOfElement: 8,
    row: width,
    prepare(place, n) {
      const rows = n / width;
      const [x, gamma, beta] = [place.input(n), place.input(width, 0.5, 1.5), place.input(width)];
      const [out, mean, inverse] = [place.output(n), place.output(rows), place.output(rows)];
      return {
        run: () => kernels.layerNorm(out.at, mean.at, inverse.at, x.at, gamma.at, beta.at, rows, width, epsilon),
        loop: () => layerNorm(out.values, mean.values, inverse.values, x.values, gamma.values, beta.values),
      };
    },
  }),
  ...overSizes({
    kernel: 'layerNormBackward',
    bytesOfElement: 12,
    row: width,
    prepare(place, n) {
      const rows = n / width;
      const [dy, x, gamma] = [place.input(n), place.input(n), place.input(width, 0.5, 1.5)];
      const [mean, inverse] = [place.input(rows, -0.1, 0.1), place.input(rows, 1.5, 2)];
      const [dx, dGamma, dBeta] = [place.output(n), place.output(width), place.output(width)];
      return {
        run: () =>
          kernels.layerNormBackward(
            dx.at,
            dGamma.at,
            dBeta.at,
            dy.at,
            x.at,
            mean.at,
            inverse.at,
            gamma.at,
            packScratch,
            rows,
            width,
            0,
            0,
            0,
          ),
        loop: () =>
          layerGradient(
            dx.values,
            dGamma.values,
            dBeta.values,
            dy.values,
            x.values,
            mean.values,
            inverse.values,
            gamma.values,
          ),
        tolerance,
      };
    },
  }),
];

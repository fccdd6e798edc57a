/** Softmax and the losses, forward and backward, over rows of as many columns as a classification has classes. */
import { kernels } from '../../src/wasm/kernels.ts';
import { type Case, overSizes } from './case.ts';

type Floats = Float32Array;

const classes = 10;

function softmax(out: Floats, x: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [first, end] = [r * classes, (r + 1) * classes];
    let largest = x[first];
    for (let i = first + 1; i < end; i++) largest = Math.max(largest, x[i]);
    let sum = 0;
    for (let i = first; i < end; i++) {
      out[i] = Math.exp(x[i] - largest);
      sum += out[i];
    }
    for (let i = first; i < end; i++) out[i] /= sum;
  }
}

function softmaxGradient(dx: Floats, dy: Floats, y: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [first, end] = [r * classes, (r + 1) * classes];
    let sum = 0;
    for (let i = first; i < end; i++) sum += dy[i] * y[i];
    for (let i = first; i < end; i++) dx[i] = y[i] * (dy[i] - sum);
  }
}

function logSoftmax(out: Floats, x: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [first, end] = [r * classes, (r + 1) * classes];
    let largest = x[first];
    for (let i = first + 1; i < end; i++) largest = Math.max(largest, x[i]);
    let sum = 0;
    for (let i = first; i < end; i++) sum += Math.exp(x[i] - largest);
    const shift = largest + Math.log(sum);
    for (let i = first; i < end; i++) out[i] = x[i] - shift;
  }
}

function logSoftmaxGradient(dx: Floats, dy: Floats, y: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [first, end] = [r * classes, (r + 1) * classes];
    let sum = 0;
    for (let i = first; i < end; i++) sum += dy[i];
    for (let i = first; i < end; i++) dx[i] = dy[i] - Math.exp(y[i]) * sum;
  }
}

function crossEntropyOfIndices(probabilities: Floats, logits: Floats, labels: Floats, rows: number): number {
  softmax(probabilities, logits, rows);
  let loss = 0;
  for (let r = 0; r < rows; r++) loss -= Math.log(probabilities[r * classes + labels[r]]);
  return loss / rows;
}

function crossEntropyOfRows(probabilities: Floats, logits: Floats, targets: Floats, rows: number): number {
  softmax(probabilities, logits, rows);
  let loss = 0;
  for (let i = 0; i < targets.length; i++) loss -= targets[i] * Math.log(probabilities[i]);
  return loss / rows;
}

function gradientOfIndices(dLogits: Floats, probabilities: Floats, labels: Floats, rows: number): void {
  for (let i = 0; i < dLogits.length; i++) dLogits[i] = probabilities[i] / rows;
  for (let r = 0; r < rows; r++) dLogits[r * classes + labels[r]] -= 1 / rows;
}

function gradientOfRows(dLogits: Floats, probabilities: Floats, targets: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [first, end] = [r * classes, (r + 1) * classes];
    let sum = 0;
    for (let i = first; i < end; i++) sum += targets[i];
    for (let i = first; i < end; i++) dLogits[i] = (probabilities[i] * sum - targets[i]) / rows;
  }
}

const softmaxes: readonly Case[] = [
  ...(['softmax', 'logSoftmax'] as const).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: 8,
      row: classes,
      prepare(place, n) {
        const x = place.input(n, -5, 5);
        const out = place.output(n);
        const loop = kernel === 'softmax' ? softmax : logSoftmax;
        return {
          run: () => kernels[kernel](out.at, x.at, n / classes, classes),
          loop: () => loop(out.values, x.values, n / classes),
        };
      },
    }),
  ),
  ...(['softmaxBackward', 'logSoftmaxBackward'] as const).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: 12,
      row: classes,
      prepare(place, n) {
        const dy = place.input(n);
        const y = kernel === 'softmaxBackward' ? place.input(n, 0, 0.2) : place.input(n, -5, 0);
        const dx = place.output(n);
        const loop = kernel === 'softmaxBackward' ? softmaxGradient : logSoftmaxGradient;
        return {
          run: () => kernels[kernel](dx.at, dy.at, y.at, n / classes, classes, 0),
          loop: () => loop(dx.values, dy.values, y.values, n / classes),
        };
      },
    }),
  ),
];

const crossEntropies: readonly Case[] = [
  ...overSizes({
    kernel: 'softmaxCrossEntropyIndices',
    bytesOfElement: 8,
    row: classes,
    prepare(place, n) {
      const rows = n / classes;
      const logits = place.input(n, -5, 5);
      const labels = place.labels(rows, classes);
      const probabilities = place.output(n);
      const loss = place.output(1);
      return {
        run: () =>
          kernels.softmaxCrossEntropyIndices(loss.at, probabilities.at, logits.at, labels.at, 0, rows, classes, 0),
        loop: () => {
          loss.values[0] = crossEntropyOfIndices(probabilities.values, logits.values, labels.values, rows);
          return -1;
        },
      };
    },
  }),
  ...overSizes({
    kernel: 'softmaxCrossEntropyRows',
    bytesOfElement: 12,
    row: classes,
    prepare(place, n) {
      const rows = n / classes;
      const logits = place.input(n, -5, 5);
      const targets = place.input(n, 0.05, 0.15);
      normalise(targets.values, rows);
      place.write(targets);
      const probabilities = place.output(n);
      const loss = place.output(1);
      return {
        run: () =>
          kernels.softmaxCrossEntropyRows(loss.at, probabilities.at, logits.at, targets.at, 0, rows, classes, 0),
        loop: () => {
          loss.values[0] = crossEntropyOfRows(probabilities.values, logits.values, targets.values, rows);
        },
      };
    },
  }),
  ...(['softmaxCrossEntropyIndicesBackward', 'softmaxCrossEntropyRowsBackward'] as const).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: kernel === 'softmaxCrossEntropyIndicesBackward' ? 8 : 12,
      row: classes,
      prepare(place, n) {
        const rows = n / classes;
        const ofIndices = kernel === 'softmaxCrossEntropyIndicesBackward';
        const probabilities = place.input(n, 0, 0.2);
        const labels = ofIndices ? place.labels(rows, classes) : place.input(n, 0, 0.2);
        const dLoss = place.ones(1);
        const dLogits = place.output(n);
        const loop = ofIndices ? gradientOfIndices : gradientOfRows;
        return {
          run: () => kernels[kernel](dLogits.at, dLoss.at, probabilities.at, labels.at, 0, rows, classes, 0, 0),
          loop: () => loop(dLogits.values, probabilities.values, labels.values, rows),
        };
      },
    }),
  ),
];

/** Rows of probabilities. */
function normalise(targets: Floats, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const row = targets.subarray(r * classes, (r + 1) * classes);
    const sum = row.reduce((all, value) => all + value, 0);
    for (let c = 0; c < classes; c++) row[c] /= sum;
  }
}

type Loss = (predictions: Floats, targets: Floats) => number;
type Gradient = (dx: Floats, predictions: Floats, targets: Floats) => void;

const delta = 1;

// Each loop is written out, so that the engine compiles every one for itself.
const elementLosses = {
  squaredError: (p, t) => {
    let sum = 0;
    for (let i = 0; i < p.length; i++) sum += (p[i] - t[i]) * (p[i] - t[i]);
    return sum / p.length;
  },
  absoluteError: (p, t) => {
    let sum = 0;
    for (let i = 0; i < p.length; i++) sum += Math.abs(p[i] - t[i]);
    return sum / p.length;
  },
  huber: (p, t) => {
    let sum = 0;
    for (let i = 0; i < p.length; i++) {
      const size = Math.abs(p[i] - t[i]);
      sum += size > delta ? delta * (size - 0.5 * delta) : 0.5 * size * size;
    }
    return sum / p.length;
  },
  sigmoidCrossEntropy: (z, t) => {
    let sum = 0;
    for (let i = 0; i < z.length; i++) {
      sum += Math.max(z[i], 0) - z[i] * t[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
    }
    return sum / z.length;
  },
} as const satisfies Readonly<Record<string, Loss>>;

const elementGradients = {
  squaredErrorBackward: (dx, p, t) => {
    for (let i = 0; i < p.length; i++) dx[i] = (2 * (p[i] - t[i])) / p.length;
  },
  absoluteErrorBackward: (dx, p, t) => {
    for (let i = 0; i < p.length; i++) dx[i] = Math.sign(p[i] - t[i]) / p.length;
  },
  huberBackward: (dx, p, t) => {
    for (let i = 0; i < p.length; i++) dx[i] = Math.max(-delta, Math.min(p[i] - t[i], delta)) / p.length;
  },
  sigmoidCrossEntropyBackward: (dx, z, t) => {
    for (let i = 0; i < z.length; i++) dx[i] = (1 / (1 + Math.exp(-z[i])) - t[i]) / z.length;
  },
} as const satisfies Readonly<Record<string, Gradient>>;

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[];

const losses: readonly Case[] = [
  ...namesOf(elementLosses).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: 8,
      prepare(place, n) {
        const predictions = place.input(n, -2, 2);
        const targets = place.input(n, 0, 1);
        const loss = place.output(1);
        return {
          run: () => kernels[kernel](loss.at, predictions.at, targets.at, 0, n, 1, delta),
          loop: () => {
            loss.values[0] = elementLosses[kernel](predictions.values, targets.values);
          },
        };
      },
    }),
  ),
  ...namesOf(elementGradients).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: 12,
      prepare(place, n) {
        const predictions = place.input(n, -2, 2);
        const targets = place.input(n, 0, 1);
        const dLoss = place.ones(1);
        const dx = place.output(n);
        return {
          run: () => kernels[kernel](dx.at, dLoss.at, predictions.at, targets.at, 0, n, 1, delta, 0),
          loop: () => elementGradients[kernel](dx.values, predictions.values, targets.values),
        };
      },
    }),
  ),
];

export const softmaxAndLosses: readonly Case[] = [...softmaxes, ...crossEntropies, ...losses];

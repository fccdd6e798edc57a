/** What learners typically write first, with a part of the sentence that must name the mistake. */
import type { ExerciseName } from '../../exercises/runner/exercises.ts';

type Solutions = {
  'broadcast-gradient': typeof import('../../exercises/broadcast-gradient/solution.ts');
  'relu-backward': typeof import('../../exercises/relu-backward/solution.ts');
  'matmul-gradient': typeof import('../../exercises/matmul-gradient/solution.ts');
  'he-initialisation': typeof import('../../exercises/he-initialisation/solution.ts');
  'softmax-cross-entropy': typeof import('../../exercises/softmax-cross-entropy/solution.ts');
  'batch-norm-backward': typeof import('../../exercises/batch-norm-backward/solution.ts');
  'dropout-scaling': typeof import('../../exercises/dropout-scaling/solution.ts');
  momentum: typeof import('../../exercises/momentum/solution.ts');
  'adam-bias-correction': typeof import('../../exercises/adam-bias-correction/solution.ts');
  'cosine-schedule': typeof import('../../exercises/cosine-schedule/solution.ts');
  'stratified-split': typeof import('../../exercises/stratified-split/solution.ts');
};

/** By exercise, of those in TypeScript, and by the sentence. */
export const wrongAnswers: {
  [Name in Exclude<ExerciseName, 'simd-dot-product'>]: Record<string, Solutions[Name]>;
} = {
  'broadcast-gradient': {
    'That is the mean over the rows': {
      biasGradient: (dy, rows, columns) => perColumn(dy, rows, columns, (sum, value) => sum + value / rows),
    },
    'each row overwrote the one before': {
      biasGradient: (dy, rows, columns) => perColumn(dy, rows, columns, (_, value) => value),
    },
    'db has 6 values, expected 3': {
      biasGradient: (dy) => dy.slice(),
    },
  },
  'relu-backward': {
    'x > 0, not x >= 0': { reluBackward: (dy, x) => dy.map((upstream, i) => (x[i] >= 0 ? upstream : 0)) },
    'That is relu of the gradient': { reluBackward: (dy) => dy.map((upstream) => Math.max(upstream, 0)) },
    'dy afterwards[0] is 0, expected 3': {
      reluBackward(dy, x) {
        for (const [i, value] of x.entries()) if (!(value > 0)) dy[i] = 0;
        return dy.slice();
      },
    },
  },
  'matmul-gradient': {
    'That is dC·B: B has to be transposed': {
      matmulGradient: (dc, a, b, m, k, n) => ({ da: product(dc, b, m, n, k), db: product(a, dc, k, m, n) }),
    },
    'That is A·dC: A has to be transposed': {
      matmulGradient: (dc, a, b, m, k, n) => ({
        da: product(dc, transposed(b, k, n), m, n, k),
        db: product(a, dc, k, m, n),
      }),
    },
    'the slope of a · b by a is b': {
      matmulGradient: (dc, a, b, m, k, n) => ({ da: product(dc, a, m, n, k), db: product(b, dc, k, m, n) }),
    },
  },
  'he-initialisation': {
    '(LeCun)': { heDeviation: (fanIn) => Math.sqrt(1 / fanIn) },
    'That is the variance s²': { heDeviation: (fanIn) => 2 / fanIn },
  },
  'softmax-cross-entropy': {
    'at the label 1 has to be subtracted': {
      softmaxCrossEntropyGradient: (z, _, rows, classes) => softmax(z, rows, classes),
    },
    'L is their mean: divide by rows': {
      softmaxCrossEntropyGradient: (z, labels, rows, classes) =>
        softmax(z, rows, classes).map((p, i) => p - (i % classes === labels[Math.floor(i / classes)] ? 1 : 0)),
    },
    'There is a NaN': {
      softmaxCrossEntropyGradient(z, labels, rows, classes) {
        const p = softmax(z, rows, classes, () => 0);
        return p.map((p, i) => (p - (i % classes === labels[Math.floor(i / classes)] ? 1 : 0)) / rows);
      },
    },
  },
  'batch-norm-backward': {
    'the mean and the variance were taken for constants': {
      batchNormBackward(dy, x, gamma, epsilon) {
        const { inverse, dGamma, dBeta } = channel(dy, x, epsilon);
        return { dx: dy.map((upstream) => gamma * inverse * upstream), dGamma, dBeta };
      },
    },
    'the variance taken for a constant': {
      batchNormBackward(dy, x, gamma, epsilon) {
        const { inverse, dGamma, dBeta } = channel(dy, x, epsilon);
        return { dx: dy.map((upstream) => gamma * inverse * (upstream - dBeta / x.length)), dGamma, dBeta };
      },
    },
    'batch normalisation divides by n': {
      batchNormBackward(dy, x, _, epsilon) {
        const { dGamma, dBeta } = channel(dy, x, epsilon, x.length - 1);
        return { dx: dy, dGamma, dBeta };
      },
    },
  },
  'dropout-scaling': {
    'What is kept is not scaled': {
      dropout: (x, uniform, rate) => x.map((value, i) => (uniform[i] < rate ? 0 : value)),
    },
    'The scale is 1 − rate': {
      dropout: (x, uniform, rate) => x.map((value, i) => (uniform[i] < rate ? 0 : value * (1 - rate))),
    },
    'It keeps where it should drop': {
      dropout: (x, uniform, rate) => x.map((value, i) => (rate > 0 && uniform[i] >= rate ? 0 : value / (1 - rate))),
    },
  },
  momentum: {
    'that is a running mean, as Adam has it': {
      momentumStep: momentumBy((v, g, momentum) => momentum * v + (1 - momentum) * g),
    },
    'that is plain gradient descent': { momentumStep: momentumBy((_, g) => g) },
    'μ is missing': { momentumStep: momentumBy((v, g) => v + g) },
    'The weight moved by the old velocity': {
      momentumStep(theta, g, v, rate, momentum) {
        for (let i = 0; i < theta.length; i++) {
          theta[i] -= rate * v[i];
          v[i] = momentum * v[i] + g[i];
        }
      },
    },
  },
  'adam-bias-correction': {
    'That is the step without correction': {
      adamStep: (m, v, _, { rate, epsilon }) => (rate * m) / (Math.sqrt(v) + epsilon),
    },
    'The correction is that of t = 1': {
      adamStep: (m, v, _, { rate, beta1, beta2, epsilon }) =>
        (rate * (m / (1 - beta1))) / (Math.sqrt(v / (1 - beta2)) + epsilon),
    },
    'm and v were multiplied by 1 − βᵗ': {
      adamStep: (m, v, t, { rate, beta1, beta2, epsilon }) =>
        (rate * m * (1 - beta1 ** t)) / (Math.sqrt(v * (1 - beta2 ** t)) + epsilon),
    },
    'ε stands inside the root': {
      adamStep: (m, v, t, { rate, beta1, beta2, epsilon }) =>
        (rate * (m / (1 - beta1 ** t))) / Math.sqrt(v / (1 - beta2 ** t) + epsilon),
    },
  },
  'cosine-schedule': {
    'That is a whole wave': {
      cosineRate: (step, initial, final, steps) => final + (initial - final) * wave((2 * Math.PI * step) / steps),
    },
    'That is a straight line': {
      cosineRate: (step, initial, final, steps) => initial + ((final - initial) * step) / steps,
    },
    'The cosine goes up again': {
      cosineRate: (step, initial, final, steps) => final + (initial - final) * wave((Math.PI * step) / steps),
    },
  },
  'stratified-split': {
    'the labels were not looked at': {
      stratifiedSplit(labels, order, testShare) {
        const trained = labels.length - Math.round(testShare * labels.length);
        return { train: order.slice(0, trained), test: order.slice(trained) };
      },
    },
    'is in both parts': {
      stratifiedSplit: (labels, order, testShare) => ({
        train: order.slice(),
        test: splitByClass(labels, order, (count) => count - Math.round(testShare * count)).test,
      }),
    },
    'They were rounded down': {
      stratifiedSplit: (labels, order, testShare) =>
        splitByClass(labels, order, (count) => count - Math.floor(testShare * count)),
    },
    'rows were taken by their number': {
      stratifiedSplit(labels, order, testShare) {
        const numbered = order.toSorted((a, b) => a - b);
        const { test } = splitByClass(labels, numbered, (count) => count - Math.round(testShare * count));
        return { train: order.filter((row) => !test.includes(row)), test: order.filter((row) => test.includes(row)) };
      },
    },
  },
};

function perColumn(
  dy: Float32Array,
  rows: number,
  columns: number,
  next: (sum: number, value: number) => number,
): Float32Array {
  const db = new Float32Array(columns);
  for (let i = 0; i < rows * columns; i++) db[i % columns] = next(db[i % columns], dy[i]);
  return db;
}

/** [m, k]·[k, n] */
function product(a: Float32Array, b: Float32Array, m: number, k: number, n: number): Float32Array {
  return Float32Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Array.from({ length: k }, (_, p) => a[i * k + p] * b[p * n + j]).reduce((sum, value) => sum + value, 0);
  });
}

function transposed(a: Float32Array, rows: number, columns: number): Float32Array {
  return a.map((_, at) => a[(at % rows) * columns + Math.floor(at / rows)]);
}

function softmax(
  z: Float32Array,
  rows: number,
  classes: number,
  subtracted: (row: Float32Array) => number = (row) => Math.max(...row),
): Float32Array {
  return Float32Array.from({ length: rows * classes }, (_, i) => {
    const row = z.subarray(i - (i % classes), i - (i % classes) + classes);
    const powers = Array.from(row, (value) => Math.exp(value - subtracted(row)));
    return powers[i % classes] / powers.reduce((sum, power) => sum + power, 0);
  });
}

function channel(dy: Float32Array, x: Float32Array, epsilon: number, divisor = x.length) {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const inverse = 1 / Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / divisor + epsilon);
  const dBeta = dy.reduce((sum, upstream) => sum + upstream, 0);
  const dGamma = dy.reduce((sum, upstream, i) => sum + upstream * (x[i] - mean) * inverse, 0);
  return { inverse, dBeta, dGamma };
}

function momentumBy(
  velocity: (v: number, g: number, momentum: number) => number,
): Solutions['momentum']['momentumStep'] {
  return (theta, g, v, rate, momentum) => {
    for (let i = 0; i < theta.length; i++) {
      v[i] = velocity(v[i], g[i], momentum);
      theta[i] -= rate * v[i];
    }
  };
}

function wave(angle: number): number {
  return (1 + Math.cos(angle)) / 2;
}

/** Of each class, as many of the first rows as `trained` says go to training. */
function splitByClass(
  labels: readonly string[],
  order: readonly number[],
  trained: (count: number) => number,
): { train: number[]; test: number[] } {
  const parts = { train: [] as number[], test: [] as number[] };
  const seen = new Map<string, number>();
  for (const row of order) {
    const before = seen.get(labels[row]) ?? 0;
    seen.set(labels[row], before + 1);
    const count = labels.filter((label) => label === labels[row]).length;
    parts[before < trained(count) ? 'train' : 'test'].push(row);
  }
  return parts;
}

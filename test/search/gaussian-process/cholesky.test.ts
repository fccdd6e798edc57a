import { describe, expect, test } from 'vitest';
import {
  choleskyWithJitter,
  factorCholesky,
  inverseOfFactored,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from '../../../src/search/gaussian-process/cholesky.ts';
import { RandomStream } from '../../../src/tensor/random.ts';

/** B Bᵀ + I of a random B: positive definite. */
function definite(n: number): Float64Array {
  const random = new RandomStream(n, 'test/cholesky');
  const b = Float64Array.from({ length: n * n }, () => random.uniform() - 0.5);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
      a[i * n + j] = sum;
    }
  }
  return a;
}

function times(a: Float64Array, x: ArrayLike<number>, n: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k] * x[k];
    return sum;
  });
}

describe.each([1, 2, 3, 4, 5, 8, 17, 40])('a matrix of %i rows', (n) => {
  const a = definite(n);
  const lower = a.slice();
  const definiteIs = factorCholesky(lower, n);

  test('is L Lᵀ', () => {
    expect(definiteIs).toBe(true);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += lower[i * n + k] * lower[j * n + k];
        expect(sum).toBeCloseTo(a[i * n + j], 12);
      }
    }
  });

  test('is solved, and inverted', () => {
    const b = Float64Array.from({ length: n }, (_, i) => (i % 3) - 0.7);
    const x = b.slice();
    solveLower(lower, n, x);
    solveLowerTransposed(lower, n, x);
    for (const [i, value] of times(a, x, n).entries()) expect(value).toBeCloseTo(b[i], 10);
    const inverse = new Float64Array(n * n);
    inverseOfFactored(lower, n, inverse, new Float64Array(n * n));
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j];
    for (const [i, value] of times(inverse, b, n).entries()) expect(value).toBeCloseTo(x[i], 10);
  });

  test('can be factored in two parts with the same bits', () => {
    const grown = a.slice();
    const some = n >> 1;
    // The first rows of L are those of the smaller matrix.
    for (let i = 0; i < some; i++) for (let j = 0; j <= i; j++) grown[i * n + j] = lower[i * n + j];
    expect(factorCholesky(grown, n, some)).toBe(true);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) expect(grown[i * n + j]).toBe(lower[i * n + j]);
  });
});

test('the determinant of 2 × 2 and 3 × 3', () => {
  const two = Float64Array.of(4, 0, 2, 3);
  factorCholesky(two, 2);
  expect(logDeterminant(two, 2)).toBeCloseTo(Math.log(8), 14);
  const three = Float64Array.of(2, 0, 0, 1, 3, 0, 0, 1, 5);
  factorCholesky(three, 3);
  expect(logDeterminant(three, 3)).toBeCloseTo(Math.log(23), 14); // 2 · (15 − 1) − 1 · 5
});

test('what is not positive definite gets the least jitter that helps, or none', () => {
  const equal = new Float64Array(9).fill(1);
  expect(factorCholesky(equal.slice(), 3)).toBe(false);
  expect(choleskyWithJitter(equal, 3)?.jitter).toBe(1e-10);
  expect(equal).toEqual(new Float64Array(9).fill(1));
  expect(choleskyWithJitter(definite(5), 5)?.jitter).toBe(0);
  expect(choleskyWithJitter(Float64Array.of(1, 0, 2, 1), 2)).toBeUndefined();
  expect(choleskyWithJitter(Float64Array.of(1, 0, Number.NaN, 1), 2)).toBeUndefined();
});

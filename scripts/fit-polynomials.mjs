/**
 * Computes the polynomial coefficients that stand in kernels/math.ts, sin-cos.ts and gelu.ts, and prints them with
 * their largest error.
 *
 *     node scripts/fit-polynomials.mjs
 *
 * Each polynomial Σ cⱼ·uʲ is the minimax one, by the exchange algorithm of Remez on a dense grid: the coefficients are
 * those for which weight · (target − polynomial) reaches its largest magnitude with alternating sign at one place more
 * than there are coefficients. They are rounded to float32 one after the other, from c₀ on, and those that remain are
 * fitted again each time, so that later ones make up for the rounding of the earlier. All arithmetic is float64.
 */

const gridSize = 4000;

/** Solves a·x = b by Gaussian elimination with partial pivoting. */
function solve(a, b) {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let i = column + 1; i < n; i++) {
      const factor = rows[i][column] / rows[column][column];
      for (let j = column; j <= n; j++) rows[i][j] -= factor * rows[column][j];
    }
  }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i][n];
    for (let j = i + 1; j < n; j++) sum -= rows[i][j] * x[j];
    x[i] = sum / rows[i][i];
  }
  return x;
}

/** Coefficients of powers first, first + 1, … (count of them) of u, minimax for weight · (target − Σ). */
function remez(points, first, count) {
  const residual = (c, { u, target }) => target - c.reduce((sum, cj, j) => sum + cj * u ** (first + j), 0);
  let chosen = Array.from({ length: count + 1 }, (_, i) =>
    Math.round(((1 - Math.cos((Math.PI * (i + 0.5)) / (count + 1))) / 2) * (points.length - 1)),
  );
  let c = [];
  for (let round = 0; round < 60; round++) {
    const rows = chosen.map((at, i) => [
      ...Array.from({ length: count }, (_, j) => points[at].u ** (first + j)),
      (i % 2 ? -1 : 1) / points[at].weight,
    ]);
    c = solve(
      rows,
      chosen.map((at) => points[at].target),
    ).slice(0, count);
    // The extreme of each stretch of equal sign, then the best run of count + 1 of them.
    const extremes = [];
    for (let i = 0; i < points.length; i++) {
      const error = residual(c, points[i]) * points[i].weight;
      const last = extremes[extremes.length - 1];
      if (!last || Math.sign(error) !== Math.sign(last.error)) extremes.push({ i, error });
      else if (Math.abs(error) > Math.abs(last.error)) Object.assign(last, { i, error });
    }
    while (extremes.length > count + 1) {
      if (Math.abs(extremes[0].error) < Math.abs(extremes[extremes.length - 1].error)) extremes.shift();
      else extremes.pop();
    }
    if (extremes.length < count + 1) break;
    const next = extremes.map(({ i }) => i);
    if (next.every((at, i) => at === chosen[i])) break;
    chosen = next;
  }
  return c;
}

/**
 * @param from, to the interval of x
 * @param u the variable of the polynomial, as a function of x
 * @param target what the polynomial approximates, @param weight how its error enters the error that counts
 */
function approximate(name, { from, to, terms, u, target, weight }) {
  const points = Array.from({ length: gridSize }, (_, i) => {
    const x = (from + to) / 2 - ((to - from) / 2) * Math.cos((Math.PI * (i + 0.5)) / gridSize);
    return { u: u(x), target: target(x), weight: weight(x) };
  });
  const fixed = [];
  while (fixed.length < terms) {
    const rest = points.map((p) => ({ ...p, target: p.target - fixed.reduce((sum, c, j) => sum + c * p.u ** j, 0) }));
    fixed.push(Math.fround(remez(rest, fixed.length, terms - fixed.length)[0]));
  }
  let largest = 0;
  for (const p of points) {
    largest = Math.max(largest, Math.abs(p.weight * (p.target - fixed.reduce((sum, c, j) => sum + c * p.u ** j, 0))));
  }
  console.log(`${name}: error ${largest.toExponential(2)} (${(largest * 2 ** 24).toFixed(3)} of 2^-24)`);
  fixed.forEach((c, j) => {
    console.log(`  c${j} = ${c.toPrecision(9)}`);
  });
}

/** Σ term(k) from k = first until the terms vanish. */
function series(first, term) {
  let sum = 0;
  for (let k = first; k < first + 200; k++) {
    const t = term(k);
    sum += t;
    if (Math.abs(t) < 1e-18 * Math.abs(sum)) break;
  }
  return sum;
}
function factorial(k) {
  let product = 1;
  for (let i = 2; i <= k; i++) product *= i;
  return product;
}
/** erf by its Maclaurin series, for |x| ≤ 2. */
function erfSmall(x) {
  return (
    (2 / Math.sqrt(Math.PI)) * series(0, (k) => ((k % 2 ? -1 : 1) * x ** (2 * k + 1)) / (factorial(k) * (2 * k + 1)))
  );
}
/** erfc(x)·e^(x²): by Laplace's continued fraction from x = 2 on, below by erf. */
function erfcScaled(x) {
  if (x < 2) return (1 - erfSmall(x)) * Math.exp(x * x);
  let fraction = 0;
  for (let k = 400; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return 1 / (Math.sqrt(Math.PI) * (x + fraction));
}

// The intervals are a little wider than the reductions leave, since those are rounded too.
approximate('exp: e^r = 1 + r·(1 + r·P(r)), error relative to e^r − 1', {
  from: -0.3467,
  to: 0.3467,
  terms: 5,
  u: (r) => r,
  target: (r) => series(2, (k) => r ** (k - 2) / factorial(k)),
  weight: (r) => r ** 2 / Math.abs(Math.expm1(r)),
});
approximate('log: log((1 + s) / (1 − s)) = 2s + s³·P(s²), relative error', {
  from: 1e-6,
  to: 0.17159,
  terms: 3,
  u: (s) => s * s,
  target: (s) => series(0, (k) => (2 * s ** (2 * k)) / (2 * k + 3)),
  weight: (s) => s ** 3 / (2 * Math.atanh(s)),
});
approximate('sin r = r + r³·S(r²), relative error', {
  from: 1e-6,
  to: 0.7855,
  terms: 3,
  u: (r) => r * r,
  target: (r) => series(1, (k) => ((k % 2 ? -1 : 1) * r ** (2 * k - 2)) / factorial(2 * k + 1)),
  weight: (r) => r ** 3 / Math.sin(r),
});
approximate('cos r = 1 − r²/2 + r⁴·C(r²), relative error', {
  from: 1e-6,
  to: 0.7855,
  terms: 3,
  u: (r) => r * r,
  target: (r) => series(2, (k) => ((k % 2 ? -1 : 1) * r ** (2 * k - 4)) / factorial(2 * k)),
  weight: (r) => r ** 4 / Math.cos(r),
});
approximate('tanh x = x + x³·T(x²), relative error', {
  from: 0.01,
  to: 0.625,
  terms: 5,
  u: (x) => x * x,
  target: (x) => (Math.tanh(x) - x) / x ** 3,
  weight: (x) => x ** 3 / Math.tanh(x),
});
approximate('erf x = x + x·P(x²), relative error', {
  from: 1e-3,
  to: 1,
  terms: 7,
  u: (x) => x * x,
  target: (x) => erfSmall(x) / x - 1,
  weight: (x) => x / erfSmall(x),
});
approximate('erf x = 1 − e^−(x + x·Q(x)), error relative to 1', {
  from: 1,
  to: 4,
  terms: 6,
  u: (x) => x,
  target: (x) => (x * x - Math.log(erfcScaled(x))) / x - 1,
  weight: (x) => x * erfcScaled(x) * Math.exp(-x * x),
});
approximate('Φ(x) = 1/2 + x·B(x²), error relative to Φ(−|x|)', {
  from: 1e-3,
  to: 1,
  terms: 5,
  u: (x) => x * x,
  target: (x) => erfSmall(x / Math.SQRT2) / 2 / x,
  weight: (x) => (2 * x) / (1 - erfSmall(x / Math.SQRT2)),
});
approximate('Φ(−a) = e^(−a²/2)·u·P(u), u = 1 / (1 + a/2), relative error', {
  from: 1,
  to: 12.95,
  terms: 8,
  u: (a) => 1 / (1 + a / 2),
  target: (a) => (erfcScaled(a / Math.SQRT2) / 2) * (1 + a / 2),
  weight: (a) => 2 / erfcScaled(a / Math.SQRT2) / (1 + a / 2),
});

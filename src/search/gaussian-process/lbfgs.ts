/** f(x), and its gradient into `gradient`. A value that is not finite is a place where one cannot stand. */
export type DifferentiableFunction = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimizeOptions {
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  /** How often the function is asked at most. */
  readonly evaluations: number;
  /** It ends where no component of the projected gradient is above this. */
  readonly tolerance?: number;
}

/** Pairs of steps and differences of gradients that are remembered. */
const memory = 10;

/**
 * A local minimum of f in the box lower ≤ x ≤ upper, by L-BFGS with projection. Deterministic; never worse than its start.
 *
 *     F = components that are not held at a bound by their gradient
 *     d = −H g on F, 0 elsewhere      H from the last 10 pairs (s, y), restricted to F
 *     x ← P(x + t d)                  P puts components back to their bounds
 *     t = 1, then smaller by quadratic interpolation, until f(x⁺) ≤ f(x) + 10⁻⁴ gᵀ(x⁺ − x)
 *
 * This is Bertsekas' projected Newton method with the matrix of L-BFGS. The line search asks for decrease only, so a pair
 * whose curvature sᵀy is not positive is left out. Where the quasi-Newton direction fails, the steepest descent is
 * tried once before giving up.
 *
 * @returns x, f(x), and how often f was asked.
 * @see J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition, 2006, algorithm 7.4 (two-loop recursion).
 * @see D. P. Bertsekas, Projected Newton methods for optimization problems with simple constraints, 1982.
 *   https://doi.org/10.1137/0320018
 */
export function minimizeInBox(
  f: DifferentiableFunction,
  start: ArrayLike<number>,
  { lower, upper, evaluations, tolerance = 1e-6 }: MinimizeOptions,
): { x: Float64Array; value: number; evaluations: number } {
  const n = start.length;
  const project = (x: Float64Array): void => {
    for (let i = 0; i < n; i++) x[i] = Math.min(Math.max(x[i], lower[i]), upper[i]);
  };
  let x: Float64Array = Float64Array.from(start);
  project(x);
  let gradient = new Float64Array(n);
  let value = f(x, gradient);
  let asked = 1;
  if (!Number.isFinite(value)) return { x, value, evaluations: asked };

  const free = new Uint8Array(n);
  let pairs: Pair[] = [];
  while (asked < evaluations) {
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const held = (x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0);
      free[i] = held ? 0 : 1;
      if (!held) largest = Math.max(largest, Math.abs(gradient[i]));
    }
    if (!(largest > tolerance)) break;

    const direction = descent(pairs, gradient, free);
    const slope = inner(direction, gradient, free);
    if (!(slope < 0) && pairs.length > 0) {
      pairs = [];
      continue;
    }
    // The first step goes a unit: nothing is known of the scale yet.
    let t = pairs.length > 0 ? 1 : 1 / largest;
    let moved = false;
    const next = new Float64Array(n);
    const nextGradient = new Float64Array(n);
    for (let tries = 0; tries < 20 && asked < evaluations; tries++) {
      for (let i = 0; i < n; i++) next[i] = x[i] + t * direction[i];
      project(next);
      let expected = 0;
      for (let i = 0; i < n; i++) expected += gradient[i] * (next[i] - x[i]);
      const nextValue = f(next, nextGradient);
      asked++;
      if (nextValue <= value + 1e-4 * expected && nextValue < value) {
        const pair = pairOf(x, next, gradient, nextGradient);
        if (pair) pairs.push(pair);
        if (pairs.length > memory) pairs.shift();
        [x, gradient, value] = [next, nextGradient, nextValue];
        moved = true;
        break;
      }
      // The minimum of the parabola through both values and the slope, kept within [t/10, t/2].
      const parabola = Number.isFinite(nextValue) ? (-expected * t) / (2 * (nextValue - value - expected)) : 0;
      t = Math.min(Math.max(parabola, t / 10), t / 2);
    }
    if (moved) continue;
    if (pairs.length === 0) break;
    pairs = [];
  }
  return { x, value, evaluations: asked };
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

function pairOf(x: Float64Array, next: Float64Array, gradient: Float64Array, nextGradient: Float64Array) {
  const s = next.map((value, i) => value - x[i]);
  const y = nextGradient.map((value, i) => value - gradient[i]);
  const all = new Uint8Array(s.length).fill(1);
  const curvature = inner(s, y, all);
  const size = Math.sqrt(inner(s, s, all) * inner(y, y, all));
  return curvature > 1e-10 * size ? { s, y } : undefined;
}

/** −H · gradient on the free components by the two-loop recursion; −gradient where nothing is remembered. */
function descent(pairs: readonly Pair[], gradient: Float64Array, free: Uint8Array): Float64Array {
  const q = gradient.map((value, i) => (free[i] ? -value : 0));
  const used: { s: Float64Array; y: Float64Array; rho: number; alpha: number }[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y } = pairs[k];
    const curvature = inner(s, y, free);
    if (!(curvature > 1e-12 * Math.sqrt(inner(s, s, free) * inner(y, y, free)))) continue;
    const rho = 1 / curvature;
    const alpha = rho * inner(s, q, free);
    for (let i = 0; i < q.length; i++) if (free[i]) q[i] -= alpha * y[i];
    used.push({ s, y, rho, alpha });
  }
  if (used.length === 0) return q;
  const [{ y: newest, rho: newestRho }] = used;
  const scale = 1 / (newestRho * inner(newest, newest, free));
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  for (const { s, y, rho, alpha } of used.reverse()) {
    const beta = rho * inner(y, q, free);
    for (let i = 0; i < q.length; i++) if (free[i]) q[i] += s[i] * (alpha - beta);
  }
  return q;
}

function inner(a: Float64Array, b: Float64Array, free: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (free[i]) sum += a[i] * b[i];
  return sum;
}

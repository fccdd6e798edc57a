/** Layer normalisation of each row of [rows, columns], and its gradients; see kernels/normalization.ts. */
import { inverseDeviation, normalised, scaledAndShifted } from './normalization';
import { loadPart, put, putPart, storePart } from './simd';
import { columnsAtOnce, columnTotals, ColumnValues, putQuotients, SquaredDeviations, total, Values } from './sums';

/**
 * For each row: mean = Σ x / columns, inverseDeviation of Σ (x − mean)² / columns, and out = γ · x̂ + β
 *
 * out, x [rows, columns]; mean, inverseDeviation [rows]; gamma, beta [columns]. out may be x.
 *
 * @see Ba, Kiros & Hinton, 2016. https://arxiv.org/abs/1607.06450
 */
export function layerNorm(
  out: usize,
  mean: usize,
  inverse: usize,
  x: usize,
  gamma: usize,
  beta: usize,
  rows: usize,
  columns: usize,
  epsilon: f32,
): void {
  const rest = columns & 3;
  const whole = (columns - rest) << 2;
  for (let r: usize = 0; r < rows; r++) {
    const average = <f32>(total<Values>(columns, x, 0, 0, 0, 0, 0, 0) / <f64>columns);
    const spread = <f32>(total<SquaredDeviations>(columns, x, 0, 0, 0, 0, average, 0) / <f64>columns);
    const center = f32x4.splat(average);
    const factor = inverseDeviation(f32x4.splat(spread), epsilon);
    store<f32>(mean, average);
    v128.store32_lane(inverse, factor, 0);
    for (let c: usize = 0; c < whole; c += 16) {
      const normal = normalised(v128.load(x + c), center, factor);
      v128.store(out + c, scaledAndShifted(normal, gamma + c, beta + c, 4));
    }
    if (rest) {
      const normal = normalised(loadPart(x + whole, rest), center, factor);
      storePart(out + whole, scaledAndShifted(normal, gamma + whole, beta + whole, rest), rest);
    }
    out += columns << 2;
    x += columns << 2;
    mean += 4;
    inverse += 4;
  }
}

/** Terms of `total`: x · y. */
class Products {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    return f32x4.mul(loadPart(x + at, lanes), loadPart(y + at, lanes));
  }
}

/** (x · y) · ẑ with ẑ = (z − a) · b. */
class NormalisedProducts {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const normal = normalised(loadPart(z + at, lanes), a, b);
    return f32x4.mul(f32x4.mul(loadPart(x + at, lanes), loadPart(y + at, lanes)), normal);
  }
}

/** Terms of `columnTotals`: y · x̂ with the mean of each row at p, its inverse deviation at q. */
class RowNormalisedProducts {
  @inline
  term(at: usize, lanes: usize, column: usize, row: usize, x: usize, y: usize, p: usize, q: usize): v128 {
    const dy = loadPart(y + at, lanes);
    return f32x4.mul(dy, normalised(loadPart(x + at, lanes), v128.load32_splat(p + row), v128.load32_splat(q + row)));
  }
}

/** inverse · ((h − meanH) − x̂ · meanProduct) with h = dy · γ */
@inline
function rowGradient(
  dy: v128,
  gamma: v128,
  x: v128,
  center: v128,
  inverse: v128,
  meanH: v128,
  meanProduct: v128,
): v128 {
  const h = f32x4.mul(dy, gamma);
  const normal = normalised(x, center, inverse);
  return f32x4.mul(inverse, f32x4.sub(f32x4.sub(h, meanH), f32x4.mul(normal, meanProduct)));
}

/**
 * The gradients of `layerNorm`, from its mean and inverse deviation:
 *
 *     dGamma (+)= Σ dy · x̂      dBeta (+)= Σ dy                over the rows
 *     dx (+)= inverse · ((h − Σ h / columns) − x̂ · (Σ h·x̂ / columns))      h = dy · γ, over the columns
 *
 * dx, dy, x [rows, columns]; mean, inverseDeviation [rows]; gamma, dGamma, dBeta [columns]. Any of dx, dGamma, dBeta may
 * be 0, not wanted. dx may be dy.
 */
export function layerNormBackward(
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  dy: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  gamma: usize,
  scratch: usize,
  rows: usize,
  columns: usize,
  addsX: i32,
  addsGamma: i32,
  addsBeta: i32,
): void {
  const stride = columns << 2;
  let width: usize = 0;
  for (let start: usize = 0; start < columns; start += width) {
    width = columnsAtOnce(columns - start);
    const first = start << 2;
    if (dBeta) {
      columnTotals<ColumnValues>(scratch, rows, width, stride, dy + first, 0, 0, 0);
      putQuotients(dBeta + first, scratch, width, 1, addsBeta);
    }
    if (dGamma) {
      columnTotals<RowNormalisedProducts>(scratch, rows, width, stride, x + first, dy + first, mean, inverse);
      putQuotients(dGamma + first, scratch, width, 1, addsGamma);
    }
  }
  if (!dx) return;
  const rest = columns & 3;
  const whole = (columns - rest) << 2;
  for (let r: usize = 0; r < rows; r++) {
    const average = load<f32>(mean);
    const factor = load<f32>(inverse);
    const sumOfH = total<Products>(columns, dy, gamma, 0, 0, 0, 0, 0);
    const sumOfProducts = total<NormalisedProducts>(columns, dy, gamma, x, 0, 0, average, factor);
    const meanH = f32x4.splat(<f32>(sumOfH / <f64>columns));
    const meanProduct = f32x4.splat(<f32>(sumOfProducts / <f64>columns));
    const center = f32x4.splat(average);
    const factors = f32x4.splat(factor);
    for (let c: usize = 0; c < whole; c += 16) {
      const g = v128.load(dy + c);
      put(dx + c, rowGradient(g, v128.load(gamma + c), v128.load(x + c), center, factors, meanH, meanProduct), addsX);
    }
    if (rest) {
      const g = loadPart(dy + whole, rest);
      const w = loadPart(gamma + whole, rest);
      const v = loadPart(x + whole, rest);
      putPart(dx + whole, rowGradient(g, w, v, center, factors, meanH, meanProduct), rest, addsX);
    }
    dx += stride;
    dy += stride;
    x += stride;
    mean += 4;
    inverse += 4;
  }
}

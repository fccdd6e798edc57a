/**
 * Sums in the one order that all reductions share, so that their bits depend on nothing but the values:
 *
 * - n terms are cut into blocks of 4,096, the last one shorter;
 * - in a block, term i is added to partial i mod 16, in order; the 16 partials are float32 and start at +0;
 * - they are folded by halves: p[j] += p[j + 8] for j < 8, then by 4, 2 and 1;
 * - the block sums are added in order in float64, from +0.
 *
 * A sum is therefore never −0, and a missing term is as good as a term of +0. The code below uses both: it lets the
 * first term overwrite a partial where that is cheaper, which can only change the sign of zeros, lost in the end.
 *
 * What the terms are, a family says by a class with an inlined method `term`; nobody makes objects of it.
 * Not exported from the module.
 */
import { demoted, loadPart, put, putOne } from './simd';

const blockRows: usize = 4096;

/** Columns are summed up to so many at once: 64, or what is left below 68, so that fewer than 4 are never left over. */
const mostColumns: usize = 67;
// `scratch` of column sums, 8,192 bytes: 68 float64 totals, rounded up; 16 rows of 68 partials; 12 rows for the caller.
const partialsAt: usize = 576;
const partialBytes: usize = 68 * 4;
const callersAt: usize = partialsAt + 16 * partialBytes;

/** Bytes of rows up to which column sums take one vector of columns after the other: they stay in the first cache. */
const smallBytes: usize = 16384;

/** The first `lanes` (1 to 3) as they are, the rest +0. */
@inline
export function keepLanes(x: v128, lanes: usize): v128 {
  return v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>lanes)));
}

/** p[j] += p[j + 8], + 4, + 2, + 1 for partials 0 to 3 in p0, 4 to 7 in p1 and so on. */
@inline
export function folded(p0: v128, p1: v128, p2: v128, p3: v128): f32 {
  const four = f32x4.add(f32x4.add(p0, p2), f32x4.add(p1, p3));
  const two = f32x4.add(four, v128.shuffle<u64>(four, four, 1, 0));
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1);
}

/**
 * The sum of n terms; `T.term(at, lanes, x, y, z, w, k, a, b)` gives 4 of them, those whose values start `at` bytes into
 * the arrays. With `lanes` below 4 only so many may be read; what the other lanes then hold does not matter.
 * x, y, z, w and k are handed on as they are, `first` and `second` in all lanes of a and b.
 */
export function total<T>(n: usize, x: usize, y: usize, z: usize, w: usize, k: usize, first: f32, second: f32): f64 {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  const terms = changetype<T>(0);
  const end = n << 2;
  let at: usize = 0;
  let sum: f64 = 0;
  while (at < end) {
    const blockEnd = min(at + (blockRows << 2), end);
    let p0 = f32x4.splat(0);
    let p1 = p0;
    let p2 = p0;
    let p3 = p0;
    for (const whole = at + ((blockEnd - at) & ~63); at < whole; at += 64) {
      p0 = f32x4.add(p0, terms.term(at, 4, x, y, z, w, k, a, b));
      p1 = f32x4.add(p1, terms.term(at + 16, 4, x, y, z, w, k, a, b));
      p2 = f32x4.add(p2, terms.term(at + 32, 4, x, y, z, w, k, a, b));
      p3 = f32x4.add(p3, terms.term(at + 48, 4, x, y, z, w, k, a, b));
    }
    const rest = (blockEnd - at) >> 2;
    if (rest >= 4) p0 = f32x4.add(p0, terms.term(at, 4, x, y, z, w, k, a, b));
    if (rest >= 8) p1 = f32x4.add(p1, terms.term(at + 16, 4, x, y, z, w, k, a, b));
    if (rest >= 12) p2 = f32x4.add(p2, terms.term(at + 32, 4, x, y, z, w, k, a, b));
    const lanes = rest & 3;
    if (lanes) {
      const last = keepLanes(terms.term(blockEnd - (lanes << 2), lanes, x, y, z, w, k, a, b), lanes);
      if (rest < 4) p0 = f32x4.add(p0, last);
      else if (rest < 8) p1 = f32x4.add(p1, last);
      else if (rest < 12) p2 = f32x4.add(p2, last);
      else p3 = f32x4.add(p3, last);
    }
    at = blockEnd;
    sum += <f64>folded(p0, p1, p2, p3);
  }
  return sum;
}

/** Terms of `total`: the values of x. */
export class Values {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    return loadPart(x + at, lanes);
  }
}

/** (x − a)² */
export class SquaredDeviations {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    const deviation = f32x4.sub(loadPart(x + at, lanes), a);
    return f32x4.mul(deviation, deviation);
  }
}

/** How many columns to take next of `left`. */
@inline
export function columnsAtOnce(left: usize): usize {
  return left > mostColumns ? 64 : left;
}

/** The address in `scratch` of the caller's row number `i` (from 0) of one float32 for each column. */
@inline
export function callersRow(scratch: usize, i: usize): usize {
  return scratch + callersAt + i * partialBytes;
}

/**
 * The sums of `width` (1 to 67) neighbouring columns over `rows` rows that lie `stride` bytes apart, as float64 at
 * `scratch`. `T.term(at, lanes, column, row, x, y, p, q)` gives the terms of 4 columns in one row: their values lie
 * `at` bytes into x and y; `column` and `row` are the byte offsets of the first column and of the row in arrays that
 * hold one float32 for each of them; `lanes` is as in `total`.
 */
export function columnTotals<T>(
  scratch: usize,
  rows: usize,
  width: usize,
  stride: usize,
  x: usize,
  y: usize,
  p: usize,
  q: usize,
): void {
  if (width >= 4 && rows >= 16 && rows * stride <= smallBytes) smallTotals<T>(scratch, rows, width, stride, x, y, p, q);
  else streamedTotals<T>(scratch, rows, width, stride, x, y, p, q);
}

/** `columnTotals` of 16 to 4,096 rows in the first cache: each partial is summed in a register. */
@inline
function smallTotals<T>(
  scratch: usize,
  rows: usize,
  width: usize,
  stride: usize,
  x: usize,
  y: usize,
  p: usize,
  q: usize,
): void {
  for (let first: usize = 0; first < width; first += 4) {
    // The last vector overlaps the one before where 4 does not divide the width: the same totals are written again.
    const column = min(first, width - 4) << 2;
    const even = everySecondPartial<T>(0, rows, stride, x, y, column, p, q);
    const odd = everySecondPartial<T>(1, rows, stride, x, y, column, p, q);
    // Partials that began with their first term may be −0, the sum of nothing but them too.
    const sum = f32x4.add(f32x4.add(even, odd), f32x4.splat(0));
    const totals = scratch + (column << 1);
    v128.store(totals, f64x2.promote_low_f32x4(sum));
    v128.store(totals, f64x2.promote_low_f32x4(v128.shuffle<u64>(sum, sum, 1, 0)), 16);
  }
}

/** Partials j, j + 2, … j + 14 of four columns, for j 0 or 1, folded to one: eight sums in registers. */
@inline
function everySecondPartial<T>(
  j: usize,
  rows: usize,
  stride: usize,
  x: usize,
  y: usize,
  column: usize,
  p: usize,
  q: usize,
): v128 {
  const terms = changetype<T>(0);
  const two = stride << 1;
  const eight = stride << 3;
  let at = j * stride + column;
  let row = j << 2;
  let p0 = terms.term(at, 4, column, row, x, y, p, q);
  let p8 = terms.term(at + eight, 4, column, row + 32, x, y, p, q);
  at += two;
  let p2 = terms.term(at, 4, column, row + 8, x, y, p, q);
  let p10 = terms.term(at + eight, 4, column, row + 40, x, y, p, q);
  at += two;
  let p4 = terms.term(at, 4, column, row + 16, x, y, p, q);
  let p12 = terms.term(at + eight, 4, column, row + 48, x, y, p, q);
  at += two;
  let p6 = terms.term(at, 4, column, row + 24, x, y, p, q);
  let p14 = terms.term(at + eight, 4, column, row + 56, x, y, p, q);
  at += two + eight;
  row += 64;
  const whole = rows & ~15;
  const end = whole << 2;
  while (row < end) {
    p0 = f32x4.add(p0, terms.term(at, 4, column, row, x, y, p, q));
    p8 = f32x4.add(p8, terms.term(at + eight, 4, column, row + 32, x, y, p, q));
    at += two;
    p2 = f32x4.add(p2, terms.term(at, 4, column, row + 8, x, y, p, q));
    p10 = f32x4.add(p10, terms.term(at + eight, 4, column, row + 40, x, y, p, q));
    at += two;
    p4 = f32x4.add(p4, terms.term(at, 4, column, row + 16, x, y, p, q));
    p12 = f32x4.add(p12, terms.term(at + eight, 4, column, row + 48, x, y, p, q));
    at += two;
    p6 = f32x4.add(p6, terms.term(at, 4, column, row + 24, x, y, p, q));
    p14 = f32x4.add(p14, terms.term(at + eight, 4, column, row + 56, x, y, p, q));
    at += two + eight;
    row += 64;
  }
  // Row `whole` + j + 2i, if there is one, goes to partial j + 2i.
  for (let i: usize = 0, left = rows - whole; i + j < left; i += 2) {
    const term = terms.term(at, 4, column, row, x, y, p, q);
    if (i == 0) p0 = f32x4.add(p0, term);
    else if (i == 2) p2 = f32x4.add(p2, term);
    else if (i == 4) p4 = f32x4.add(p4, term);
    else if (i == 6) p6 = f32x4.add(p6, term);
    else if (i == 8) p8 = f32x4.add(p8, term);
    else if (i == 10) p10 = f32x4.add(p10, term);
    else if (i == 12) p12 = f32x4.add(p12, term);
    else p14 = f32x4.add(p14, term);
    at += two;
    row += 8;
  }
  const s04 = f32x4.add(f32x4.add(p0, p8), f32x4.add(p4, p12));
  const s26 = f32x4.add(f32x4.add(p2, p10), f32x4.add(p6, p14));
  return f32x4.add(s04, s26);
}

/** `columnTotals` of any size: rows are read in order, once, and the partials of all columns lie in `scratch`. */
@inline
function streamedTotals<T>(
  scratch: usize,
  rows: usize,
  width: usize,
  stride: usize,
  x: usize,
  y: usize,
  p: usize,
  q: usize,
): void {
  const terms = changetype<T>(0);
  const partials = scratch + partialsAt;
  // Whole vectors of columns, and one more at the end that overlaps them (or holds all columns, if fewer than 4).
  const whole = (width >> 2) << 4;
  const ragged = (width & 3) != 0;
  const lanes = min<usize>(width, 4);
  const last = (width - lanes) << 2;
  const used = whole + (ragged ? 16 : 0);
  for (let c: usize = 0; c < used; c += 16) {
    v128.store(scratch + (c << 1), f64x2.splat(0));
    v128.store(scratch + (c << 1), f64x2.splat(0), 16);
  }
  let at: usize = 0;
  for (let first: usize = 0; first < rows; first += blockRows) {
    const end = min(first + blockRows, rows);
    const started = min(first + 16, end);
    let row = first;
    for (; row < started; row++, at += stride) {
      const partial = partials + (row & 15) * partialBytes;
      for (let c: usize = 0; c < whole; c += 16) {
        v128.store(partial + c, terms.term(at + c, 4, c, row << 2, x, y, p, q));
      }
      if (ragged) v128.store(partial + whole, terms.term(at + last, lanes, last, row << 2, x, y, p, q));
    }
    // Two rows of the same partial at a time, as long as there are 32.
    for (const far = stride << 4; row + 32 <= end; row += 16, at += far) {
      for (let partial = partials; partial < partials + 16 * partialBytes; partial += partialBytes) {
        const other = at + far;
        for (let c: usize = 0; c < whole; c += 16) {
          const one = terms.term(at + c, 4, c, row << 2, x, y, p, q);
          const two = terms.term(other + c, 4, c, (row + 16) << 2, x, y, p, q);
          v128.store(partial + c, f32x4.add(f32x4.add(v128.load(partial + c), one), two));
        }
        if (ragged) {
          const one = terms.term(at + last, lanes, last, row << 2, x, y, p, q);
          const two = terms.term(other + last, lanes, last, (row + 16) << 2, x, y, p, q);
          v128.store(partial + whole, f32x4.add(f32x4.add(v128.load(partial + whole), one), two));
        }
        row++;
        at += stride;
      }
    }
    for (; row < end; row++, at += stride) {
      const partial = partials + (row & 15) * partialBytes;
      for (let c: usize = 0; c < whole; c += 16) {
        v128.store(partial + c, f32x4.add(v128.load(partial + c), terms.term(at + c, 4, c, row << 2, x, y, p, q)));
      }
      if (ragged) {
        const term = terms.term(at + last, lanes, last, row << 2, x, y, p, q);
        v128.store(partial + whole, f32x4.add(v128.load(partial + whole), term));
      }
    }
    let count = started - first;
    for (let half: usize = 8; half > 0; half >>= 1) {
      for (let j: usize = 0; j + half < count; j++) {
        const low = partials + j * partialBytes;
        const high = low + half * partialBytes;
        for (let c: usize = 0; c < used; c += 16) {
          v128.store(low + c, f32x4.add(v128.load(low + c), v128.load(high + c)));
        }
      }
      count = min(count, half);
    }
    for (let c: usize = 0; c < used; c += 16) {
      const sum = v128.load(partials + c);
      const totals = scratch + (c << 1);
      v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(sum)));
      const high = f64x2.promote_low_f32x4(v128.shuffle<u64>(sum, sum, 1, 0));
      v128.store(totals, f64x2.add(v128.load(totals, 16), high), 16);
    }
  }
  if (ragged) {
    const low = v128.load(scratch + (whole << 1));
    const high = v128.load(scratch + (whole << 1), 16);
    v128.store(scratch + (last << 1), low);
    v128.store(scratch + (last << 1), high, 16);
  }
}

/** Terms of `columnTotals`: the values of x. */
export class ColumnValues {
  @inline
  term(at: usize, lanes: usize, column: usize, row: usize, x: usize, y: usize, p: usize, q: usize): v128 {
    return loadPart(x + at, lanes);
  }
}

/** (x − p)², p one value for each column. */
export class ColumnSquaredDeviations {
  @inline
  term(at: usize, lanes: usize, column: usize, row: usize, x: usize, y: usize, p: usize, q: usize): v128 {
    const deviation = f32x4.sub(loadPart(x + at, lanes), loadPart(p + column, lanes));
    return f32x4.mul(deviation, deviation);
  }
}

/** out[c] (+)= totals[c] / divisor for `width` float64 totals: divided in float64, rounded once. */
export function putQuotients(out: usize, totals: usize, width: usize, divisor: f64, adds: i32): void {
  // To divide by a power of two is to multiply by another one, which is faster.
  const isPower = (reinterpret<u64>(divisor) & 0xfffffffffffff) == 0;
  const by = f64x2.splat(isPower ? 1 / divisor : divisor);
  for (; width >= 4; width -= 4) {
    const low = v128.load(totals);
    const high = v128.load(totals, 16);
    const four = isPower
      ? demoted(f64x2.mul(low, by), f64x2.mul(high, by))
      : demoted(f64x2.div(low, by), f64x2.div(high, by));
    put(out, four, adds);
    out += 16;
    totals += 32;
  }
  for (; width > 0; width--) {
    putOne(out, <f32>(load<f64>(totals) / divisor), adds);
    out += 4;
    totals += 8;
  }
}

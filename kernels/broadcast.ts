/**
 * Arithmetic of two operands with broadcasting, element by element, and its gradients. One operation is one rounding
 * unless stated; `adds` is 1 to add to the output and 0 to overwrite it.
 */
import { loadPart, put, putPart, splat } from './simd';

const enum Op {
  Add,
  Sub,
  Mul,
  Div,
  Maximum,
  Minimum,
  // From here on with a first operand of the result's shape.
  DivisorGradient,
  MaximumGradient,
  MinimumGradient,
  Where,
}

@inline
function combined(op: Op, dy: v128, a: v128, b: v128): v128 {
  if (op == Op.Add) return f32x4.add(a, b);
  if (op == Op.Sub) return f32x4.sub(a, b);
  if (op == Op.Mul) return f32x4.mul(a, b);
  if (op == Op.Div) return f32x4.div(a, b);
  if (op == Op.Maximum) return f32x4.max(a, b);
  if (op == Op.Minimum) return f32x4.min(a, b);
  // Two quotients, for b² would leave the range of float32 long before the result does.
  if (op == Op.DivisorGradient) return f32x4.neg(f32x4.mul(f32x4.div(dy, b), f32x4.div(a, b)));
  if (op == Op.Where) return v128.bitselect(b, a, f32x4.eq(dy, splat(0)));
  const wins = op == Op.MaximumGradient ? f32x4.gt(a, b) : f32x4.lt(a, b);
  const ties = v128.and(f32x4.mul(dy, splat(0.5)), f32x4.eq(a, b));
  return v128.bitselect(dy, ties, wins);
}

/** The rows of `broadcast` for column strides known when compiling: 1 where `aMoves` or `bMoves`, else 0. */
@inline
function broadcastRows(
  op: Op,
  aMoves: bool,
  bMoves: bool,
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  bRow: usize,
  adds: i32,
): void {
  for (let row: usize = 0; row < rows; row++) {
    let aAt = a + ((row * aRow) << 2);
    let bAt = b + ((row * bRow) << 2);
    const aOne = aMoves ? splat(0) : v128.load32_splat(aAt);
    const bOne = bMoves ? splat(0) : v128.load32_splat(bAt);
    const end = out + (columns << 2);
    for (; out + 16 <= end; out += 16) {
      const aHere = aMoves ? v128.load(aAt) : aOne;
      const bHere = bMoves ? v128.load(bAt) : bOne;
      put(out, combined(op, op >= Op.DivisorGradient ? v128.load(dy) : aHere, aHere, bHere), adds);
      if (op >= Op.DivisorGradient) dy += 16;
      if (aMoves) aAt += 16;
      if (bMoves) bAt += 16;
    }
    const left = (end - out) >> 2;
    if (left) {
      const aHere = aMoves ? loadPart(aAt, left) : aOne;
      const bHere = bMoves ? loadPart(bAt, left) : bOne;
      putPart(out, combined(op, op >= Op.DivisorGradient ? loadPart(dy, left) : aHere, aHere, bHere), left, adds);
      if (op >= Op.DivisorGradient) dy += left << 2;
      out = end;
    }
  }
}

/**
 * out[r, c] (+)= op(dy[r, c], a[r·aRow + c·aColumn], b[r·bRow + c·bColumn])       for r < rows, c < columns
 *
 * out and dy are dense [rows, columns]; row strides are any number ≥ 0, column strides 0 or 1, in elements. `out` may
 * be dy, and a or b where that is dense too.
 */
@inline
function broadcast(
  op: Op,
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  if (aColumn) {
    if (bColumn) broadcastRows(op, true, true, out, dy, a, b, rows, columns, aRow, bRow, adds);
    else broadcastRows(op, true, false, out, dy, a, b, rows, columns, aRow, bRow, adds);
  } else {
    if (bColumn) broadcastRows(op, false, true, out, dy, a, b, rows, columns, aRow, bRow, adds);
    else broadcastRows(op, false, false, out, dy, a, b, rows, columns, aRow, bRow, adds);
  }
}

/** out (+)= a + b, as `broadcast`. */
export function addBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Add, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a − b, as `broadcast`. */
export function subBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Sub, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a·b, as `broadcast`. */
export function mulBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Mul, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a / b, as `broadcast`. */
export function divBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Div, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= the larger of a and b, as `broadcast`; NaN where either is, and +0 is larger than −0. */
export function maximumBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Maximum, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= the smaller of a and b, as `broadcast`; NaN where either is, and −0 is smaller than +0. */
export function minimumBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Minimum, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= −(dy / b)·(a / b), the gradient of a / b by b, as `broadcast`. */
export function divBackwardDivisor(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.DivisorGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= dy where a > b, dy/2 where a = b, 0 elsewhere (also where one is NaN), as `broadcast`. */
export function maximumBackward(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.MaximumGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= dy where a < b, dy/2 where a = b, 0 elsewhere (also where one is NaN), as `broadcast`. */
export function minimumBackward(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.MinimumGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a where the condition is not 0, else b, as `broadcast`. NaN is not 0. */
export function whereBroadcast(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Where, out, condition, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/**
 * The gradient of a row that is added to every row.
 *
 *     y[i, j] = a[i, j] + b[j]          i = 0 … rows − 1,  j = 0 … columns − 1
 *
 * b is read once for each row: it is broadcast. dy = ∂L/∂y has a number for each y; find db = ∂L/∂b, which has one for each
 * column. Write b[j] into every y that it appears in, and add up what the chain rule gives.
 *
 * @param dy in row-major order: dy[i, j] is dy[i * columns + j].
 * @returns db, as long as a row.
 */
export function biasGradient(dy: Float32Array, rows: number, columns: number): Float32Array {
  const db = new Float32Array(columns);
  // Your code goes here.
  return db;
}

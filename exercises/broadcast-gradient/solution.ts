/** b[j] is in y[0, j], y[1, j], …, each with the slope 1: its gradient is the sum of theirs. */
export function biasGradient(dy: Float32Array, rows: number, columns: number): Float32Array {
  const db = new Float32Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) db[j] += dy[i * columns + j];
  }
  return db;
}

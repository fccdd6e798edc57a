/** Rows gathered from a table by index, and their gradient, which scatters them. */
import { clear, loadPart, put, putPart, storePart } from './simd';

/**
 * out[r] = table[index[r]] for rows of `columns` values; index holds whole numbers as float32.
 * All indices are checked first: returns the first row whose index is not a whole number in [0, entries), and then
 * writes nothing; else −1.
 */
export function gatherRows(out: usize, table: usize, index: usize, rows: usize, columns: usize, entries: usize): i32 {
  for (let r: usize = 0; r < rows; r++) {
    const entry = load<f32>(index + (r << 2));
    if (!(entry >= 0 && <f64>entry < <f64>entries && entry == floor(entry))) return <i32>r;
  }
  const rest = columns & 3;
  for (let r: usize = 0; r < rows; r++) {
    let from = table + ((<usize>(<u32>load<f32>(index + (r << 2))) * columns) << 2);
    const end = from + ((columns - rest) << 2);
    for (; from < end; from += 16, out += 16) v128.store(out, v128.load(from));
    if (rest) {
      storePart(out, loadPart(from, rest), rest);
      out += rest << 2;
    }
  }
  return -1;
}

/**
 * dTable[index[r]] += dy[r] for r = 0, 1, … in order: the gradient of `gatherRows`. dTable [entries, columns] is set to
 * +0 first where adds is 0. The indices must have passed `gatherRows`.
 */
export function scatterRows(
  dTable: usize,
  dy: usize,
  index: usize,
  rows: usize,
  columns: usize,
  entries: usize,
  adds: i32,
): void {
  if (!adds) clear(dTable, entries * columns);
  const rest = columns & 3;
  for (let r: usize = 0; r < rows; r++) {
    let to = dTable + ((<usize>(<u32>load<f32>(index + (r << 2))) * columns) << 2);
    const end = to + ((columns - rest) << 2);
    for (; to < end; to += 16, dy += 16) put(to, v128.load(dy), 1);
    if (rest) {
      putPart(to, loadPart(dy, rest), rest, 1);
      dy += rest << 2;
    }
  }
}

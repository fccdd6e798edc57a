/** Rows gathered from a table by index, and their gradient, which scatters them. */
import { clear, loadPart, put, putPart, storePart } from './simd';

/** The first of `rows` indices that is not a whole number in [0, entries), −1 if there is none. */
@inline
function firstWrong(index: usize, rows: usize, entries: usize): i32 {
  // Below 2²⁴ comparisons with entries are exact in float32; the general loop does the others, and finds the wrong one.
  let r: usize = 0;
  if (entries <= 16777216) {
    const most = f32x4.splat(<f32>entries);
    for (; r + 4 <= rows; r += 4) {
      const four = v128.load(index + (r << 2));
      const whole = f32x4.eq(four, f32x4.floor(four));
      const within = v128.and(f32x4.ge(four, f32x4.splat(0)), f32x4.lt(four, most));
      if (i32x4.bitmask(v128.and(whole, within)) != 15) break;
    }
  }
  for (; r < rows; r++) {
    const entry = load<f32>(index + (r << 2));
    if (!(entry >= 0 && <f64>entry < <f64>entries && entry == floor(entry))) return <i32>r;
  }
  return -1;
}

/**
 * out[r] = table[index[r]] for rows of `columns` values; index holds whole numbers as float32.
 * All indices are checked first: returns the first row whose index is not a whole number in [0, entries), and then
 * writes nothing; else −1.
 */
export function gatherRows(out: usize, table: usize, index: usize, rows: usize, columns: usize, entries: usize): i32 {
  const wrong = firstWrong(index, rows, entries);
  if (wrong >= 0) return wrong;
  const bytes = columns << 2;
  for (const end = index + (rows << 2); index < end; index += 4) {
    const from = table + <usize>(<u32>load<f32>(index)) * bytes;
    if (columns < 4) {
      if (columns) storePart(out, loadPart(from, columns), columns);
    } else {
      // The last vector overlaps the one before where 4 does not divide the columns.
      const last = bytes - 16;
      for (let at: usize = 0; at < last; at += 16) v128.store(out + at, v128.load(from + at));
      v128.store(out + last, v128.load(from + last));
    }
    out += bytes;
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

/**
 * Strips of 1 to 4 rows of C, of any number of columns: each shape of tile as a function of its own, and the choice
 * between them.
 *
 * The functions for the single shapes are deliberately not inlined, so that V8 allocates the registers of each apart.
 */
import { tallRows, tallTiles } from './tall';
import { pairs, tiles } from './tile';

// One function for each shape of tile and layout of A; the arguments are those of `tiles`.

function rows4x8(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, true, true, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows3x8(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, true, true, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows4x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, true, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows3x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, true, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows2x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(2, true, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows1x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(1, true, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows4x4Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, false, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows3x4Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, false, false, false, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows2x16(
  c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  pairs(2, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows1x16(
  c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  pairs(1, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns4x8(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, true, true, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns3x8(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, true, true, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns4x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, true, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns3x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, true, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns2x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(2, true, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns1x8Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(1, true, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns4x4Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(4, false, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns3x4Edge(
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  tiles(3, false, false, true, strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns2x16(
  c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  pairs(2, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns1x16(
  c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  pairs(1, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

/** `strips` strips of `rows` rows (1 strip if 1 or 2 rows) of any number of columns, with A by rows. */
export function multiplyRows(
  strips: i32, rows: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  multiply(false, strips, rows, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

/** The same with A by columns. */
export function multiplyColumns(
  strips: i32, rows: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  multiply(true, strips, rows, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

@inline
function multiply(
  byColumns: bool, strips: i32, rows: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const whole = rows > 2 ? columns & ~7 : columns & ~15;
  if (whole > 0) {
    if (ASC_FEATURE_RELAXED_SIMD && rows == tallRows) {
      tallTiles(byColumns, strips, c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
    } else if (rows == 4) {
      if (byColumns) columns4x8(strips, c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
      else rows4x8(strips, c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
    } else if (rows == 3) {
      if (byColumns) columns3x8(strips, c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
      else rows3x8(strips, c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
    } else if (rows == 2) {
      if (byColumns) columns2x16(c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
      else rows2x16(c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
    } else {
      if (byColumns) columns1x16(c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
      else rows1x16(c, cStride, a, aStride, b, bStride, panelStride, whole, k, bias, mode);
    }
  }
  columns -= whole;
  if (columns == 0) return;
  c += whole << 2;
  b += <usize>(whole >> 3) * panelStride;
  if (bias) bias += whole << 2;
  if (ASC_FEATURE_RELAXED_SIMD && rows == tallRows) { // two strips of half the height
    rows = tallRows >> 1;
    strips <<= 1;
  }
  if (rows == 2) {
    if (byColumns) columns2x8Edge(1, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows2x8Edge(1, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else if (rows == 1) {
    if (byColumns) columns1x8Edge(1, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows1x8Edge(1, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else if (rows == 4 && columns > 4) {
    if (byColumns) columns4x8Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows4x8Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else if (rows == 4) {
    if (byColumns) columns4x4Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows4x4Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else if (columns > 4) {
    if (byColumns) columns3x8Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows3x8Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else {
    if (byColumns) columns3x4Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows3x4Edge(strips, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  }
}

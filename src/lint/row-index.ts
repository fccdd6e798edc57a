import type { Column } from '../data/table.ts';

/** Columns side by side: what makes a row the same as another. */
export type RowColumns = readonly Column[];

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Finds rows by what stands in them, all columns together: numbers by value (0 and −0 alike, missing ones alike), text by code
 * unit. Rows are told apart by two 32-bit hashes and then compared, so that what is found is equal.
 */
export class RowIndex {
  private readonly columns: RowColumns;
  private readonly keys: Float64Array;
  private readonly firstOf = new Map<number, number>();
  /** The next row of the same key, −1 at the end: those that share a key need not be equal. */
  private readonly next: Int32Array;

  constructor(columns: RowColumns, rows: number) {
    this.columns = columns;
    this.keys = rowKeys(columns, rows);
    this.next = new Int32Array(rows).fill(-1);
    for (let row = rows - 1; row >= 0; row--) {
      const later = this.firstOf.get(this.keys[row]);
      if (later !== undefined) this.next[row] = later;
      this.firstOf.set(this.keys[row], row);
    }
  }

  /** For every row of `columns`, the first row of this index that is equal to it, from 0, or −1. */
  find(columns: RowColumns, rows: number): Int32Array {
    const keys = columns === this.columns ? this.keys : rowKeys(columns, rows);
    const found = new Int32Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      let at = this.firstOf.get(keys[row]) ?? -1;
      while (at >= 0 && !this.isEqual(at, columns, row)) at = this.next[at];
      found[row] = at;
    }
    return found;
  }

  private isEqual(own: number, columns: RowColumns, row: number): boolean {
    if (columns === this.columns && own === row) return true;
    return columns.every((column, j) => {
      const [a, b] = [this.columns[j][own], column[row]];
      return a === b || (Number.isNaN(a) && Number.isNaN(b));
    });
  }
}

/** 53 bits of hash for each row. */
function rowKeys(columns: RowColumns, rows: number): Float64Array {
  const high = new Uint32Array(rows).fill(0x9e3779b9);
  const low = new Uint32Array(rows).fill(0x85ebca6b);
  for (const column of columns) {
    const hashes = new Map<string, readonly [number, number]>();
    for (let row = 0; row < rows; row++) {
      const value = column[row];
      let [a, b] = [0, 0];
      if (typeof value === 'number') {
        float[0] = value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value;
        [a, b] = words;
      } else {
        let hash = hashes.get(value);
        if (!hash) {
          hash = hashText(value);
          hashes.set(value, hash);
        }
        [a, b] = hash;
      }
      high[row] = mix(mix(high[row], a), b);
      low[row] = mix(mix(low[row], b), a);
    }
  }
  return Float64Array.from(high, (word, row) => word * 2097152 + (low[row] >>> 11));
}

/** Adds a word to a hash: the steps of MurmurHash3 (A. Appleby, public domain). */
function mix(hash: number, word: number): number {
  word = Math.imul(word, 0xcc9e2d51);
  word = (word << 15) | (word >>> 17);
  hash ^= Math.imul(word, 0x1b873593);
  hash = (hash << 13) | (hash >>> 19);
  return (Math.imul(hash, 5) + 0xe6546b64) >>> 0;
}

function hashText(text: string): readonly [number, number] {
  let [a, b] = [text.length, 0x811c9dc5];
  for (let i = 0; i < text.length; i++) {
    a = mix(a, text.charCodeAt(i));
    b = Math.imul(b ^ text.charCodeAt(i), 0x01000193);
  }
  return [a, b >>> 0];
}

import type { Column } from './table.ts';

/** A column of what is compared: row i has `values[i * stride + offset]`. */
export interface RowColumn {
  readonly values: Float32Array | Float64Array | readonly string[];
  readonly stride: number;
  readonly offset: number;
}

/** Columns side by side: what makes a row the same as another. */
export type RowColumns = readonly RowColumn[];

export function rowColumn(values: Column): RowColumn {
  return { values, stride: 1, offset: 0 };
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Finds rows by what stands in them, all columns together: numbers by value (0 and −0 alike, missing ones alike), text by code
 * unit. Rows are told apart by two 32-bit hashes and then compared, so that what is found is equal.
 */
export class RowIndex {
  private readonly columns: RowColumns;
  private readonly rows: Uint32Array;
  private readonly keys: Float64Array;
  private readonly firstOf = new Map<number, number>();
  /** The next place of the same key, −1 at the end: those that share a key need not be equal. */
  private readonly next: Int32Array;

  /** @param rows those that can be found, from 0. */
  constructor(columns: RowColumns, rows: Uint32Array) {
    this.columns = columns;
    this.rows = rows;
    this.keys = rowKeys(columns, rows);
    this.next = new Int32Array(rows.length).fill(-1);
    for (let place = rows.length - 1; place >= 0; place--) {
      const later = this.firstOf.get(this.keys[place]);
      if (later !== undefined) this.next[place] = later;
      this.firstOf.set(this.keys[place], place);
    }
  }

  /** For each of its own rows, the place of the first that is equal to it. */
  firsts(): Int32Array {
    return this.places(this.columns, this.rows, this.keys);
  }

  /** For each of these rows of `columns`, the place of the first row here that is equal to it, or −1. */
  find(columns: RowColumns, rows: Uint32Array): Int32Array {
    return this.places(columns, rows, rowKeys(columns, rows));
  }

  private places(columns: RowColumns, rows: Uint32Array, keys: Float64Array): Int32Array {
    return Int32Array.from(rows, (row, i) => {
      let place = this.firstOf.get(keys[i]) ?? -1;
      while (place >= 0 && !this.isEqual(place, columns, row)) place = this.next[place];
      return place;
    });
  }

  private isEqual(place: number, columns: RowColumns, row: number): boolean {
    const own = this.rows[place];
    if (columns === this.columns && own === row) return true;
    for (let j = 0; j < columns.length; j++) {
      const a = valueAt(this.columns[j], own);
      const b = valueAt(columns[j], row);
      if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) return false;
    }
    return true;
  }
}

function valueAt({ values, stride, offset }: RowColumn, row: number): number | string {
  return values[row * stride + offset];
}

/** 53 bits of hash for each row. */
function rowKeys(columns: RowColumns, rows: Uint32Array): Float64Array {
  const high = new Uint32Array(rows.length).fill(0x9e3779b9);
  const low = new Uint32Array(rows.length).fill(0x85ebca6b);
  for (const column of columns) {
    const hashes = new Map<string, readonly [number, number]>();
    for (let i = 0; i < rows.length; i++) {
      const value = valueAt(column, rows[i]);
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
      high[i] = mix(mix(high[i], a), b);
      low[i] = mix(mix(low[i], b), a);
    }
  }
  return Float64Array.from(high, (word, i) => word * 2097152 + (low[i] >>> 11));
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

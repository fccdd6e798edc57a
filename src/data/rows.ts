/** Rows to train on, in whatever form people have them, gathered batch by batch without copying the whole. */
import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';
import { firstNonFinite } from '../tensor/finite.ts';
import { flattenNested, type NestedArray, requireShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { isNumberArray, Tensor } from '../tensor/tensor.ts';
import { ResidentRows } from './resident-rows.ts';

/** Numbers with a shape, the first axis the rows. `scale` multiplies each as it is read: 1 / 255 for grey levels. */
export interface ScaledArray {
  readonly data: Float32Array | Uint8Array;
  readonly shape: Shape;
  readonly scale?: number;
}

/** What models take as inputs or targets: a tensor, nested arrays, one number a row, or numbers with a shape. */
export type RowsLike = Tensor | NestedArray | ArrayLike<number> | ScaledArray;

/** Rows of numbers of one shape. */
export class Rows {
  /** Number of rows. */
  readonly count: number;
  /** Shape of one row; `[]` where a row is one number. */
  readonly shape: Shape;
  /** Numbers a row. */
  readonly size: number;
  private readonly data: ArrayLike<number>;
  private readonly scale: number;
  /** What each byte stands for. */
  private byteValues: Float32Array | undefined;

  constructor(data: ArrayLike<number>, shape: Shape, scale = 1) {
    this.count = shape[0];
    this.shape = shape.slice(1);
    this.size = sizeOf(this.shape);
    this.data = data;
    this.scale = scale;
  }

  /** Number `column` of a row. */
  at(row: number, column = 0): number {
    return this.data[row * this.size + column] * this.scale;
  }

  /** Writes the rows `order[from]` … `order[from + count − 1]`, one after the other, to `target` from `at` on. */
  gather(target: Float32Array, order: Uint32Array, from: number, count: number, at = 0): void {
    const { data, size, scale } = this;
    if (data instanceof Uint8Array) {
      gatherBytes(target, data, this.valuesOfBytes(), order, from, count, size, at);
    } else if (!(data instanceof Float32Array) || scale !== 1) {
      for (let i = 0, next = at; i < count; i++) {
        const start = order[from + i] * size;
        for (let j = start; j < start + size; j++) target[next++] = data[j] * scale;
      }
    } else if (size < 64) gatherShort(target, data, order, from, count, size, at);
    else {
      for (let i = 0; i < count; i++) {
        const start = order[from + i] * size;
        target.set(data.subarray(start, start + size), at + i * size);
      }
    }
  }

  /** A copy of all rows as a tensor; `shape` is another for each row, of the same size. */
  toTensor(shape: Shape = this.shape): Tensor {
    const values = new Float32Array(this.count * this.size);
    this.convert(values, 0, this.count);
    return new Tensor([this.count, ...shape], values);
  }

  /** A copy in WASM memory; undefined where it would be too large, or not of the same numbers. */
  resident(): ResidentRows | undefined {
    const { data, scale, count, size } = this;
    return data instanceof Float32Array && scale === 1 ? ResidentRows.for(data, count, size) : undefined;
  }

  /** The rows `from` … `from + count − 1`, where they lie; undefined if that is not in float32 as it is. */
  view(from: number, count: number): Float32Array | undefined {
    const { data, size, scale } = this;
    return scale === 1 && data instanceof Float32Array ? data.subarray(from * size, (from + count) * size) : undefined;
  }

  /** Writes the rows `from` … `from + count − 1` to the beginning of `target`. */
  convert(target: Float32Array, from: number, count: number): void {
    const { data, size, scale } = this;
    const begin = from * size;
    const length = count * size;
    if (data instanceof Uint8Array) {
      const values = this.valuesOfBytes();
      for (let i = 0; i < length; i++) target[i] = values[data[begin + i]];
    } else if (scale === 1 && data instanceof Float32Array) target.set(data.subarray(begin, begin + length));
    else for (let i = 0; i < length; i++) target[i] = data[begin + i] * scale;
  }

  private valuesOfBytes(): Float32Array {
    this.byteValues ??= Float32Array.from({ length: 256 }, (_, byte) => byte * this.scale);
    return this.byteValues;
  }

  /** @throws DataError naming row and column of the first number that is NaN or infinite. */
  requireFinite(who: string): void {
    const { data, size } = this;
    if (data instanceof Uint8Array || (data instanceof Float32Array && firstNonFinite(data) < 0)) return;
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(Math.fround(data[i]))) continue; // also what is too large for float32
      const row = Math.floor(i / size) + 1;
      const column = String((i % size) + 1);
      const place = size === 1 ? `row ${row}` : `row ${row}, column ${column}`;
      throw new DataError(`${who}: ${data[i]} at ${place}; drop such rows or fill the gaps before training`, {
        row,
        column,
      });
    }
  }
}

/** Rows of a few numbers: a plain loop over float32 alone beats a call for each row. */
function gatherShort(
  target: Float32Array,
  data: Float32Array,
  order: Uint32Array,
  from: number,
  count: number,
  size: number,
  at: number,
): void {
  const whole = size - (size % 4);
  let next = at;
  for (let i = 0; i < count; i++) {
    let j = order[from + i] * size;
    const end = j + size;
    for (const most = j + whole; j < most; j += 4, next += 4) {
      target[next] = data[j];
      target[next + 1] = data[j + 1];
      target[next + 2] = data[j + 2];
      target[next + 3] = data[j + 3];
    }
    for (; j < end; j++, next++) target[next] = data[j];
  }
}

/** Bytes, each to the number it stands for. */
function gatherBytes(
  target: Float32Array,
  data: Uint8Array,
  values: Float32Array,
  order: Uint32Array,
  from: number,
  count: number,
  size: number,
  at: number,
): void {
  for (let i = 0, next = at; i < count; i++) {
    const start = order[from + i] * size;
    for (let j = start; j < start + size; j++) target[next++] = values[data[j]];
  }
}

/**
 * Rows from any of the forms people have them in. Typed arrays are not copied.
 *
 * @throws DataError for no rows at all; ShapeError for ragged rows or sizes that do not fit; TypeError for anything else.
 */
export function toRows(who: string, value: RowsLike): Rows {
  if (value instanceof Tensor) {
    if (value.rank === 0) throw new ShapeError(`${who}: expected rows, got a scalar tensor`);
    return new Rows(value.values ?? value.toFloat32Array(), value.shape);
  }
  if (isScaledArray(value)) return scaledRows(who, value);
  if (isNumberArray(value) && value.length > 0 && !Array.isArray(value[0])) {
    const wrong = Array.isArray(value) ? value.findIndex((item) => typeof item !== 'number') : -1;
    if (wrong >= 0) {
      const row = wrong + 1;
      throw new DataError(`${who}: ${valueText(value[wrong])} is no number, at row ${row}`, { row });
    }
    return new Rows(Array.isArray(value) ? Float32Array.from(value) : value, [value.length]);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) throw new DataError(`${who}: no rows`);
    const { values, shape } = flattenNested(who, value as NestedArray);
    return new Rows(values, shape);
  }
  if (isNumberArray(value)) throw new DataError(`${who}: no rows`);
  throw new TypeError(`${who}: expected a tensor, arrays of numbers or { data, shape }, got ${valueText(value)}`);
}

function isScaledArray(value: unknown): value is ScaledArray {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}

/** @throws TypeError for anything but numbers with a shape; as `toRows`. */
export function requireScaledArray(who: string, value: ScaledArray): Rows {
  if (isScaledArray(value)) return scaledRows(who, value);
  throw new TypeError(`${who}: expected { data, shape }, got ${valueText(value)}`);
}

function scaledRows(who: string, { data, shape, scale = 1 }: ScaledArray): Rows {
  if (!(data instanceof Float32Array || data instanceof Uint8Array)) {
    throw new TypeError(`${who}: data must be a Float32Array or Uint8Array, got ${valueText(data)}`);
  }
  if (Array.isArray(shape) && shape[0] === 0) throw new DataError(`${who}: no rows`);
  if (requireShape(who, shape).length === 0 || sizeOf(shape) !== data.length) {
    throw new ShapeError(`${who}: shape ${shapeText(shape)} does not fit ${data.length} values`);
  }
  if (typeof scale !== 'number' || !Number.isFinite(scale)) {
    throw new TypeError(`${who}: scale must be a finite number, got ${valueText(scale)}`);
  }
  return new Rows(data, shape, scale);
}

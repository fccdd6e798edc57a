/**
 * The element types of safetensors that are read and written, and the arrays that hold them.
 *
 * Files are little-endian. So is WASM memory, and so is every machine that the engines run on: bytes are copied as they are.
 */
import { DataError } from '../errors.ts';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './half-floats.ts';

/** The array that holds each type. Half floats are float32 in memory, exactly; BOOL is 0 or 1. */
export interface StoredArrays {
  F32: Float32Array;
  F64: Float64Array;
  F16: Float32Array;
  BF16: Float32Array;
  I8: Int8Array;
  I16: Int16Array;
  I32: Int32Array;
  I64: BigInt64Array;
  U8: Uint8Array;
  U16: Uint16Array;
  U32: Uint32Array;
  U64: BigUint64Array;
  BOOL: Uint8Array;
}

export type StoredType = keyof StoredArrays;
type StoredArray = StoredArrays[StoredType];

/** A tensor as a file holds it: `data` row-major, as many elements as `shape` has; sizes may be 0, `[]` is a scalar. */
export type StoredTensor = {
  [T in StoredType]: { readonly dtype: T; readonly shape: readonly number[]; readonly data: StoredArrays[T] };
}[StoredType];

interface Storage {
  /** Bytes an element takes in the file. */
  readonly width: number;
  readonly array: new (buffer: ArrayBuffer) => StoredArray;
  /** From bytes of this type's own, as many as whole elements, to the array. */
  readonly read: (who: string, bytes: Uint8Array<ArrayBuffer>) => StoredArray;
  /** From the array to an array of the same bytes as the file. */
  readonly write: (who: string, data: never) => StoredArray;
}

type Make = { new (buffer: ArrayBuffer): StoredArray; readonly BYTES_PER_ELEMENT: number };

function plain(array: Make): Storage {
  return {
    width: array.BYTES_PER_ELEMENT,
    array,
    read: (_, bytes) => new array(bytes.buffer),
    write: (_, data) => data,
  };
}

function half(
  from: (halves: Uint16Array) => Float32Array,
  to: (who: string, values: Float32Array) => Uint16Array,
): Storage {
  return { width: 2, array: Float32Array, read: (_, bytes) => from(new Uint16Array(bytes.buffer)), write: to };
}

function bool(): Storage {
  const checked = (who: string, data: Uint8Array) => {
    const wrong = data.findIndex((value) => value > 1);
    if (wrong >= 0) throw new DataError(`${who}: BOOL must be 0 or 1, got ${data[wrong]} at [${wrong}]`);
    return data;
  };
  return { width: 1, array: Uint8Array, read: checked, write: checked };
}

/**
 * By ascending alignment, in the order of the reference implementation, which writes the last of these first so that
 * every tensor starts at a multiple of its width.
 */
export const storages: ReadonlyMap<string, Storage> = new Map<StoredType, Storage>([
  ['BOOL', bool()],
  ['U8', plain(Uint8Array)],
  ['I8', plain(Int8Array)],
  ['I16', plain(Int16Array)],
  ['U16', plain(Uint16Array)],
  ['F16', half(fromFloat16, toFloat16)],
  ['BF16', half(fromBfloat16, toBfloat16)],
  ['I32', plain(Int32Array)],
  ['U32', plain(Uint32Array)],
  ['F32', plain(Float32Array)],
  ['F64', plain(Float64Array)],
  ['I64', plain(BigInt64Array)],
  ['U64', plain(BigUint64Array)],
]);

/** The names, as they stand in messages. */
export const storedTypes: readonly string[] = [...storages.keys()];

/**
 * Bytes that elements of `width` bytes take in this shape; undefined where any product on the way, from the left, leaves
 * the whole numbers that are exact, even if a size of 0 follows.
 */
export function storedBytes(shape: readonly number[], width: number): number | undefined {
  let size = 1;
  for (const n of shape) {
    size *= n;
    if (!Number.isSafeInteger(size)) return undefined;
  }
  size *= width;
  return Number.isSafeInteger(size) ? size : undefined;
}

/** Safetensors files for tests: those of the golden file, and those that no writer would make. */
import { readSafetensors, type StoredTensor, type StoredType } from '../../src/index.ts';

/** The array of each type. */
export const arrays = {
  F32: Float32Array,
  F64: Float64Array,
  F16: Float32Array,
  BF16: Float32Array,
  I8: Int8Array,
  I16: Int16Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
  U16: Uint16Array,
  U32: Uint32Array,
  U64: BigUint64Array,
  BOOL: Uint8Array,
};
export type Data = StoredTensor['data'];

/** Numbers as a golden file lists them. */
function dataOf(dtype: string, values: readonly (number | string)[]): Data {
  const numbers = values.map((value) => (dtype === 'I64' || dtype === 'U64' ? BigInt(value) : Number(value)));
  return (arrays[dtype as StoredType] as unknown as { from(values: unknown[]): Data }).from(numbers);
}

/** The tensors of a case of the golden file. */
export function goldenTensors(tensors: object): Record<string, StoredTensor> {
  const entries = Object.entries(tensors as Record<string, { dtype: string; shape: number[]; values: [] }>);
  return Object.fromEntries(
    entries.map(([name, { dtype, shape, values }]) => [
      name,
      { dtype, shape, data: dataOf(dtype, values) } as StoredTensor,
    ]),
  );
}

/** Records without a prototype, compared by what they hold. */
export const contents = (file: Uint8Array) => {
  const { tensors, metadata } = readSafetensors(file);
  return { tensors: { ...tensors }, metadata: { ...metadata } };
};

export const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

/** A file with this header and these bytes after it; `length` is what it says of the header. */
export function fileOf(header: string | Uint8Array, values: ArrayLike<number> = [], length?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + values.length);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(values, 8 + text.length);
  return file;
}

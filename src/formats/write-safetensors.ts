import { DataError, requireKnownOptions, ShapeError, shapeText, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { longestHeader } from './read-safetensors.ts';
import { type StoredTensor, storages, storedBytes, storedTypes } from './safetensors-dtypes.ts';
import { forbiddenKey, metadataKey } from './safetensors-header.ts';

/**
 * Tensors as a safetensors file: what `readSafetensors` reads, and other libraries too.
 *
 * A `Tensor` is written as F32; `{ dtype, shape, data }` as its type says, where F16 and BF16 round float32 `data` to the
 * nearest, ties to even. The same tensors and metadata give the same bytes, whatever their order in the records: types
 * with wider elements come first, and names, like metadata keys, are in order of their UTF-8 bytes. These are the
 * order and the bytes of the reference implementation.
 *
 *     const bytes = writeSafetensors({ weight, bias }, { author: 'me' });
 *
 * @throws DataError for `__metadata__` or `__proto__` as a name, text that is not well-formed Unicode, values that do not
 *   fit the type, or a header beyond 100,000,000 bytes. ShapeError for a shape that does not fit the data. TypeError for
 *   anything else that is no tensor, or metadata that is not text. RecordingError for a tensor inside `record`.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor | StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const who = 'writeSafetensors';
  requireKeys(who, 'tensors', tensors, metadataKey);
  requireKeys(who, 'metadata', metadata);
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw new TypeError(`${who}: metadata ${valueText(key)} must be a string, got ${valueText(value)}`);
    }
    requireText(who, `metadata ${valueText(key)}`, value);
  }

  const alignment = new Map(storedTypes.map((dtype, i) => [dtype, i]));
  const parts = Object.entries(tensors)
    .map(([name, value]) => ({ name, ...stored(`${who}: tensor ${valueText(name)}`, value) }))
    .sort((a, b) => alignment.get(b.dtype)! - alignment.get(a.dtype)! || byCodePoint(a.name, b.name));

  const entries: string[] = [];
  const keys = Object.keys(metadata).sort(byCodePoint);
  if (keys.length > 0) entries.push(`"${metadataKey}":{${keys.map((key) => pair(key, metadata[key])).join(',')}}`);
  let begin = 0;
  for (const { name, dtype, shape, bytes } of parts) {
    const end = begin + bytes.length;
    entries.push(pair(name, { dtype, shape, data_offsets: [begin, end] }));
    begin = end;
  }
  const header = new TextEncoder().encode(`{${entries.join(',')}}`);
  const headerBytes = Math.ceil(header.length / 8) * 8;
  if (headerBytes > longestHeader) {
    throw new DataError(`${who}: the header would take ${headerBytes} bytes, but at most ${longestHeader} are allowed`);
  }

  const file = new Uint8Array(8 + headerBytes + begin);
  new DataView(file.buffer).setUint32(0, headerBytes, true);
  file.fill(' '.charCodeAt(0), 8, 8 + headerBytes);
  file.set(header, 8);
  let at = 8 + headerBytes;
  for (const { bytes } of parts) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** `"key":value`, compact. */
function pair(key: string, value: unknown): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function requireKeys(who: string, what: string, record: unknown, reserved?: string): void {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw new TypeError(`${who}: ${what} must be an object, got ${valueText(record)}`);
  }
  for (const key of Object.keys(record)) {
    if (key === forbiddenKey || key === reserved) throw new DataError(`${who}: ${what}: ${key} cannot be a name`);
    requireText(who, `${what}: the name ${valueText(key)}`, key);
  }
}

function requireText(who: string, what: string, text: string): void {
  if (/\p{Surrogate}/u.test(text))
    throw new DataError(`${who}: ${what} holds an unpaired surrogate, which UTF-8 lacks`);
}

/** The type, shape and bytes of what is to be stored. */
function stored(who: string, value: unknown): { dtype: string; shape: readonly number[]; bytes: Uint8Array } {
  if (value instanceof Tensor) return { dtype: 'F32', shape: value.shape, bytes: bytesOf(value.toFloat32Array()) };
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Array.isArray(value)) {
    throw new TypeError(`${who}: expected a Tensor or { dtype, shape, data }, got ${valueText(value)}`);
  }
  requireKnownOptions(who, value, ['dtype', 'shape', 'data']);
  const { dtype, shape: given, data } = value as Record<string, unknown>;
  const storage = typeof dtype === 'string' ? storages.get(dtype) : undefined;
  if (!storage) throw new TypeError(`${who}: dtype must be one of ${storedTypes.join(', ')}, got ${valueText(dtype)}`);
  if (!(data instanceof storage.array)) {
    throw new TypeError(`${who}: data of ${dtype} must be of type ${storage.array.name}, got ${valueText(data)}`);
  }
  if (!Array.isArray(given)) throw new TypeError(`${who}: shape must be an array of sizes, got ${valueText(given)}`);
  const shape: readonly number[] = [...given];
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new ShapeError(`${who}: sizes must be whole numbers of at least 0, got [${shape.map(valueText).join(', ')}]`);
  }
  const size = storedBytes(shape, 1);
  if (size !== data.length) {
    throw new ShapeError(
      `${who}: expected ${size ?? 'more than 2^53 − 1'} values for shape ${shapeText(shape)}, got ${data.length}`,
    );
  }
  return { dtype: dtype as string, shape, bytes: bytesOf(storage.write(who, data as never)) };
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The order of UTF-8 bytes, which is that of code points; UTF-16 has the surrogates before U+E000. */
function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  // Within a pair, the lower halves decide, in their own order.
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

/** Of a UTF-16 code unit: surrogates after all others; the end of the text before everything. */
function rank(unit: number): number {
  if (Number.isNaN(unit)) return -1;
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

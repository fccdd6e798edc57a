import { DataError, shapeText, valueText } from '../errors.ts';
import { type StoredTensor, storages, storedBytes, storedTypes } from './safetensors-dtypes.ts';
import { type HeaderEntry, parseHeader } from './safetensors-header.ts';

/** The most bytes a header may have, as in the reference implementation. */
export const longestHeader = 100_000_000;

/** What a safetensors file holds. Both records have no prototype, so that no name is there but those of the file. */
export interface SafetensorsContents {
  /** By name, in the order of the header. */
  readonly tensors: Record<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

/**
 * The tensors of a safetensors file.
 *
 *     8 bytes   length of the header, a little-endian 64-bit integer, at most 100,000,000
 *     header    JSON in UTF-8, from '{' on: type, shape and place of each tensor; may end in spaces
 *     the rest  the values, row-major and little-endian, without gaps
 *
 * F32, F64, F16, BF16, I8 to I64, U8 to U64 and BOOL are read, each into the typed array of its kind; F16 and BF16, which
 * JavaScript lacks, exactly into float32, BOOL into bytes of 0 and 1. Values may be NaN or infinite. All are copies.
 *
 *     const { tensors, metadata } = readSafetensors(await file.arrayBuffer());
 *     const weight = tensor(tensors['dense1.weight'].data, tensors['dense1.weight'].shape);
 *
 * The file is not trusted. Nothing in it is run, and everything the header says is compared with the bytes that are there
 * before room is made for a single tensor, so reading takes time and memory in proportion to the file. A tensor called
 * `__proto__`, which other readers allow, is refused.
 *
 * @throws DataError saying which tensor, what was expected and what came, for a file that is anything else. TypeError for
 *   what is not bytes.
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(bytes: Uint8Array | ArrayBuffer): SafetensorsContents {
  return parseSafetensors('readSafetensors', bytes);
}

/** As `readSafetensors`, in the name of another. */
export function parseSafetensors(who: string, bytes: Uint8Array | ArrayBuffer): SafetensorsContents {
  const file = bytesOf(who, bytes);
  const headerBytes = headerLength(who, file);
  const { entries, metadata } = parseHeader(who, headerText(who, file.subarray(8, 8 + headerBytes)));
  const values = file.subarray(8 + headerBytes);
  requireSizes(who, entries);
  requireCovered(who, entries, values.length);

  const tensors: Record<string, StoredTensor> = Object.create(null);
  for (const { name, dtype, shape, begin, end } of entries) {
    const data = storages.get(dtype)!.read(`${who}: tensor ${valueText(name)}`, values.slice(begin, end));
    tensors[name] = { dtype, shape, data } as StoredTensor;
  }
  return { tensors, metadata };
}

/** A plain view, because `slice` of Node's Buffer does not copy. */
function bytesOf(who: string, bytes: unknown): Uint8Array {
  if (bytes instanceof Uint8Array) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  throw new TypeError(`${who}: expected the bytes of a file, a Uint8Array or ArrayBuffer, got ${valueText(bytes)}`);
}

function headerLength(who: string, file: Uint8Array): number {
  if (file.length < 8) {
    throw new DataError(`${who}: expected at least 8 bytes, got ${file.length}; is the file cut short?`);
  }
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > longestHeader) {
    throw new DataError(
      `${who}: a header of ${length} bytes, but at most ${longestHeader} are allowed; is this a safetensors file?`,
    );
  }
  if (length > file.length - 8) {
    throw new DataError(`${who}: expected a header of ${length} bytes, got ${file.length - 8}; is the file cut short?`);
  }
  return Number(length);
}

function headerText(who: string, header: Uint8Array): string {
  if (header[0] !== '{'.charCodeAt(0)) {
    throw new DataError(
      `${who}: the header must begin with '{', got ${header.length > 0 ? `byte ${header[0]}` : 'none'}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(header);
  } catch {
    throw new DataError(`${who}: the header is not UTF-8`);
  }
}

/** Each type is known, and each tensor has as many bytes as its type and shape need. */
function requireSizes(who: string, entries: readonly HeaderEntry[]): void {
  for (const { name, dtype, shape, begin, end } of entries) {
    const what = `${who}: tensor ${valueText(name)}`;
    const storage = storages.get(dtype);
    if (!storage)
      throw new DataError(`${what}: dtype must be one of ${storedTypes.join(', ')}, got ${valueText(dtype)}`);
    if (end < begin) throw new DataError(`${what}: data_offsets [${begin}, ${end}] end before they begin`);
    const size = storedBytes(shape, storage.width);
    if (size === undefined) {
      throw new DataError(`${what}: shape ${shortShape(shape)} of ${dtype} is more than 2^53 − 1 bytes`);
    }
    if (size !== end - begin) {
      throw new DataError(
        `${what}: shape ${shortShape(shape)} of ${dtype} takes ${size} bytes, but data_offsets [${begin}, ${end}] hold ${end - begin}`,
      );
    }
  }
}

function shortShape(shape: readonly number[]): string {
  return shape.length <= 8 ? shapeText(shape) : `[${shape.slice(0, 8).join(', ')}, … ${shape.length} sizes]`;
}

/** The tensors cover the values from first to last, side by side. */
function requireCovered(who: string, entries: readonly HeaderEntry[], length: number): void {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let next = 0;
  for (const { name, begin, end } of sorted) {
    const what = `${who}: tensor ${valueText(name)}`;
    if (end > length) {
      throw new DataError(
        `${what}: data_offsets [${begin}, ${end}] reach beyond the ${length} bytes after the header; is the file cut short?`,
      );
    }
    if (begin !== next) {
      throw new DataError(
        `${what}: expected to begin at byte ${next}, where the one before it ends, got ${begin}: ${begin < next ? 'they overlap' : 'a gap'}`,
      );
    }
    next = end;
  }
  if (next !== length) {
    throw new DataError(`${who}: expected ${next} bytes after the header, got ${length}; what are the others?`);
  }
}

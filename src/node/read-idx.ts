import type { FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError, MemoryError, requireInteger, requireKnownOptions, requireOneOf, valueText } from '../errors.ts';
import { fileError } from './file-error.ts';
import { filePieces, gunzippedPieces } from './file-pieces.ts';
import {
  type IdxArrays,
  type IdxHeader,
  type IdxType,
  idxText,
  idxTypes,
  longestHeader,
  readIdxHeader,
} from './idx-header.ts';
import { openFile } from './open-file.ts';

export interface ReadIdxOptions<Type extends IdxType = IdxType> {
  /** What the file must hold; anything is taken where it is not given. */
  readonly type?: Type;
  /** Bytes of values to accept at most: a few kilobytes of gzip can unfold to gigabytes. 2³¹ unless set. */
  readonly largest?: number;
}

/** What an IDX file holds: `data` in row-major order, for numbers of this shape. */
export interface IdxArray<Type extends IdxType = IdxType> {
  readonly data: IdxArrays[Type];
  readonly shape: readonly number[];
}

/** Bytes looked at beyond those that should be there, to say how many there are too many. */
const slack = 2 ** 20;

/**
 * Reads an IDX file, the format of MNIST and its kin, as a typed array with a shape. Plain or gzipped, which its first bytes
 * tell, whatever its name.
 *
 *     0x00 0x00 type rank  size₁ … size_rank  values                 all numbers big-endian, sizes of 32 bits
 *     type  0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32, 0x0e float64
 *
 * Any rank from 1 up. Rank 0 (a single number without a size) and sizes of 0 are refused: nobody writes them, damage does.
 * The values come in the machine's own byte order.
 *
 *     const { data, shape } = await readIdx('train-images-idx3-ubyte.gz', { type: 'uint8' });   // [60000, 28, 28]
 *     model.predict({ data, shape: [...shape, 1], scale: 1 / 255 });
 *
 * All of the file is there or the call fails. Its length is held against the header before room for it is taken, so a header
 * that lies costs nothing; gzip is unfolded twice for that, once only to count. In memory it takes the values themselves and
 * some megabytes.
 *
 * @throws FileError if there is no such file, it is a folder, or may not be read. DataError, naming the file, for one that is
 *   empty, no IDX file (with what it looks like: a page of HTML, a zip archive …), of another type than asked for, shorter or
 *   longer than its header says, larger than `largest`, or gzip that is cut short or damaged. MemoryError if the machine
 *   has no room for the values.
 * @see http://yann.lecun.com/exdb/mnist/ (kept at https://github.com/cvdfoundation/mnist)
 */
export async function readIdx<Type extends IdxType = IdxType>(
  path: string | URL,
  options: ReadIdxOptions<Type> = {},
): Promise<IdxArray<Type>> {
  const caller = 'readIdx';
  requireKnownOptions(caller, options, ['type', 'largest']);
  const { type, largest = 2 ** 31 } = options;
  if (!(typeof path === 'string' || path instanceof URL)) {
    throw new TypeError(`${caller}: path must be text or a URL, got ${valueText(path)}`);
  }
  if (type !== undefined) requireOneOf(caller, 'type', type, idxTypes);
  requireInteger(caller, { largest }, 1);
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  const who = `${caller}: ${file}`;
  const { handle, size } = await openFile(caller, file);
  try {
    const content = await contentOf(who, handle, size);
    const header = readIdxHeader(who, await startOf(content));
    if (type !== undefined && header.type.name !== type) {
      throw new DataError(`${who}: expected ${type} values, got ${idxText(header)}`);
    }
    await requireLength(who, header, content, largest);
    return { data: (await valuesOf(who, header, content)) as IdxArrays[Type], shape: header.shape };
  } catch (error) {
    throw fileError(caller, 'read', file, error);
  } finally {
    await handle.close();
  }
}

/** What a file holds once it is unpacked. */
interface Content {
  /** From the beginning, as often as asked. */
  pieces(): AsyncGenerator<Uint8Array, void>;
  /** Bytes, where that is known without reading them. */
  readonly length: number | undefined;
}

async function contentOf(who: string, handle: FileHandle, size: number): Promise<Content> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    ? { pieces: () => gunzippedPieces(who, handle), length: undefined }
    : { pieces: () => filePieces(handle), length: size };
}

/** As many of the first bytes as a header may have. */
async function startOf({ pieces }: Content): Promise<Uint8Array> {
  const start = new Uint8Array(longestHeader);
  let length = 0;
  for await (const piece of pieces()) {
    const part = piece.subarray(0, longestHeader - length);
    start.set(part, length);
    length += part.length;
    if (length === longestHeader) break;
  }
  return start.subarray(0, length);
}

/** @throws DataError unless as many bytes follow the header as it says, and no more than `largest`. */
async function requireLength(who: string, header: IdxHeader, content: Content, largest: number): Promise<void> {
  const { bytes, valueBytes } = header;
  const most = bytes + Math.min(valueBytes, largest) + slack;
  const length = content.length ?? (await lengthUpTo(most, content));
  const came = length - bytes;
  if (came === valueBytes && came <= largest) return;
  const says = `its header says ${idxText(header)}, ${Number.isSafeInteger(valueBytes) ? valueBytes : 'over 2^53'} bytes after the first ${bytes}`;
  if (came > largest && valueBytes > largest) {
    throw new DataError(
      `${who}: ${says}, but at most ${largest} are accepted; if that is what you want, set largest: ${valueBytes}`,
    );
  }
  const counted = content.length === undefined && length > most ? `more than ${most - bytes}` : came;
  const what = came < valueBytes ? 'it is cut short' : 'something else follows';
  throw new DataError(
    `${who}: ${says}, but ${counted} came: ${what}, or the header is damaged; download or copy it again`,
  );
}

/** The number of bytes; where they are more than `most`, some number above it. */
async function lengthUpTo(most: number, { pieces }: Content): Promise<number> {
  let length = 0;
  for await (const piece of pieces()) {
    length += piece.length;
    if (length > most) break;
  }
  return length;
}

/** The values, in the byte order of this machine. */
async function valuesOf(
  who: string,
  { type, bytes, valueBytes }: IdxHeader,
  { pieces }: Content,
): Promise<IdxArrays[IdxType]> {
  const values = allocate(who, type, valueBytes);
  const target = new Uint8Array(values.buffer);
  let at = -bytes;
  for await (const piece of pieces()) {
    const part = piece.subarray(Math.max(0, -at), Math.max(0, valueBytes - at));
    target.set(part, Math.max(0, at));
    at += piece.length;
  }
  if (at !== valueBytes) throw new DataError(`${who}: it was changed while it was read; read it again`);
  if (endianness() === 'LE') swapBytes(target, type.Kind.BYTES_PER_ELEMENT);
  return values;
}

function allocate(who: string, { Kind }: IdxHeader['type'], bytes: number): IdxArrays[IdxType] {
  try {
    return new Kind(bytes / Kind.BYTES_PER_ELEMENT);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MemoryError(`${who}: its ${bytes} bytes of values do not fit the memory of this process`);
  }
}

/** Turns every number of `size` bytes around, in place. */
function swapBytes({ buffer }: Uint8Array, size: number): void {
  const bytes = Buffer.from(buffer);
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else if (size === 8) bytes.swap64();
}

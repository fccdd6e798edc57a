/** The header of IDX files: 0, 0, the type, the number of sizes, then the sizes as big-endian words. */
import { DataError } from '../errors.ts';
import { fileKind } from './file-kind.ts';

/** What IDX files hold, and the arrays that it becomes. */
export interface IdxArrays {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

export type IdxType = keyof IdxArrays;

interface TypeOfValues {
  readonly code: number;
  readonly name: IdxType;
  readonly Kind: { new (length: number): IdxArrays[IdxType]; readonly BYTES_PER_ELEMENT: number };
}

const types: readonly TypeOfValues[] = [
  { code: 0x08, name: 'uint8', Kind: Uint8Array },
  { code: 0x09, name: 'int8', Kind: Int8Array },
  { code: 0x0b, name: 'int16', Kind: Int16Array },
  { code: 0x0c, name: 'int32', Kind: Int32Array },
  { code: 0x0d, name: 'float32', Kind: Float32Array },
  { code: 0x0e, name: 'float64', Kind: Float64Array },
];

/** Names of the types. */
export const idxTypes: readonly IdxType[] = types.map(({ name }) => name);

/** Bytes of a header of 255 sizes, the most there can be. */
export const longestHeader = 4 + 4 * 255;

export interface IdxHeader {
  readonly type: TypeOfValues;
  readonly shape: number[];
  /** Bytes of the header itself. */
  readonly bytes: number;
  /** Bytes of the values that must follow; above 2⁵³ not exactly. */
  readonly valueBytes: number;
}

/**
 * Reads a header. Nothing is believed that the bytes do not say.
 *
 * @param who the caller and the file, for messages.
 * @param start the first bytes of the file, `longestHeader` of them if it has as many.
 * @throws DataError for what is no IDX file, with what it looks like; an unknown type; no sizes, or one of 0; a header that
 *   is cut short.
 */
export function readIdxHeader(who: string, start: Uint8Array): IdxHeader {
  if (start.length === 0) throw new DataError(`${who}: it is empty; download or copy it again`);
  if (start.length < 4) {
    throw new DataError(`${who}: expected an IDX file, got ${start.length} bytes; download or copy it again`);
  }
  if (start[0] !== 0 || start[1] !== 0) throw notIdx(who, start);
  const type = types.find(({ code }) => code === start[2]);
  if (!type) {
    const known = types.map(({ code, name }) => `${byteText(code)} ${name}`).join(', ');
    throw new DataError(
      `${who}: expected a type among ${known} as third byte, got ${byteText(start[2])}; it is damaged, or no IDX file`,
    );
  }
  const rank = start[3];
  const bytes = 4 + 4 * rank;
  if (rank === 0) throw new DataError(`${who}: expected at least one size in its header, got none (rank 0)`);
  if (start.length < bytes) {
    throw new DataError(
      `${who}: expected a header of ${bytes} bytes for ${rank} sizes, got ${start.length}; it is cut short, so download or copy it again`,
    );
  }
  const view = new DataView(start.buffer, start.byteOffset, bytes);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (shape.includes(0)) {
    throw new DataError(`${who}: it holds no values: its header says ${idxText({ type, shape })}`);
  }
  const valueBytes = shape.reduce((product, size) => product * size, type.Kind.BYTES_PER_ELEMENT);
  return { type, shape, bytes, valueBytes };
}

/** 'uint8 [60000, 28, 28]'. */
export function idxText({ type, shape }: Pick<IdxHeader, 'type' | 'shape'>): string {
  const sizes = shape.slice(0, 8).join(', ');
  return `${type.name} [${sizes}${shape.length > 8 ? ', …' : ''}]`;
}

function notIdx(who: string, start: Uint8Array): DataError {
  const kind = fileKind(start);
  if (kind) {
    const fix = kind.fix === undefined ? '' : `; ${kind.fix}`;
    return new DataError(`${who}: expected an IDX file, got ${kind.name}${fix}`);
  }
  const [rank, code, ...zeros] = start.subarray(0, 4);
  const reversed = rank > 0 && types.some((type) => type.code === code) && zeros.every((byte) => byte === 0);
  const first = [...start.subarray(0, 4)].map(byteText).join(' ');
  return new DataError(
    reversed
      ? `${who}: expected an IDX file, which is big-endian, got the little-endian number ${first}; write it anew`
      : `${who}: expected an IDX file, which begins 0x00 0x00, got ${first}; is it the right file?`,
  );
}

function byteText(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

import { valueText } from '../errors.ts';

/** What a file looks like by its first bytes. */
export interface FileKind {
  /** 'a zip archive'; of text with its beginning: 'a page of HTML, "<!doctype html>…"'. */
  readonly name: string;
  /** What to do about it, if it is not what was wanted; undefined where nothing more can be said. */
  readonly fix: string | undefined;
}

const unpack = 'unpack it and give what is in it';
const serversAnswer = 'a server gave it in place of the file, so download that anew';

/** First bytes, as latin1 text, of kinds that files are mistaken for. */
const signatures: readonly (readonly [signature: string, name: string, fix?: string])[] = [
  ['PK\x03\x04', 'a zip archive (or .npz)', unpack],
  ['\x1f\x8b', 'gzip content', unpack],
  ['BZh', 'bzip2 content', unpack],
  ['\xfd7zXZ\0', 'xz content', unpack],
  ['\x28\xb5\x2f\xfd', 'Zstandard content', unpack],
  ["7z\xbc\xaf'\x1c", 'a 7z archive', unpack],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['%PDF', 'a PDF document'],
  ['\x93NUMPY', 'a NumPy array (.npy)'],
  ['\x89HDF', 'an HDF5 file'],
  ['PAR1', 'a Parquet file'],
];

/** The same of text, letter case and what stands in front aside. */
const texts: readonly (readonly [beginning: RegExp, name: string, fix?: string])[] = [
  [/^<(?:!doctype html|html|head|body)\b/i, 'a page of HTML', serversAnswer],
  [/^<(?:\?xml|error)\b/i, 'XML', serversAnswer],
  [/^\{/, 'JSON', serversAnswer],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS', 'git lfs pull fetches the file itself'],
  [/^/, 'text'],
];

/**
 * What a file looks like, for the message of one who expected something else.
 *
 * @param start its first bytes; a few hundred are enough.
 * @returns undefined for bytes of no kind that is known.
 */
export function fileKind(start: Uint8Array): FileKind | undefined {
  const bytes = Buffer.from(start);
  const latin1 = bytes.toString('latin1');
  const found = signatures.find(([signature]) => latin1.startsWith(signature));
  if (found) return { name: found[1], fix: found[2] };
  if (latin1.slice(257, 262) === 'ustar') return { name: 'a tar archive', fix: unpack };
  const text = textOf(bytes.subarray(0, 200));
  if (text === undefined) return undefined;
  const [, name, fix] = texts.find(([beginning]) => beginning.test(text))!;
  return { name: `${name}, ${valueText(text)}`, fix };
}

/** Bytes as text, what may be in front of it taken away; undefined if they are none. The last character may be cut off. */
function textOf(bytes: Buffer): string | undefined {
  const text = bytes
    .toString('utf8')
    .replace(/\ufffd$/, '')
    .replace(/^\ufeff?\s*/, '');
  return text === '' || /(?![\t\n\v\f\r\x7f-\x9f])\p{Cc}|\ufffd/u.test(text) ? undefined : text;
}

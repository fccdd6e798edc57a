import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { DataError, FileError } from '../errors.ts';
import { fileError } from './file-error.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'latin1';

/** A file that is open to be read as text, once. */
export interface TextFile {
  /** Its bytes, to be read once; the file is closed after that. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Its size, or 0 for what has none, such as a pipe. */
  readonly totalBytes: number;
}

/** A piece of a text file that begins and ends where a line does. */
export interface TextChunk {
  readonly text: string;
  /** Line breaks in `text`; the file's last line may lack its own. */
  readonly breaks: number;
  /** Bytes of the file read so far, and in all. */
  readonly bytes: number;
  readonly totalBytes: number;
}

/** The line breaks of CSV: LF, CR LF, or a CR alone. */
export const lineBreak = /\r\n|\n|\r/g;

/** How many line breaks `text` holds. */
export function countBreaks(text: string): number {
  return text.match(lineBreak)?.length ?? 0;
}

/** Bytes of a piece. */
const pieceBytes = 65_536;

/**
 * Opens a file for `textChunks`, after which it is closed.
 *
 * @param signal ends the reading: what is being waited for fails with its reason.
 * @throws DataError if there is no such file or it cannot be opened; the reason of a signal that is aborted.
 */
export async function openText(caller: string, path: string | URL, signal?: AbortSignal): Promise<TextFile> {
  signal?.throwIfAborted();
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  let descriptor: number | undefined;
  try {
    // A named pipe that nobody writes to yet would be waited for in a thread, which nothing could end.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new DataError(`${caller}: ${file} is a folder, not a file`);
    const stream = status.isFile()
      ? createReadStream(file, { fd: descriptor, highWaterMark: pieceBytes })
      : waitingStream(file, descriptor);
    return { pieces: signal ? endedBy(signal, stream) : stream, totalBytes: status.size };
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    if (error instanceof DataError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new DataError(`${caller}: no such file: ${file}`);
    const told = fileError(caller, 'read', file, error);
    throw new DataError(told instanceof FileError ? told.message : `${caller}: cannot open ${file}: ${message}`);
  }
}

/** Of a pipe or a terminal, which may have nothing to give for long: waited for without a thread, so that it can be left. */
function waitingStream(file: string, descriptor: number): Readable {
  if (isatty(descriptor)) return new ReadStream(descriptor);
  if (fstatSync(descriptor).isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
  return createReadStream(file, { fd: descriptor, highWaterMark: pieceBytes });
}

function endedBy(signal: AbortSignal, stream: Readable): Readable {
  const end = (): void => void stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', end, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', end));
  stream.on('error', () => {}); // whoever reads is told; before that nobody listens
  return stream;
}

/**
 * The text of a file in pieces of about 64 KiB, cut after line breaks. A byte-order mark decides the encoding over
 * `encoding`, and is removed. 'latin1' is read as Windows-1252, its superset, as browsers do.
 *
 * @param who names the file, for messages, which add the line.
 * @throws DataError if its bytes are not text in that encoding, or a line is longer than `longestLine` characters.
 */
export async function* textChunks(
  who: string,
  { pieces, totalBytes }: TextFile,
  encoding: TextEncoding,
  longestLine: number,
): AsyncGenerator<TextChunk> {
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  let lines = 0;
  let rest = '';
  for await (const buffer of pieces) {
    decoder ??= new TextDecoder(encodingOf(buffer) ?? encoding, { fatal: true });
    const text = decode(who, decoder, buffer, rest, lines);
    bytes += buffer.length;
    // A CR at the very end may be half of a CR LF, so it waits for what follows.
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2)) + 1;
    if (end === 0) {
      rest += text;
      if (rest.length > longestLine) {
        throw new DataError(`${who} line ${lines + 1}: longer than ${longestLine} characters; is this a CSV file?`);
      }
      continue;
    }
    const whole = rest + text.slice(0, end);
    rest = text.slice(end);
    const breaks = countBreaks(whole);
    lines += breaks;
    yield { text: whole, breaks, bytes, totalBytes };
  }
  if (decoder) rest += decode(who, decoder, undefined, rest, lines);
  if (rest !== '') yield { text: rest, breaks: countBreaks(rest), bytes, totalBytes };
}

/** The next piece of text, or without a buffer what the end of the file completes. */
function decode(
  who: string,
  decoder: TextDecoder,
  buffer: Uint8Array | undefined,
  rest: string,
  lines: number,
): string {
  try {
    return buffer ? decoder.decode(buffer, { stream: true }) : decoder.decode();
  } catch {
    const valid = new TextDecoder(decoder.encoding).decode(buffer).split('\ufffd', 1)[0];
    const line = lines + countBreaks(rest + valid) + 1;
    const other = decoder.encoding === 'utf-8' ? 'latin1' : 'utf-8';
    throw new DataError(
      `${who} line ${line}: bytes that are not ${decoder.encoding}; set encoding, perhaps '${other}'`,
    );
  }
}

/** The encoding that a byte-order mark at the start of a file names. */
function encodingOf(start: Uint8Array): string | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return undefined;
}

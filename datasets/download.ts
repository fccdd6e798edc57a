import { SourceError, type Written, writeFile } from './write-file.ts';

export interface DownloadOptions {
  /** More bytes than this are not accepted. */
  readonly limit: number;
  /** Milliseconds without a byte after which the address is given up. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  /** Bytes so far and in all; 0 where the server does not say. */
  readonly onBytes: (bytes: number, totalBytes: number) => void;
}

/**
 * Streams what an address gives to the new file `path`.
 *
 * @throws SourceError that says why the address did not give it; FileError if the file cannot be written; the signal's
 *   reason once it is aborted. In all three cases `path` may be there in part.
 */
export async function download(
  url: string,
  path: string,
  { limit, timeout, signal, onBytes }: DownloadOptions,
): Promise<Written> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal!.reason);
  signal?.addEventListener('abort', abort, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new SourceError(`nothing came for ${timeout / 1000} s`)), timeout);
  };
  wait();
  try {
    // Compressed on the way, Content-Length would not be the size of the file.
    const request = fetch(url, { signal: controller.signal, headers: { 'accept-encoding': 'identity' } });
    const response = await request.catch((error) => {
      throw reasonOf(error, controller.signal);
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new SourceError(`HTTP ${response.status} ${response.statusText}`.trimEnd());
    }
    const totalBytes = Number(response.headers.get('content-length')) || 0;
    const body = fromNetwork(response.body, controller.signal);
    return await writeFile(path, body, {
      limit,
      onBytes(bytes) {
        wait();
        onBytes(bytes, totalBytes);
      },
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** The chunks of a response; whatever breaks it off is a SourceError. */
async function* fromNetwork(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw reasonOf(error, signal);
  }
}

/**
 * Why fetch() failed, or what it was giving broke off: because it was told to, or something of the network. Of that it says
 * no more than 'fetch failed' or 'terminated'; what happened is in the cause, or in the causes of that.
 */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0]; // one for each IP address
  const { message, code } = cause as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : meanings[code];
  const text = known === undefined ? message || code || String(cause) : `${known} (${code})`;
  return new SourceError(text, { cause: error });
}

const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host, or no network',
  EAI_AGAIN: 'the name of the host cannot be looked up: no network?',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken off',
  ENETUNREACH: 'no network',
  EHOSTUNREACH: 'no way to the host',
  ETIMEDOUT: 'no answer',
  UND_ERR_CONNECT_TIMEOUT: 'no answer',
  UND_ERR_SOCKET: 'connection broken off',
};

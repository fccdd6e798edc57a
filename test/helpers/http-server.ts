/** A local server for tests of downloads: each path has an answer, and every request is kept. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void);

export interface TestServer {
  /** Ends in a slash. */
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves `answers` by path ('/iris.data'); anything else is a 404. */
export async function serve(answers: Readonly<Record<string, Answer>>): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    requests.push(path);
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end('nothing here');
    else if (typeof answer === 'function') answer(request, response);
    else response.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The address of a port on which nobody listens. */
export async function closedPort(): Promise<string> {
  const server = await serve({});
  await server.close();
  return server.url;
}

/** A page in a real browser that a test can look at, at any size, through Chromium's own protocol over a pipe. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { AnyJson } from './any-json.ts';
import { chromium } from './chromium.ts';

/** What a command or event holds, as the protocol has it. */
type Content = AnyJson;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Content;
  readonly result?: Content;
  readonly error?: { readonly message: string };
}

/** Two of the five pipes that the browser was started with. */
class Connection {
  readonly events: Message[] = [];
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly input: Writable;
  private rest = '';
  private last = 0;
  session: string | undefined;

  constructor(child: ChildProcess) {
    this.input = child.stdio[3] as Writable;
    const output = child.stdio[4] as Readable;
    output.setEncoding('utf8');
    output.on('data', (chunk: string) => {
      const texts = (this.rest + chunk).split('\0');
      this.rest = texts.pop()!;
      for (const text of texts) this.receive(JSON.parse(text));
    });
  }

  private receive(message: Message): void {
    if (message.id === undefined) {
      if (message.sessionId === this.session) this.events.push(message);
    } else this.waiting.get(message.id)?.(message);
  }

  async send(method: string, params: object = {}): Promise<Content> {
    const id = ++this.last;
    this.input.write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    const { result, error } = await new Promise<Message>((resolve) => this.waiting.set(id, resolve));
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Waits until an event came. */
  async event(method: string): Promise<Message> {
    for (;;) {
      const found = this.events.find((one) => one.method === method);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export class BrowserPage {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Opens a file and waits until it and all it names has been read. */
  open(file: string): Promise<void> {
    return this.visit(pathToFileURL(file).href);
  }

  /** The same with an address. */
  async visit(url: string): Promise<void> {
    this.connection.events.length = 0;
    await this.connection.send('Page.navigate', { url });
    await this.connection.event('Page.loadEventFired');
  }

  /** Sizes of the window in CSS pixels. */
  async resize(width: number, height = 900): Promise<void> {
    await this.connection.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  /** Dark or light, as the system would say; on a screen or on paper. */
  async prefer(scheme: 'light' | 'dark', media: 'screen' | 'print' = 'screen'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.connection.send('Emulation.setEmulatedMedia', { media, features });
  }

  /** The value of an expression in the page; of what it promises, when that has come. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.connection.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }

  /** A PDF of the page. */
  async print(): Promise<Buffer> {
    const { data } = await this.connection.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: false });
    return Buffer.from(data, 'base64');
  }

  /** What went wrong since the page was opened: messages of the console, exceptions, what could not be loaded. */
  get complaints(): string[] {
    return this.connection.events.flatMap(({ method, params }) => {
      if (method === 'Runtime.consoleAPICalled') return [`console.${params.type}`];
      if (method === 'Runtime.exceptionThrown') return [`exception: ${params.exceptionDetails.text}`];
      if (method === 'Log.entryAdded') return [`${params.entry.level}: ${params.entry.text}`];
      if (method === 'Network.loadingFailed') return [`failed: ${params.errorText}`];
      return [];
    });
  }

  /** Every address that was asked for, data written into the page aside. */
  get requests(): string[] {
    return this.connection.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => params.request.url as string)
      .filter((url) => !url.startsWith('data:'));
  }
}

/** A browser that runs, which takes a second to begin. */
class Browser {
  private readonly child: ChildProcess;
  private readonly connection: Connection;
  private readonly closed: Promise<unknown>;
  private readonly folder = mkdtempSync(join(tmpdir(), 'simdgrad-browser-'));

  constructor() {
    const words = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
    words.push('--disable-component-update', '--disable-sync', '--hide-scrollbars', '--remote-debugging-pipe');
    this.child = spawn(chromium!, [...words, `--user-data-dir=${this.folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.closed = new Promise((resolve) => this.child.on('close', resolve));
    this.connection = new Connection(this.child);
  }

  async withPage<T>(run: (page: BrowserPage) => Promise<T>): Promise<T> {
    const { connection } = this;
    const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
    connection.events.length = 0;
    connection.session = sessionId;
    try {
      for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await connection.send(`${domain}.enable`);
      return await run(new BrowserPage(connection));
    } finally {
      connection.session = undefined;
      await connection.send('Target.closeTarget', { targetId });
    }
  }

  async close(): Promise<void> {
    void this.connection.send('Browser.close'); // in good order: what is killed leaves processes behind that still write
    await this.closed;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/**
 * Runs tests of a file with a page of its own each, one after the other, in one browser, which begins with the first and is closed after
 * the last: `const withBrowserPage = browserPages();`.
 */
export function browserPages(): <T>(run: (page: BrowserPage) => Promise<T>) => Promise<T> {
  let browser: Browser | undefined;
  afterAll(() => browser?.close());
  return (run) => {
    browser ??= new Browser();
    return browser.withPage(run);
  };
}

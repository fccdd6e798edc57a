/** Runs a program of a page in this process, on the sources of this repository, and keeps what it prints. */
import { Console } from 'node:console';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What may be imported, and the sources that it is. */
const sources: Readonly<Record<string, string>> = {
  simdgrad: 'src/index.ts',
  'simdgrad/node': 'src/node/index.ts',
  'simdgrad/report': 'src/report/index.ts',
  'simdgrad/datasets': 'datasets/index.ts',
};

const root = fileURLToPath(new URL('..', import.meta.url));

const specifier = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])([\w@./:-]+)\2/g;

/** Longer than any program of a page may take that waits for something. */
const patience = 20_000;

export interface Outcome {
  /** What went to standard output, as Node prints it where there is no terminal. */
  readonly output: string;
  /** What was thrown, and the line of the program, from 1, if it is known. */
  readonly failure?: { readonly message: string; readonly line: number | undefined };
}

let programs = 0;

/**
 * Runs a program: TypeScript with imports from the package.
 *
 * It is a module of its own in this process, so that the engine need not begin again, and shares its memory with others; one that chooses
 * threads or precision cannot be run so.
 */
export async function runProgram(code: string): Promise<Outcome> {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'page-'));
  const file = join(folder, `program-${++programs}.ts`);
  try {
    writeFileSync(file, withSources(folder, code));
    return await withOutput((output) => evaluate(file, output));
  } catch (error) {
    return { output: '', failure: { message: (error as Error).message, line: undefined } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The program with its imports from the sources. */
function withSources(folder: string, code: string): string {
  return code.replace(specifier, (text, before: string, quote: string, name: string) => {
    if (name.startsWith('node:') || builtinModules.includes(name)) return text;
    if (!Object.hasOwn(sources, name)) {
      throw new TypeError(`imports '${name}'; programs of pages import ${Object.keys(sources).join(', ')}`);
    }
    return `${before}${quote}${relative(folder, join(root, sources[name])).replaceAll('\\', '/')}${quote}`;
  });
}

async function evaluate(file: string, output: () => string): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`has not ended after ${patience / 1000} s`)), patience);
  });
  try {
    await Promise.race([import(/* @vite-ignore */ pathToFileURL(file).href), tooLong]);
    return { output: output() };
  } catch (thrown) {
    const error = thrown as Error;
    const place = /program-\d+\.ts:(\d+)/.exec(error?.stack ?? '');
    const message = `${error?.name ?? 'throws'}: ${error?.message ?? thrown}`;
    return { output: output(), failure: { message, line: place ? Number(place[1]) : undefined } };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs something with a console that keeps what is printed. */
async function withOutput<T>(run: (output: () => string) => Promise<T>): Promise<T> {
  const kept: string[] = [];
  const keeping = (texts: string[]) =>
    new Writable({
      decodeStrings: false,
      write(chunk, _, done) {
        texts.push(String(chunk));
        done();
      },
    });
  const usual = globalThis.console;
  globalThis.console = new Console({ stdout: keeping(kept), stderr: keeping([]), colorMode: false });
  try {
    return await run(() => kept.join(''));
  } finally {
    globalThis.console = usual;
  }
}

/** AssemblyScript, compiled in this process with the options of the kernels, and called with arrays. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Wrong } from '../runner/exercise.ts';

/** Bytes of a page of WebAssembly's memory; the answer has one. */
export const pageBytes = 65_536;

/** The answer. */
export interface DotProduct {
  /** Where its memory is; 65,536 bytes. */
  readonly memory: Float32Array;
  /** What it gives for n float32 at these addresses. */
  dot(a: number, b: number, n: number): number;
  /** The module as text. */
  readonly text: string;
}

const options = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--importMemory', '--initialMemory', '1'];

/** @throws Wrong with what the compiler says, which names the line, or where there is no `dot`. */
export async function compileDotProduct(path: string): Promise<DotProduct> {
  const { default: asc } = await import('assemblyscript/asc'); // a second, which the list of exercises need not wait for
  const written = new Map<string, string | Uint8Array>();
  const words = [
    basename(path),
    '--outFile',
    'dot.wasm',
    '--textFile',
    'dot.wat',
    '--enable',
    'simd',
    '--use',
    'abort=',
  ];
  const { error, stderr } = await asc.main([...words, ...options], {
    readFile: (name) => readFile(join(dirname(path), name), 'utf8').catch(() => null),
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Wrong(`the compiler says:\n${stderr.toString().trim()}`);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = await WebAssembly.instantiate(written.get('dot.wasm') as Uint8Array<ArrayBuffer>, { env: { memory } });
  const { dot } = module.instance.exports as { dot?: DotProduct['dot'] };
  if (typeof dot !== 'function') throw new Wrong('the file exports no function dot');
  return { memory: new Float32Array(memory.buffer), dot, text: String(written.get('dot.wat')) };
}

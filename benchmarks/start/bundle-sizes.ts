import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { kernelModule } from '../../src/wasm/binary.ts';
import { bytesOf } from '../../src/wasm/hexadecimal.ts';

export interface Size {
  readonly what: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

function sizeOf(what: string, content: string | Uint8Array): Size {
  return { what, bytes: Buffer.byteLength(content), gzipBytes: gzipSync(content, { level: 9 }).length };
}

/** A program with all it uses of the package, as a page would load it, and the kernels in it. */
export async function bundleSizes(folder: string, program: string): Promise<Size[]> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  const [{ text }] = outputFiles;
  return [
    sizeOf('ten lines, bundled and minified', text),
    sizeOf('of it JavaScript', text.replace(kernelModule, '')),
    sizeOf('kernels as a WASM module', bytesOf(kernelModule)),
  ];
}

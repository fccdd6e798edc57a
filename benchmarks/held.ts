/** What the program holds: for benchmarks that show that long loops leave nothing behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryUse } from '../src/wasm/memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export interface Held {
  readonly heapBytes: number;
  readonly wasmBytes: number;
}

/** Bytes on the JavaScript heap and in buffers, once what nobody uses is collected, and of WASM memory. */
export function heldNow(): Held {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heapBytes: heapUsed + arrayBuffers, wasmBytes: memoryUse().reserved };
}

/** What was held later, less what was held before. */
export function grown(before: Held, after: Held): Held {
  return { heapBytes: after.heapBytes - before.heapBytes, wasmBytes: after.wasmBytes - before.wasmBytes };
}

/** Memory after a full garbage collection, for tests that memory stays flat. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryUse } from '../../src/wasm/memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes held right after a collection: the JavaScript heap, array buffers outside WASM memory, and WASM memory. */
export function heldBytes(): { heap: number; buffers: number; wasm: number } {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const wasm = memoryUse().reserved;
  return { heap: heapUsed, buffers: arrayBuffers, wasm };
}

/** Bytes of JavaScript array buffers and heap now, without a collection: what a synchronous loop really holds. */
export function bytesNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Import this first: V8 in Node 20 knows relaxed SIMD behind a flag, so that the relaxed kernels are tested there as well. */
import { setFlagsFromString } from 'node:v8';

export const relaxedFlags: readonly string[] =
  Number.parseInt(process.versions.node, 10) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];

for (const flag of relaxedFlags) setFlagsFromString(flag);

/** An address in WASM memory, in bytes. */
export type Address = number;
/** 1 adds to the output, 0 overwrites it. */
export type Adds = 0 | 1;

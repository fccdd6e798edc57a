/** The same module on a memory that threads share: the bytes differ in one flag. */

const importSection = 2;
const kinds = { function: 0, table: 1, memory: 2, global: 3 };
/** Flags of a memory's limits (WebAssembly, threads proposal): a maximum is given, and it is shared. */
const [hasMaximum, isShared] = [1, 2];

/**
 * A copy of the module whose imported memory is a shared one. Its instructions are the same, so are its results.
 *
 * @throws Error where the module imports no memory with a maximum: the build of the kernels is wrong.
 */
export function withSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  let at = 8; // after the magic number and the version
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const skipName = (): void => {
    const length = number();
    at += length;
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const length = number();
    if (section !== importSection) {
      at += length;
      continue;
    }
    for (let left = number(); left > 0; left--) {
      skipName();
      skipName();
      const kind = bytes[at++];
      if (kind === kinds.memory && bytes[at] === hasMaximum) {
        bytes[at] |= isShared;
        return bytes;
      }
      // What else the kernels might import: a function by the number of its type, a global by type and mutability.
      if (kind === kinds.function) number();
      else if (kind === kinds.global) at += 2;
      else throw new Error(`kernels: the module imports something of kind ${kind} that was not expected`);
    }
  }
  throw new Error('kernels: the module imports no memory with a maximum');
}

import type { Tensor } from './tensor.ts';

/**
 * SHA-256 over names, shapes and bits of tensors: equal exactly when every weight is equal bit for bit.
 *
 * For each tensor, in the order of the record: the name's UTF-8 bytes after their number, the rank, the sizes, then the
 * float32 values, all as 32-bit little-endian words. NaN counts as one value whatever its payload, because WebAssembly
 * leaves the payload open.
 *
 * @returns 64 hexadecimal digits.
 */
export async function fingerprint(tensors: Readonly<Record<string, Tensor>>): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [name, tensor] of Object.entries(tensors)) {
    const text = new TextEncoder().encode(name);
    parts.push(words([text.length]), text, words([tensor.rank, ...tensor.shape]), floats(tensor.toFloat32Array()));
  }
  const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function words(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function floats(values: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) view.setUint32(4 * i, 0x7fc00000, true);
    else view.setFloat32(4 * i, values[i], true);
  }
  return new Uint8Array(view.buffer);
}

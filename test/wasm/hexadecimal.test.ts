import { afterEach, expect, it, vi } from 'vitest';
import { bytesOf } from '../../src/wasm/hexadecimal.ts';

const every = Uint8Array.from({ length: 256 }, (_, i) => i);
const text = Array.from(every, (byte) => byte.toString(16).padStart(2, '0')).join('');
const plain = (hexadecimal: string): Uint8Array =>
  Uint8Array.from(hexadecimal.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));

afterEach(() => vi.unstubAllGlobals());

it.each(['fromHex', 'Buffer', 'neither'])('gives all bytes where the platform has %s', (has) => {
  class OwnBytes extends Uint8Array {
    static fromHex = has === 'fromHex' ? plain : undefined;
  }
  vi.stubGlobal('Uint8Array', OwnBytes);
  if (has !== 'Buffer') vi.stubGlobal('Buffer', undefined);
  expect([...bytesOf(text)]).toEqual([...every]);
  expect(bytesOf('')).toHaveLength(0);
});

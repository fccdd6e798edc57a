import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { greyPng } from '../../src/report/grey-png.ts';
import { congruential } from '../helpers/congruential.ts';

/** What a decoder takes from a PNG of 8 grey bits: width, height, and the samples row by row. */
function decoded(address: string): { width: number; height: number; samples: number[] } {
  const [head, text] = address.split(',');
  expect(head).toBe('data:image/png;base64');
  const bytes = Buffer.from(text, 'base64');
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks: [string, Buffer][] = [];
  for (let at = 8; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const content = bytes.subarray(at + 4, at + 8 + size);
    expect(bytes.readUInt32BE(at + 8 + size)).toBe(crcOf(content));
    chunks.push([content.subarray(0, 4).toString('latin1'), content.subarray(4)]);
    at += 12 + size;
  }
  expect(chunks.map(([type]) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [width, height] = [chunks[0][1].readUInt32BE(0), chunks[0][1].readUInt32BE(4)];
  expect([...chunks[0][1].subarray(8)]).toEqual([8, 0, 0, 0, 0]);
  const lines = inflateSync(chunks[1][1]); // which checks the sum at the end
  const samples: number[] = [];
  for (let i = 0; i < height; i++) {
    expect(lines[i * (width + 1)]).toBe(0);
    samples.push(...lines.subarray(i * (width + 1) + 1, (i + 1) * (width + 1)));
  }
  expect(lines.length).toBe((width + 1) * height);
  return { width, height, samples };
}

/** By the polynomial's own definition, with whole numbers of any size: the remainder of the message. */
function crcOf(bytes: Buffer): number {
  let remainder = 0n;
  const message = [...bytes, 0, 0, 0, 0].map((byte, i) => reversed(BigInt(byte), 8) ^ (i < 4 ? 0xffn : 0n));
  for (const byte of message) {
    for (let bit = 7n; bit >= 0n; bit--) {
      remainder = (remainder << 1n) | ((byte >> bit) & 1n);
      if (remainder >> 32n) remainder ^= 0x104c11db7n;
    }
  }
  return Number(reversed(remainder, 32) ^ 0xffffffffn);
}

function reversed(value: bigint, bits: number): bigint {
  let out = 0n;
  for (let i = 0; i < bits; i++) out |= ((value >> BigInt(i)) & 1n) << BigInt(bits - 1 - i);
  return out;
}

describe('greyPng', () => {
  it.each([
    [1, 1],
    [28, 28],
    [3, 7],
    [300, 400], // more than one stored block
  ])('%d x %d pixels come out of a decoder, dark where there is much', (width, height) => {
    const next = congruential(7);
    const pixels = Array.from({ length: width * height }, () => Math.floor((next() + 0.5) * 256));
    const image = { width, height, pixels: Buffer.from(pixels).toString('base64'), label: '' };
    expect(decoded(greyPng(image))).toEqual({ width, height, samples: pixels.map((pixel) => 255 - pixel) });
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '../../src/formats/half-floats.ts';
import golden from '../golden/safetensors-files.json' with { type: 'json' };

const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i);

describe.each([
  ['float16', fromFloat16, toFloat16, 0x7c00, 'F16', 65504],
  ['bfloat16', fromBfloat16, toBfloat16, 0x7f80, 'BF16', 2 ** 127 * (2 - 2 ** -7)],
] as const)('%s', (name, from, to, infinity, dtype, largest) => {
  const { digest, words, bits } = golden.halves[name];

  it('means the same as in NumPy and PyTorch, all 65,536 patterns', () => {
    const all = from(patterns);
    const numbers = all.filter((value) => !Number.isNaN(value));
    const wordsOf = new Uint8Array(numbers.buffer);
    expect(createHash('sha256').update(wordsOf).digest('hex')).toBe(digest);
    const nan = [...patterns].filter((pattern) => (pattern & 0x7fff) > infinity);
    expect([...patterns].filter((pattern) => Number.isNaN(all[pattern]))).toEqual(nan);
  });

  it('comes back from float32 with every bit, payloads of NaN too', () => {
    expect(to('test', from(patterns))).toEqual(patterns);
  });

  it('rounds to the nearest, ties to even, as NumPy and PyTorch do', () => {
    const values = new Float32Array(Uint32Array.from(words).buffer);
    expect([...to('test', values)]).toEqual(bits);
  });

  it('ends at its largest value', () => {
    expect(from(to('test', Float32Array.of(largest, -largest)))).toEqual(Float32Array.of(largest, -largest));
    // Half a step more is a tie, which would go to infinity; just below it rounds down.
    const step = largest - from(Uint16Array.of(infinity - 2))[0];
    const below = new Uint32Array(Float32Array.of(largest + step / 2).buffer);
    below[0]--;
    expect(from(to('test', new Float32Array(below.buffer)))[0]).toBe(largest);
    expect(() => to('test', Float32Array.of(0, largest + step / 2))).toThrow(`at [1] is too large for ${dtype}`);
    expect([...to('test', Float32Array.of(Infinity, -Infinity))]).toEqual([infinity, infinity | 0x8000]);
  });

  it('keeps NaN a NaN whose payload does not fit', () => {
    const values = new Float32Array(Uint32Array.of(0x7f800001, 0xff800001).buffer);
    expect([...from(to('test', values))]).toEqual([Number.NaN, Number.NaN]);
  });
});

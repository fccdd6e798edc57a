/** Safetensors files of random contents: round trips, and what comes of damage. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { readSafetensors, type StoredTensor, type StoredType, tensor, writeSafetensors } from '../../src/index.ts';
import { thrownBy } from '../helpers/errors.ts';
import { arrays, type Data } from '../helpers/safetensors.ts';

/** Names that are refused, which other tests see to. */
const reserved = ['__metadata__', '__proto__'];
const allowed = (name: string) => !reserved.includes(name);
const name = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('dense1.weight', 'constructor', '10', '9', '', '\u0000"\\'),
  )
  .filter(allowed);
const text = fc.string({ unit: 'binary', maxLength: 12 });
const stored = fc
  .tuple(fc.constantFrom(...(Object.keys(arrays) as StoredType[])), fc.array(fc.nat(3), { maxLength: 4 }), fc.nat())
  .map(([dtype, shape, seed]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    // Any bits of the type: a simple generator fills the bytes.
    let state = seed + 1;
    const bytes = Uint8Array.from({ length: size * 8 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    });
    let data: Data = new arrays[dtype](bytes.buffer, 0, size);
    if (dtype === 'BOOL') data = (data as Uint8Array).map((value) => value & 1);
    if (dtype === 'F16') data = (data as Float32Array).map((_, i) => (bytes[i] - 128) / 32);
    if (dtype === 'BF16') data = new Float32Array(new Uint32Array(size).map((_, i) => bytes[i] << 16).buffer);
    return { dtype, shape, data } as StoredTensor;
  });
const file = fc.record({
  tensors: fc.dictionary(name, stored, { maxKeys: 5, noNullPrototype: true }),
  metadata: fc.dictionary(text.filter(allowed), text, { maxKeys: 3, noNullPrototype: true }),
});
const bytesOf = ({ data }: StoredTensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');

describe('any file', () => {
  it('comes back as it was, bit for bit, and is written the same again', () => {
    fc.assert(
      fc.property(file, ({ tensors, metadata }) => {
        const bytes = writeSafetensors(tensors, metadata);
        const again = readSafetensors(bytes);
        expect({ ...again.metadata }).toEqual(metadata);
        expect(Object.keys(again.tensors).sort()).toEqual(Object.keys(tensors).sort());
        for (const [key, value] of Object.entries(tensors)) {
          expect(again.tensors[key].dtype).toBe(value.dtype);
          expect(again.tensors[key].shape).toEqual(value.shape);
          expect(again.tensors[key].data.constructor).toBe(value.data.constructor);
          expect(bytesOf(again.tensors[key])).toBe(bytesOf(value));
        }
        expect(writeSafetensors(again.tensors, again.metadata)).toEqual(bytes);
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('with bytes changed, cut, or put in is read or refused with a DataError, and nothing else', () => {
    let refused = 0;
    const damage = fc.array(
      fc.tuple(fc.constantFrom('flip', 'cut', 'insert', 'remove', 'set'), fc.nat(), fc.nat(255)),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(file, damage, ({ tensors, metadata }, changes) => {
        let bytes = writeSafetensors(tensors, metadata);
        for (const [kind, place, value] of changes) {
          // Half of the damage is done to the header's length and first characters, where it hurts most.
          const at = place % Math.max(1, place % 2 === 0 ? Math.min(bytes.length, 96) : bytes.length);
          if (kind === 'flip') bytes[at] ^= 1 << (value % 8);
          else if (kind === 'set') bytes[at] = value;
          else if (kind === 'cut') bytes = bytes.slice(0, at);
          else if (kind === 'insert') bytes = Uint8Array.of(...bytes.slice(0, at), value, ...bytes.slice(at));
          else bytes = Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + 1));
        }
        try {
          const read = readSafetensors(bytes);
          const size = Object.values(read.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
          expect(size).toBeLessThanOrEqual(2 * bytes.length);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
          refused++;
        }
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  it('cut anywhere is refused', () => {
    const bytes = writeSafetensors({ a: tensor([1, 2]), b: { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) } });
    for (let length = 0; length < bytes.length; length++) {
      expect(thrownBy(() => readSafetensors(bytes.subarray(0, length)))).toBeInstanceOf(DataError);
    }
  });
});

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fingerprint } from '../../src/tensor/fingerprint.ts';
import { tensor } from '../../src/tensor/tensor.ts';

it('is the SHA-256 of names, shapes and bits', async () => {
  const bytes = Buffer.alloc(4 + 1 + 4 * 3 + 4 * 2);
  bytes.writeUInt32LE(1, 0);
  bytes.write('w', 4);
  [2, 1, 2].forEach((value, i) => {
    bytes.writeUInt32LE(value, 5 + 4 * i);
  });
  bytes.writeFloatLE(1.5, 17);
  bytes.writeFloatLE(-0, 21);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(await fingerprint({ w: tensor([[1.5, -0]]) })).toBe(expected);
});

it('tells apart names, shapes and signs of zero, and takes all NaN for one', async () => {
  const of = (values: Float32Array, name = 'w') => fingerprint({ [name]: tensor(values) });
  const base = await of(Float32Array.of(0, 1));
  expect(await of(Float32Array.of(-0, 1))).not.toBe(base);
  expect(await of(Float32Array.of(0, 1), 'v')).not.toBe(base);
  expect(await fingerprint({ w: tensor([[0, 1]]) })).not.toBe(base);
  const payload = new Float32Array(Uint32Array.of(0x7fc00001, 0xffc12345).buffer);
  expect(await of(payload)).toBe(await of(Float32Array.of(Number.NaN, Number.NaN)));
});

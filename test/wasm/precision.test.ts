import '../helpers/relaxed-simd.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { EngineInUseError, precision, setPrecision, tensor, UnsupportedError } from '../../src/index.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import { rejectionOf } from '../helpers/errors.ts';

afterEach(() => vi.restoreAllMocks());

/** For calls that TypeScript would refuse. */
const any = (value: unknown): never => value as never;

// In this order: the last test makes a tensor.

it('is strict unless something else is chosen', async () => {
  expect(precision()).toBe('strict');
  const before = kernels;
  await setPrecision('strict');
  expect(precision()).toBe('strict');
  expect(kernels).toBe(before);
});

it.each([['fast'], ['Relaxed'], [undefined], [null], [1], [['relaxed']]])('refuses %j', async (wrong) => {
  const error = await rejectionOf(setPrecision(any(wrong)));
  expect(error).toBeInstanceOf(RangeError);
  expect(error.message).toMatch(/^setPrecision: precision must be one of 'strict', 'relaxed', got /);
});

it('refuses relaxed where the runtime lacks it, says what is lacking and who has it, and stays strict', async () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const error = await rejectionOf(setPrecision('relaxed'));
  expect(error).toBeInstanceOf(UnsupportedError);
  expect(error.message).toBe(
    "setPrecision('relaxed'): this runtime has no relaxed SIMD, which the relaxed kernels are made of; " +
      "it takes Node 22, Chrome or Edge 114, or Firefox 146, while 'strict' runs everywhere",
  );
  expect(precision()).toBe('strict');
});

it('changes the kernels and back', async () => {
  const strict = kernels;
  await setPrecision('relaxed');
  expect(precision()).toBe('relaxed');
  expect(kernels).not.toBe(strict);
  expect(Object.keys(kernels)).toEqual(Object.keys(strict));
  await setPrecision('strict');
  expect(precision()).toBe('strict');
});

it('means the last of several calls at once', async () => {
  await Promise.all([setPrecision('relaxed'), setPrecision('strict')]);
  expect(precision()).toBe('strict');
  await Promise.all([setPrecision('strict'), setPrecision('relaxed')]);
  expect(precision()).toBe('relaxed');
});

it('fuses: x·y + z is rounded once where the machine can, and near either way', async () => {
  await setPrecision('relaxed');
  // (1 + 2⁻²³)² = 1 + 2⁻²² + 2⁻⁴⁶, of which float32 keeps the first two terms: the last one is left where nothing is rounded between.
  const x = 1 + 2 ** -23;
  const product = tensor([[1, x]]).matmul(tensor([[-(1 + 2 ** -22)], [x]]));
  expect([0, 2 ** -46]).toContain(product.item());
});

it('refuses either once a tensor exists, and keeps what it has', async () => {
  for (const wanted of ['strict', 'relaxed'] as const) {
    const error = await rejectionOf(setPrecision(wanted));
    expect(error).toBeInstanceOf(EngineInUseError);
    expect(error.message).toMatch(new RegExp(`^setPrecision\\('${wanted}'\\): .* before the first tensor`));
  }
  expect(precision()).toBe('relaxed');
});

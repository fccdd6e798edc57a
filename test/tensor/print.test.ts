import { describe, expect, it } from 'vitest';
import { shapeText } from '../../src/errors.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import cases from '../golden/print.json' with { type: 'json' };

describe('a tensor as text', () => {
  for (const { name, shape, values, text } of cases) {
    it(`is laid out as NumPy does: ${name}`, () => {
      const printed = String(tensor(Float32Array.from(values, numberOf), shape));
      expect(printed).toBe(`tensor(${text}, shape ${shapeText(shape)})`);
    });
  }

  it('says that it requires a gradient, or has no values yet', () => {
    expect(String(tensor([1, 2], [2], { requiresGrad: true }))).toBe('tensor([1, 2], shape [2], requiresGrad)');
    expect(String(new Tensor([2], undefined))).toBe('tensor(recorded, shape [2])');
  });
});

/** JSON has no NaN, infinities and −0: they stand there as text. */
function numberOf(value: number | string): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  if (value === '-inf') return Number.NEGATIVE_INFINITY;
  return Number(value);
}

/** What is compared with PyTorch, scikit-learn and finite differences within a tolerance holds for the relaxed kernels as well. */
import '../helpers/relaxed-simd.ts';
import { expect, it } from 'vitest';
import { precision, setPrecision } from '../../src/index.ts';

await setPrecision('relaxed');

await import('../evidence/evidence.test.ts');
await import('../layers/golden.test.ts');
await import('../optimizers/golden.test.ts');
await import('../training-curve.test.ts');
await import('../training/curves.test.ts');

it('were the relaxed kernels', () => {
  expect(precision()).toBe('relaxed');
});

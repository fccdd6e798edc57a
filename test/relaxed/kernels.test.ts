/**
 * The relaxed kernels equal their twins bit for bit where mulAdd rounds once, and stay within the same bounds. What does not call
 * it, random numbers above all, has the bits of the strict kernels: the same initial weights, batches and masks.
 */
import '../helpers/relaxed-simd.ts';
import { expect, it } from 'vitest';
import { precision, setPrecision } from '../../src/index.ts';

await setPrecision('relaxed');

await import('../kernels/activations.test.ts');
await import('../kernels/batch-norm.test.ts');
await import('../kernels/convolution.test.ts');
await import('../kernels/gather.test.ts');
await import('../kernels/gemm.test.ts');
await import('../kernels/layer-norm.test.ts');
await import('../kernels/math.test.ts');
await import('../kernels/optimizers.test.ts');
await import('../kernels/pooling.test.ts');
await import('../kernels/random.test.ts');
await import('../kernels/pow.test.ts');
await import('../kernels/reduce.test.ts');
await import('../kernels/roofline.test.ts');
await import('../kernels/softmax.test.ts');
await import('../kernels/softmax-cross-entropy.test.ts');

it('were the relaxed kernels', () => {
  expect(precision()).toBe('relaxed');
});

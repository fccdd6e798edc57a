/**
 * The limit that arithmetic is compared with: what a machine does in strict SIMD with everything in registers.
 *
 * A run is one long call. In calls of some microseconds the same loop reaches anything between 12.8 and 15.9 operations a cycle
 * on AMD Zen 4, depending on how its caller was compiled: its twelve chains just fill the machine's pipes, and how they begin decides
 * whether they keep out of each other's way. In a long call they settle at the same speed each time.
 */
import { kernels } from '../src/wasm/kernels.ts';
import type { Candidate } from './harness.ts';

const iterations = 1_000_000;

/** Twelve chains of products and sums, each waiting for the one before. */
export const roofline: Candidate = {
  name: 'roofline',
  work: iterations * 96,
  run: () => kernels.roofline(iterations, 0.5, 1),
};

/** Products and sums that do not wait for each other: what no code of products and sums can pass. */
export const peak: Candidate = {
  name: 'peak',
  work: iterations * 48,
  run: () => kernels.peak(iterations, 1, 0.5),
};

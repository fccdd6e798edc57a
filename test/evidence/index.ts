/** All evidence, joined. What is not listed here proves nothing: test/completeness.test.ts reads it, too. */
import type { GoldenCall, GoldenCase, GradientCase } from '../helpers/evidence.ts';
import { activations } from './activations.ts';
import { layers } from './layers.ts';

const all = [activations, layers];

/** Gradient checks by name of operation or loss. */
export const gradientCases: Record<string, GradientCase[]> = {};
/** Golden cases by name of operation or loss, each with its call. */
export const goldenCases: Record<string, { readonly entry: GoldenCase; readonly call: GoldenCall }[]> = {};

for (const { gradients, golden } of all) {
  for (const [name, cases] of Object.entries(gradients)) {
    gradientCases[name] = [...(gradientCases[name] ?? []), ...cases];
  }
  for (const { entries, calls } of golden) {
    for (const [name, call] of Object.entries(calls)) {
      const cases = (entries[name] ?? []).map((entry) => ({ entry, call }));
      goldenCases[name] = [...(goldenCases[name] ?? []), ...cases];
    }
  }
}
